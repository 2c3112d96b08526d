package io.keyline.channel.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.Terminal;
import io.keyline.demo.CallCommand;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated telephone knows nothing of the hub's code: it speaks the protocols as their documents tell. */
@DisplayName("A caller on the terminal")
class CallCommandTest {

    private final Terminal terminal = new Terminal();

    private int call(CallCentre company, String token, String... more) {
        return terminal.run(new CallCommand(), Stream.concat(Stream.of("--url", company.url().toString(), "--token", token, "--secret", CallCentre.SECRET),
                Stream.of(more)).toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--number=+4520500001", "--vxml"})
    void hearsTheMenuIsSilentAndIsPutThrough(String how) throws Exception {
        try (CallCentre company = new CallCentre(Map.of())) {
            int status = call(company, CallCentre.TOKEN, how, "", "7", "0");

            assertThat(terminal.err()).isEmpty();
            assertThat(terminal.out()).containsSubsequence("What would you like to do?", "Your balance: press 1.", "Sorry, I did not get that.",
                    "(you are put through to " + CallCentre.AGENTS + ")");
            assertThat(status).isZero();
            assertThat(company.texts("select queue from work_item")).containsExactly("agents");
        }
    }

    @Test
    void isToldWhenTheHubRefuses() throws Exception {
        try (CallCentre company = new CallCentre(Map.of())) {
            int status = call(company, "another token", "1");

            assertThat(status).isEqualTo(2);
            assertThat(terminal.err()).contains("HTTP 401, the token or secret is another");
        }
    }
}
