package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a log must not have is found in it, else T45 proves nothing")
class DiscretionTest {

    private static final Path FILE = Path.of("hub-1.log");
    private static final String BEFORE = "18:33:21.484 INFO  Application  work list: http://127.0.0.1:33080/api/worklist\n";

    private static Discretion known() {
        return new Discretion().addresses(List.of("+4520881234", "anna@example.com")).secrets(List.of("hunter2"))
                .texts(List.of("Zebrafinch what is this?", "BAL", "900911 is your code for Keyline Demo.", "your balance is 125050 or 1,250.50"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"from +4520881234 came", "from 4520881234", "of 20881234", "tel:004520881234;x", "mail of anna@example.com", "bound with hunter2",
        "what is \"Zebrafinch what is this?\"", "code 900911", "ERROR: Key (value)=(+4520881234) already exists."})
    void whatIsToldIsFoundAndItsLineQuoted(String told) {
        assertThatThrownBy(() -> known().keptIn(FILE, BEFORE + told + "\n" + BEFORE)).isInstanceOf(AssertionError.class)
                .hasMessageContaining("hub-1.log").hasMessageContaining(told).hasMessageNotContaining("worklist");
    }

    @Test
    void ordinaryLinesAreNot() {
        assertThatCode(() -> known().keptIn(FILE, BEFORE + "message 2wqs7q0a0gzk of BAL is DEAD, part 179537220273202, 20881 rows, 1.900911 s\n")).doesNotThrowAnyException();
    }
}
