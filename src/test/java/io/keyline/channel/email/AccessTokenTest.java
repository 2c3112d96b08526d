package io.keyline.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An access token")
class AccessTokenTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = ("{\"access_token\": \"token-" + asked.size() + "\", \"expires_in\": 3600}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private AccessToken token(String refreshToken, String scope) {
        return new AccessToken(new AccessToken.Source(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token"), "client", "s&cret",
                refreshToken, scope), now::get);
    }

    @Test
    void isAskedForByARefreshTokenAsGmailWantsIt() throws IOException {
        assertThat(token("1//refresh", "").secret()).isEqualTo("token-1");
        assertThat(asked).containsExactly("grant_type=refresh_token&client_id=client&client_secret=s%26cret&refresh_token=1%2F%2Frefresh");
    }

    @Test
    void isAskedForByTheClientItselfAsMicrosoftWantsIt() throws IOException {
        token("", "https://outlook.office365.com/.default").secret();
        assertThat(asked).containsExactly("grant_type=client_credentials&client_id=client&client_secret=s%26cret"
                + "&scope=https%3A%2F%2Foutlook.office365.com%2F.default");
    }

    @Test
    void isKeptUntilShortlyBeforeItsEndOrUntilItIsRefused() throws IOException {
        AccessToken token = token("r", "");
        assertThat(token.secret()).isEqualTo("token-1");
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(58)));
        assertThat(token.secret()).isEqualTo("token-1");
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(90)));
        assertThat(token.secret()).isEqualTo("token-2");
        token.refused();
        assertThat(token.secret()).isEqualTo("token-3");
    }

    @Test
    void thatIsNotToBeHadIsATroubleWithoutSecrets() {
        status = 400;
        assertThatThrownBy(() -> token("refresh-secret", "").secret()).isInstanceOf(IOException.class).hasMessageContaining("status 400")
                .message().doesNotContain("refresh-secret").doesNotContain("s&cret");
    }

    @Test
    void takesThePlaceOfThePasswordAtTheServer() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            MailAccount account = new MailAccount("127.0.0.1", smtp.port(), Security.NONE, "hub@acme.example", token("r", ""));
            try (Transport transport = account.session("smtp").getTransport("smtp")) {
                transport.connect(account.host(), account.port(), account.user(), account.credentials().secret());
            }
            String bearer = Base64.getEncoder().encodeToString("user=hub@acme.example\1auth=Bearer token-1\1\1".getBytes(StandardCharsets.UTF_8));
            assertThat(smtp.commands()).anySatisfy(command -> assertThat(command).isEqualTo("AUTH XOAUTH2 " + bearer));
        }
    }
}
