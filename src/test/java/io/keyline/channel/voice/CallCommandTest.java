package io.keyline.channel.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.demo.CallCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The simulated telephone knows nothing of the hub's code: it speaks the protocols as their documents tell. */
@DisplayName("A caller on the terminal")
class CallCommandTest {

    private record Ended(int status, String out, String err) {
    }

    private static Ended call(CallCentre company, String token, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new CallCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(Stream.concat(Stream.of("--url", company.url().toString(), "--token", token, "--secret", CallCentre.SECRET), Stream.of(more))
                        .toArray(String[]::new));
        return new Ended(status, out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--number=+4520500001", "--vxml"})
    void hearsTheMenuIsSilentAndIsPutThrough(String how) throws Exception {
        try (CallCentre company = new CallCentre(Map.of())) {
            Ended call = call(company, CallCentre.TOKEN, how, "", "7", "0");

            assertThat(call.err()).isEmpty();
            assertThat(call.out()).containsSubsequence("What would you like to do?", "Your balance: press 1.", "Sorry, I did not get that.",
                    "(you are put through to " + CallCentre.AGENTS + ")");
            assertThat(call.status()).isZero();
            assertThat(company.stored("select queue from work_item")).containsExactly("agents");
        }
    }

    @Test
    void isToldWhenTheHubRefuses() throws Exception {
        try (CallCentre company = new CallCentre(Map.of())) {
            Ended call = call(company, "another token", "1");

            assertThat(call.status()).isEqualTo(2);
            assertThat(call.err()).contains("HTTP 401, the token or secret is another");
        }
    }
}
