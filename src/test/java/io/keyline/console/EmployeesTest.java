package io.keyline.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Employees are known by their tokens")
class EmployeesTest {

    private static final String ANNA = "annas-token-0123456789";

    @Test
    void eachIsWhoTheirTokenSays() {
        Employees employees = Employees.of("anna:" + ANNA + ", bo.b@example.com:bos-token:0123456789", Set.of());
        assertThat(employees.acting(ANNA, null, Operation.Role.EMPLOYEE)).isEqualTo("anna");
        assertThat(employees.acting(ANNA, "anna", Operation.Role.EMPLOYEE)).isEqualTo("anna");
        assertThat(employees.acting("bos-token:0123456789", null, Operation.Role.EMPLOYEE)).as("a token may hold a colon").isEqualTo("bo.b@example.com");
        assertThatThrownBy(() -> employees.acting(null, null, Operation.Role.EMPLOYEE)).isInstanceOf(ProblemException.class);
    }

    @Test
    void whatRunsTheHubIsForOperatorsOnly() {
        Employees employees = Employees.of("anna:" + ANNA + ",bo:bos-token-0123456789-0", Set.of("bo"));
        assertThat(employees.acting("bos-token-0123456789-0", null, Operation.Role.OPERATOR)).isEqualTo("bo");
        assertThatThrownBy(() -> employees.acting(ANNA, null, Operation.Role.OPERATOR)).hasMessage("anna is none of api.operators");
        assertThat(Employees.operator(ANNA).acting(ANNA, "cy", Operation.Role.OPERATOR)).isEqualTo("cy");
    }

    @Test
    void oneWhoIsCalledOperatorInTheSettingsIsAnOrdinaryEmployee() {
        assertThatThrownBy(() -> Employees.of("operator:" + ANNA, Set.of()).acting(ANNA, "bo", Operation.Role.EMPLOYEE)).hasMessageContaining("may not act under another name");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            anna:short                                         | the token of anna has 5 characters; write 20 at least, without blanks
            anna                                               | write NAME:TOKEN,NAME:TOKEN; a name has letters, digits and . _ @ -
            an na:annas-token-0123456789                       | write NAME:TOKEN,NAME:TOKEN; a name has letters, digits and . _ @ -
            keyline:annas-token-0123456789                     | write NAME:TOKEN,NAME:TOKEN; a name has letters, digits and . _ @ -
            anna:annas token 0123456789                        | the token of anna has 22 characters; write 20 at least, without blanks
            a:annas-token-0123456789,b:annas-token-0123456789  | b shares the name or the token with another employee
            a:annas-token-0123456789,a:bos-token-0123456789-0  | a shares the name or the token with another employee
            """)
    void aSettingThatIsWrongIsRefusedWithoutTheToken(String setting, String problem) {
        assertThat(Employees.problems(setting)).containsExactly(problem);
    }

    @Test
    void aSettingThatIsRightHasNoProblems() {
        assertThat(Employees.problems("anna:" + ANNA + " , bo:bos-token-0123456789-0")).isEmpty();
    }
}
