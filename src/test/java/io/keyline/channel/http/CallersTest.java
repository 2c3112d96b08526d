package io.keyline.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', value = {"''|203.0.113.9|true", "192.0.2.7|192.0.2.7|true", "192.0.2.7|192.0.2.8|false", "192.0.2.0/25|192.0.2.127|true",
            "192.0.2.0/25|192.0.2.128|false", "10.0.0.0/8, 2001:db8::/33|2001:db8:7fff::1|true", "2001:db8::/33|2001:db8:8000::1|false",
            "10.0.0.0/8|2001:db8::1|false", "0.0.0.0/0|198.51.100.1|true"})
    void areThoseOfTheList(String written, String caller, boolean may) {
        HttpRequest request = new HttpRequest("GET", "http://hub/x", List.of(), List.of(), Map.of(), new byte[0], caller);
        assertThat(new Callers(written).refusal(request).isEmpty()).isEqualTo(may);
    }

    @ParameterizedTest
    @ValueSource(strings = {"provider.example.com", "192.0.2.0/33", "192.0.2.0/x", "::/129"})
    void nothingElseIsAList(String written) {
        assertThatThrownBy(() -> new Callers(written)).isInstanceOf(IllegalArgumentException.class);
    }
}
