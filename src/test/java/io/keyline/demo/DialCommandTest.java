package io.keyline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.Terminal;
import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.WebServer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A telephone on the terminal speaks as a USSD gateway does")
class DialCommandTest {

    private final Terminal terminal = new Terminal();
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
        return terminal.run(new DialCommand(), Stream.concat(Stream.of("--url", web.url() + "/ussd/main"), Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void inputsAreSentTogetherAndScreensShownInAFrame() {
        assertThat(dial("--number", "+4520654321", "*123#", "1", "2*9")).isZero();

        assertThat(asked).containsExactly("*123# +4520654321 ", "*123# +4520654321 1", "*123# +4520654321 1*2*9", "ended Success");
        assertThat(terminal.out()).contains("│ What?                                │\n│ 1 [2J余额                            │\n").endsWith("""
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
        assertThat(terminal.err()).contains("'123' cannot be dialled");
        assertThat(asked).isEmpty();
    }
}
