package io.keyline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.WebServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayName("A telephone on the terminal speaks as a USSD gateway does")
class DialCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private WebServer web;

    @BeforeEach
    void start() throws Exception {
        web = WebServer.start("127.0.0.1", 0, null);
        web.add("/ussd/main", Set.of("POST"), request -> {
            String text = request.parameter("text").orElseThrow();
            asked.add(request.parameter("serviceCode").orElseThrow() + " " + request.parameter("phoneNumber").orElseThrow() + " " + text);
            return CompletableFuture.completedFuture(HttpAnswer.text(200, text.endsWith("9") ? "END Bye" : "CON What?\n1 \u001b[2J余额"));
        });
        web.add("/ussd/main/ended", Set.of("POST"), request -> {
            asked.add("ended " + request.parameter("status").orElseThrow());
            return CompletableFuture.completedFuture(HttpAnswer.empty(200));
        });
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private int dial(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--url";
        all[1] = web.url() + "/ussd/main";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new CommandLine(new DialCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(all);
    }

    @Test
    void inputsAreSentTogetherAndScreensShownInAFrame() {
        assertThat(dial("--number", "+4520654321", "*123#", "1", "2*9")).isZero();

        assertThat(asked).containsExactly("*123# +4520654321 ", "*123# +4520654321 1", "*123# +4520654321 1*2*9", "ended Success");
        assertThat(out.toString()).contains("│ What?                                │\n│ 1 [2J余额                            │\n").endsWith("""
                > 2*9
                ┌──────────────────────────────────────┐
                │ Bye                                  │
                └──────────────────────────────────────┘
                """);
    }

    @Test
    void aSubCodeStandsInTheFirstRequest() {
        assertThat(dial("*123*7*9#")).isZero();
        assertThat(asked).containsExactly("*123# +4520123456 7*9", "ended Success");
    }

    @Test
    void whoHasNothingMoreToEnterHangsUp() {
        assertThat(dial("*99#", "1")).isOne();
        assertThat(asked).containsExactly("*99# +4520123456 ", "*99# +4520123456 1", "ended Success");
    }

    @Test
    void whatCannotBeDialledIsNamed() {
        assertThat(dial("123")).isEqualTo(2);
        assertThat(err.toString()).contains("'123' cannot be dialled");
        assertThat(asked).isEmpty();
    }
}
