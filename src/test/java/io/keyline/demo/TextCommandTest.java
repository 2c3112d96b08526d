package io.keyline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated // what the process reads is replaced
class TextCommandTest {

    private static final String CUSTOMER = "+4520123456";

    private final Terminal terminal = new Terminal();
    private final InputStream stdin = System.in;
    private Smsc smsc;

    @BeforeEach
    void start() throws IOException {
        smsc = Smsc.start(0).account("keyline", "secret", "1234");
    }

    @AfterEach
    void stop() {
        System.setIn(stdin);
        smsc.close();
    }

    @Test
    void theAnswerGoesToStandardOutputAndItsFormToStandardError() throws Exception {
        try (Esme esme = Esme.bind(smsc, "secret")) {
            CompletableFuture<Integer> exit = text(CUSTOMER, "BAL");
            await().untilAsserted(() -> assertThat(esme.texts()).containsExactly("BAL"));
            esme.submit(List.of(ShortMessage.of("1234", CUSTOMER).text("Your balance is 1,250.50 €.")));

            assertThat(exit.join()).isZero();
            assertThat(terminal.out()).isEqualTo("Your balance is 1,250.50 €.\n");
            assertThat(terminal.err()).isEqualTo("1 part, GSM 03.38, 28 septets\n");
        }
    }

    @Test
    void everyAnswerIsPrinted() throws Exception {
        try (Esme esme = Esme.bind(smsc, "secret")) {
            CompletableFuture<Integer> exit = text("+45 20 12 34 56", "BAL");
            await().untilAsserted(() -> assertThat(esme.texts()).hasSize(1));
            esme.submit(List.of(ShortMessage.of("1234", CUSTOMER).text("one"), ShortMessage.of("1234", CUSTOMER).text("Привет")));

            assertThat(exit.join()).isZero();
            assertThat(terminal.out()).isEqualTo("one\nПривет\n");
            assertThat(terminal.err()).contains("1 part, UCS-2, 6 characters");
        }
    }

    @Test
    void noAnswerIsExitStatusOne() {
        assertThat(text(CUSTOMER, "BAL", "--timeout", "0").join()).isEqualTo(1);
        assertThat(terminal.err()).isEqualTo("No answer in 0 seconds.\n");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void noSmscIsExitStatusTwoAndSaysWhatToDo() {
        smsc.close();
        assertThat(text(CUSTOMER, "BAL").join()).isEqualTo(2);
        assertThat(terminal.err()).contains("No SMSC at 127.0.0.1:" + smsc.port()).contains("bin/keyline demo");
    }

    @Test
    void whatIsNoTelephoneNumberIsRefused() {
        for (String wrong : List.of("20123456", "+45", "Bob", "+45abc")) {
            assertThat(text(wrong, "BAL").join()).isEqualTo(2);
            assertThat(terminal.err()).contains("'" + wrong + "' is not a telephone number");
        }
    }

    @Test
    void withoutATextItIsAConversation() throws Exception {
        try (Esme esme = Esme.bind(smsc, "secret")) {
            System.setIn(new ByteArrayInputStream("BAL\n\nHELP\n".getBytes(StandardCharsets.UTF_8)));
            CompletableFuture<Integer> exit = text(CUSTOMER);
            await().untilAsserted(() -> assertThat(esme.texts()).containsExactly("BAL", "HELP"));
            esme.submit(List.of(ShortMessage.of("1234", CUSTOMER).text("one"), ShortMessage.of("1234", CUSTOMER).text("two")));

            assertThat(exit.join()).isZero();
            assertThat(terminal.out()).isEqualTo("one\ntwo\n");
        }
    }

    @Test
    void theSimulatorsAnnounceThemselvesAndEndWithStandardInput() {
        System.setIn(InputStream.nullInputStream());
        assertThat(terminal.run(new SmscCommand(), "--port", "0")).isZero();
        assertThat(terminal.out()).startsWith("SMSC ready: SMPP 3.4 on 127.0.0.1:").contains("ESME keyline, short code 1234");
        assertThat(terminal.run(new SmscCommand(), "--port", String.valueOf(smsc.port()))).isEqualTo(2);
        assertThat(terminal.err()).contains("is taken");
    }

    private CompletableFuture<Integer> text(String... arguments) {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--port", String.valueOf(smsc.port()))).toArray(String[]::new);
        return CompletableFuture.supplyAsync(() -> terminal.run(new TextCommand(), all));
    }

}
