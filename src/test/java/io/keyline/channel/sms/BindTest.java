package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keyline.FreePort;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.apache.camel.component.smpp.SmppConfiguration;
import org.apache.camel.component.smpp.SmppEndpointUriFactory;
import org.apache.camel.support.LoggingExceptionHandler;
import org.jsmpp.session.SessionStateListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindTest extends SmppCase {

    @Test
    void aRouteStartsWithoutItsSmscAndBindsWhenThatComes() throws Exception {
        int port = FreePort.next();
        receive(port, "");
        assertThat(camel.getRouteController().getRouteStatus("receiver").isStarted()).isTrue();
        await().until(() -> bind().status().error() != null);
        assertThat(bind().status().state()).isIn(LinkState.WAITING, LinkState.CONNECTING);

        try (TestSmsc smsc = new TestSmsc(port)) {
            awaitState(LinkState.BOUND);
            assertThat(bind().status().error()).isNull();
        }
    }

    @Test
    void aLostSessionIsReportedAtOnceAndReplaced() throws Exception {
        try (TestSmsc smsc = new TestSmsc()) {
            receive(smsc.port(), "");
            awaitState(LinkState.BOUND);
            await().until(() -> smsc.sessions.size() == 1);
            SmscSession first = bind().session();
            long number = first.number();
            assertThat(sessions.isOpen(number)).isTrue();

            smsc.session().close();
            await().until(() -> !sessions.isOpen(number));
            await().until(() -> bind().session() != null && bind().session() != first);
            assertThat(bind().session().number()).isGreaterThan(number);
        }
    }

    @Test
    void aSessionThatTheSmscUnbindsIsReplaced() throws Exception {
        try (TestSmsc smsc = new TestSmsc()) {
            receive(smsc.port(), "");
            await().until(() -> smsc.sessions.size() == 1);
            smsc.session().unbind(1_000);
            await().until(() -> smsc.binds.get() == 2);
            awaitState(LinkState.BOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0x0D, 0x0E, 0x0F })
    void wrongCredentialsAreNotTriedAgainAndAgain(int status) throws Exception {
        try (TestSmsc smsc = new TestSmsc()) {
            smsc.bindStatus = status;
            receive(smsc.port(), "");
            awaitState(LinkState.FATAL);
            assertThat(bind().status().error()).contains("0x%02X".formatted(status));
            await().during(Duration.ofSeconds(1)).until(() -> smsc.binds.get() == 1);

            smsc.bindStatus = 0;
            camel.getRouteController().stopRoute("receiver");
            camel.getRouteController().startRoute("receiver");
            awaitState(LinkState.BOUND);
        }
    }

    @Test
    void anotherRefusalIsTriedAgain() throws Exception {
        try (TestSmsc smsc = new TestSmsc()) {
            smsc.bindStatus = 0x05; // already bound: the SMSC has not noticed yet that the last session is gone
            receive(smsc.port(), "");
            await().until(() -> smsc.binds.get() >= 3);
            smsc.bindStatus = 0;
            awaitState(LinkState.BOUND);
        }
    }

    @Test
    void aStoppedRouteUnbinds() throws Exception {
        try (TestSmsc smsc = new TestSmsc()) {
            receive(smsc.port(), "");
            awaitState(LinkState.BOUND);
            await().until(() -> smsc.sessions.size() == 1);
            Bind bind = bind();
            long number = bind.session().number();
            camel.getRouteController().stopRoute("receiver");
            assertThat(bind.status().state()).isEqualTo(LinkState.CLOSED);
            assertThat(component.binds()).isEmpty();
            assertThat(sessions.isOpen(number)).isFalse();
            await().until(() -> smsc.sessions.isEmpty());
        }
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThatThrownBy(() -> camel.getEndpoint(uri(2775, "tryLaterStatsu=8"))).hasMessageContaining("tryLaterStatsu");
    }

    @ParameterizedTest
    @ValueSource(strings = { "defaultRegion=Denmark", "defaultAlphabet=klingon", "tryLaterStatus=soon", "retryStatus=8,x", "receiptIds=ROMAN",
            "concatenation=NONE", "messageReceiverRouteId=other" })
    void aWrongValueIsRefused(String option) {
        assertThatThrownBy(() -> camel.getEndpoint(uri(2775, option))).hasMessageContaining(option.substring(0, option.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(strings = { "password=ninechars", "systemId=sixteencharacter", "systemType=thirteenchars" })
    void whatDoesNotFitABindIsRefusedAndNotRepeated(String option) {
        String[] parts = option.split("=");
        assertThatThrownBy(() -> camel.getEndpoint("smpp://127.0.0.1:2775?" + option))
                .hasMessageContaining(parts[0] + ": has " + parts[1].length() + " characters");
        assertThatThrownBy(() -> camel.getEndpoint("smpp://127.0.0.1:2775?" + option)).rootCause().hasMessageNotContaining(parts[1]);
    }

    @Test
    void allOptionsOfCamelSmppAreStillThere() throws Exception {
        Set<String> elsewhere = Set.of("host", "port", "password", "initialReconnectDelay", "reconnectDelay", "messageReceiverRouteId");
        camel.getRegistry().bind("exceptionHandler", new LoggingExceptionHandler(camel, BindTest.class));
        camel.getRegistry().bind("sessionStateListener", (SessionStateListener) (state, old, session) -> { });
        camel.getRegistry().bind("proxyHeaders", Map.of());
        for (String option : new SmppEndpointUriFactory().propertyNames()) {
            if (!elsewhere.contains(option)) {
                camel.getEndpoint(uri(2775, option + "=" + example(option)));
            }
        }
    }

    private static String example(String option) {
        return switch (option) {
            case "exceptionHandler", "sessionStateListener", "proxyHeaders" -> "#" + option;
            case "exchangePattern" -> "InOnly";
            case "splittingPolicy" -> "REJECT";
            case "interfaceVersion" -> "5.0";
            case "bridgeErrorHandler", "lazySessionCreation", "lazyStartProducer", "singleDLR", "usingSSL" -> "true";
            default -> "1";
        };
    }

    @Test
    void theOptionsOfCamelSmppReachTheSession() throws Exception {
        SmscEndpoint endpoint = (SmscEndpoint) camel.getEndpoint("smpps://me@smsc.example:2776?password=x&systemType=VMA&enquireLinkTimer=9");
        SmppConfiguration configuration = endpoint.getConfiguration();
        assertThat(configuration.getSystemId()).isEqualTo("me");
        assertThat(configuration.getHost()).isEqualTo("smsc.example");
        assertThat(configuration.getPort()).isEqualTo(2776);
        assertThat(configuration.getSystemType()).isEqualTo("VMA");
        assertThat(configuration.isUsingSSL()).isTrue();
        assertThat(configuration.getEnquireLinkTimer()).isEqualTo(9);
        assertThat(configuration.getTransactionTimer()).as("Keyline's own default").isEqualTo(5_000);
    }
}
