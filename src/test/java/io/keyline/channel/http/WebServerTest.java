package io.keyline.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The web server")
class WebServerTest {

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"GET", "POST"})
    void answersFormsHoweverTheyCome(String method) throws Exception {
        try (WebServer web = WebServer.start("127.0.0.1", 0, null)) {
            web.add("/hook", Set.of("GET", "POST"), request -> CompletableFuture.completedStage(HttpAnswer.empty(200)));
            assertThat(status(web, method, "/hook?a=b")).isEqualTo("HTTP/1.1 200 OK");
            assertThat(status(web, method, "/hook?a=100%")).isEqualTo("HTTP/1.1 400 Bad Request");
        }
    }

    /** By a socket: the client of the JDK asks nothing that is no URI. */
    private static String status(WebServer web, String method, String target) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
            socket.setSoTimeout(5_000);
            String body = method.equals("GET") ? "" : "c=d";
            socket.getOutputStream().write((method + " " + target + " HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).lines().findFirst().orElse("");
        }
    }
}
