package io.keyline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmscTest {

    private static final String CUSTOMER = "+4520123456";
    private static final Duration SOON = Duration.ofSeconds(5);

    private Smsc smsc;

    @BeforeEach
    void start() throws IOException {
        smsc = Smsc.start(0).account("keyline", "secret", "1234");
        smsc.retryAfter(Duration.ofMillis(20));
    }

    @AfterEach
    void stop() {
        smsc.close();
    }

    @Test
    void handsetAndEsmeTextEachOther() throws Exception {
        try (Esme esme = Esme.bind(smsc, "secret"); Handset handset = Handset.bind("127.0.0.1", smsc.port(), CUSTOMER)) {
            handset.send("1234", "BAL");
            await().untilAsserted(() -> assertThat(esme.texts()).containsExactly("BAL"));

            esme.submit(Segments.of("1234", CUSTOMER, "Balance: 1,250.50 €"));
            Text answer = handset.receive(SOON).orElseThrow();

            assertThat(answer.text()).isEqualTo("Balance: 1,250.50 €");
            assertThat(answer.form()).isEqualTo("1 part, GSM 03.38, 20 septets");
            assertThat(smsc.from(CUSTOMER).received()).extracting(Submit::text).containsExactly("Balance: 1,250.50 €");
        }
    }

    @Test
    void longTextsArriveWholeInEveryFormAndOrder() throws Exception {
        String text = "Баланс 😀 ".repeat(30);
        try (Esme esme = Esme.bind(smsc, "secret"); Handset handset = Handset.bind("127.0.0.1", smsc.port(), CUSTOMER)) {
            for (Concatenation.Form form : Concatenation.Form.values()) {
                List<ShortMessage> parts = Segments.of("1234", CUSTOMER, text, form, 0x7F);
                esme.submit(parts.reversed());
                Text answer = handset.receive(SOON).orElseThrow();
                assertThat(answer.text()).isEqualTo(text);
                assertThat(answer.form()).isEqualTo("5 parts, UCS-2, 300 characters");
            }
            handset.send("1234", text);
            await().untilAsserted(() -> assertThat(esme.texts()).containsExactly(text));
        }
        assertThat(smsc.submits()).hasSize(3);
        assertThat(smsc.incompleteParts()).isEmpty();
    }

    @Test
    void aDoubledPartIsSeen() throws Exception {
        try (Esme esme = Esme.bind(smsc, "secret")) {
            List<ShortMessage> parts = Segments.of("1234", CUSTOMER, "x".repeat(161));
            esme.submit(List.of(parts.get(0), parts.get(0), parts.get(1)));
        }
        assertThat(smsc.submits()).hasSize(1);
        assertThat(smsc.parts()).hasSize(3);
        assertThat(smsc.incompleteParts()).hasSize(1);
    }

    @Test
    void octetsPassUntouched() throws Exception {
        byte[] binary = {0x06, 0x05, 0x04, 0x15, (byte) 0x81, 0x15, 0x00, 1, 2, 3};
        try (Esme esme = Esme.bind(smsc, "secret")) {
            ShortMessage sent = ShortMessage.of(CUSTOMER, "1234").octets(0xF5, binary).esmClass(0x40).tlv(0x0204, 0x12, 0x34);
            Delivery plain = smsc.send(sent);
            Delivery data = smsc.send(ShortMessage.of(CUSTOMER, "1234").text("BAL").asDataSm());
            await().until(() -> plain.acknowledged() && data.acknowledged());

            ShortMessage got = esme.received().get(0);
            assertThat(got.octets()).isEqualTo(binary);
            assertThat(got.dataCoding()).isEqualTo(0xF5);
            assertThat(got.esmClass()).isEqualTo(0x40);
            assertThat(got.tlv((short) 0x0204).orElseThrow().getValue()).containsExactly(0x12, 0x34);
            assertThat(esme.received().get(1).dataSm()).isTrue();
            assertThat(esme.received().get(1).payload()).containsExactly('B', 'A', 'L');
        }
    }

    @Test
    void messagesWaitForAReceiver() throws Exception {
        Sent first = smsc.send(CUSTOMER, "1234", "one");
        Sent second = smsc.send(CUSTOMER, "1234", "two");
        assertThat(smsc.waiting("1234")).isEqualTo(2);
        assertThat(first.attempts()).isZero();

        try (Esme esme = Esme.bind(smsc, "secret")) {
            await().until(() -> first.acknowledged() && second.acknowledged());
            assertThat(esme.texts()).containsExactly("one", "two");
        }
    }

    @Test
    void receiversTakeTurns() throws Exception {
        try (Esme one = Esme.bind(smsc, "secret"); Esme two = Esme.bind(smsc, "secret")) {
            List<Sent> sent = Collections.nCopies(6, "BAL").stream().map(text -> smsc.send(CUSTOMER, "1234", text)).toList();
            await().until(() -> sent.stream().allMatch(Sent::acknowledged));
            assertThat(one.texts()).hasSize(3);
            assertThat(two.texts()).hasSize(3);
        }
    }

    @Test
    void aTemporaryErrorIsTriedAgainAndAFinalOneIsNot() throws Exception {
        try (Esme esme = Esme.bind(smsc, "secret")) {
            esme.answerWith(0x08, 0x58, 0);
            Sent patient = smsc.send(CUSTOMER, "1234", "BAL");
            await().until(patient::acknowledged);
            assertThat(patient.parts().get(0).responses()).containsExactly(0x08, 0x58, 0);

            esme.answerWith(0x64);
            Sent lost = smsc.send(CUSTOMER, "1234", "BAL");
            await().until(lost::refused);
            assertThat(lost.attempts()).isEqualTo(1);
        }
    }

    @Test
    void theWindowHoldsBackAndTheNextSessionGetsWhatWasNotAcknowledged() throws Exception {
        smsc.window(2);
        List<Sent> sent;
        try (Esme deaf = Esme.bind(smsc, "secret")) {
            deaf.answerWith(Esme.SILENCE, Esme.SILENCE);
            sent = List.of("one", "two", "three").stream().map(text -> smsc.send(CUSTOMER, "1234", text)).toList();
            await().untilAsserted(() -> assertThat(deaf.texts()).containsExactly("one", "two"));
            assertThat(smsc.waiting("1234")).isEqualTo(1);
            smsc.disconnectAll();
        }
        try (Esme esme = Esme.bind(smsc, "secret")) {
            await().until(() -> sent.stream().allMatch(Sent::acknowledged));
            assertThat(esme.texts()).containsExactly("one", "two", "three");
            assertThat(sent).extracting(Sent::attempts).containsExactly(2, 2, 1);
        }
    }

    @Test
    void aDroppedDeliverResponseDoublesTheMessageInTheNextSession() throws Exception {
        smsc.faults().dropDeliverResponses(1);
        Sent sent;
        try (Esme esme = Esme.bind(smsc, "secret")) {
            sent = smsc.send(CUSTOMER, "1234", "BAL");
            await().untilAsserted(() -> assertThat(esme.texts()).hasSize(1));
            esme.roundTrip();
            assertThat(sent.acknowledged()).isFalse();
        }
        try (Esme esme = Esme.bind(smsc, "secret")) {
            await().until(sent::acknowledged);
            assertThat(esme.texts()).containsExactly("BAL");
        }
    }

    @Test
    void submitsAreThrottledEvenly() throws Exception {
        smsc.faults().throttle(0.25, 0x58);
        try (Esme esme = Esme.bind(smsc, "secret")) {
            List<Integer> statuses = esme.submit(Collections.nCopies(8, ShortMessage.of("1234", CUSTOMER).text("x")));
            assertThat(statuses).containsExactly(0, 0, 0, 0x58, 0, 0, 0, 0x58);
            assertThat(smsc.submits()).hasSize(6);
        }
    }

    @Test
    void submitsAreRefusedPerNumber() throws Exception {
        smsc.faults().refuseTo(CUSTOMER, 0x0B);
        try (Esme esme = Esme.bind(smsc, "secret")) {
            ShortMessage other = ShortMessage.of("1234", "+4520999999").text("x");
            assertThat(esme.submit(List.of(ShortMessage.of("1234", CUSTOMER).text("x"), other))).containsExactly(0x0B, 0);
        }
    }

    @Test
    void aDroppedSubmitResponseLeavesTheMessageAccepted() throws Exception {
        smsc.faults().dropSubmitResponses(1);
        try (Esme esme = Esme.bind(smsc, "secret")) {
            esme.write(ShortMessage.of("1234", CUSTOMER).text("lost response"));
            assertThat(esme.submit(List.of(ShortMessage.of("1234", CUSTOMER).text("answered")))).containsExactly(0);
            assertThat(esme.submitResponses()).hasSize(1);
            assertThat(smsc.submits()).extracting(Submit::text).containsExactly("lost response", "answered");
        }
    }

    @Test
    void itHangsUpInsteadOfAnswering() throws Exception {
        smsc.faults().hangUpOnSubmits(1);
        try (Esme esme = Esme.bind(smsc, "secret")) {
            esme.write(ShortMessage.of("1234", CUSTOMER).text("x"));
            await().until(esme::isCut);
            assertThat(smsc.submits()).hasSize(1);
            assertThat(smsc.binds()).isEmpty();
        }
    }

    @Test
    void receiptsComeBeforeTheResponseWithTheIdInTheOtherNotation() throws Exception {
        smsc.receipts(Receipts.AFTER.when(Receipts.When.BEFORE_RESPONSE).ids(Receipts.Ids.HEX_IN_RESPONSE_DECIMAL_IN_RECEIPT)
                .state(Receipts.State.UNDELIVERABLE));
        try (Esme esme = Esme.bind(smsc, "secret")) {
            esme.submit(List.of(ShortMessage.of("1234", CUSTOMER).text("x").registeredDelivery(1)));

            long id = smsc.parts().get(0).id();
            assertThat(esme.submitResponses().get(0).getMessageId()).isEqualTo(Long.toHexString(id));
            assertThat(esme.received().get(0).esmClass()).isEqualTo(0x04);
            assertThat(new String(esme.received().get(0).payload())).startsWith("id:" + id + " ").contains("stat:UNDELIV");
            assertThat(esme.order()).containsExactly("deliver_sm", "submit_sm_resp");
        }
    }

    @Test
    void receiptsComeOnlyWhenAskedFor() throws Exception {
        smsc.receipts(Receipts.AFTER.copies(2));
        try (Esme esme = Esme.bind(smsc, "secret")) {
            esme.submit(List.of(ShortMessage.of("1234", CUSTOMER).text("x"), ShortMessage.of("1234", CUSTOMER).text("x").registeredDelivery(1)));
            esme.roundTrip();
            assertThat(esme.order()).containsExactly("submit_sm_resp", "submit_sm_resp", "deliver_sm", "deliver_sm");
        }
    }

    @Test
    void wrongCredentialsAreRefused() {
        assertThatThrownBy(() -> Esme.bind(smsc, "wrong")).hasMessageContaining("14");
        smsc.faults().bindStatus(0x0D);
        assertThatThrownBy(() -> Esme.bind(smsc, "secret")).hasMessageContaining("13");
        assertThat(smsc.binds()).isEmpty();
    }

    @Test
    void aHandsetLearnsThatNobodyOwnsTheNumber() throws Exception {
        try (Handset handset = Handset.bind("127.0.0.1", smsc.port(), CUSTOMER)) {
            assertThatThrownBy(() -> handset.send("9999", "BAL")).isInstanceOf(IOException.class).hasMessageContaining("0x0B");
        }
    }

    @Test
    void itGoesAndComesBackOnTheSamePort() throws Exception {
        smsc.stopListening();
        smsc.disconnectAll();
        assertThatThrownBy(() -> Esme.bind(smsc, "secret")).isInstanceOf(IOException.class);
        smsc.listenAgain();
        try (Esme esme = Esme.bind(smsc, "secret")) {
            assertThat(smsc.binds()).hasSize(1);
        }
    }

    @Test
    void garbageEndsOneConnectionAndNoOther() throws Exception {
        try (Esme good = Esme.bind(smsc, "secret"); Esme bad = Esme.bind(smsc, "secret")) {
            bad.write(new byte[] {0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xF0, 0, 0, 0, 4});
            await().until(bad::isCut);
            assertThat(good.submit(List.of(ShortMessage.of("1234", CUSTOMER).text("x")))).containsExactly(0);
        }
    }

    @Test
    void testsCanSendAnyOctetsOnAChosenBind() throws Exception {
        try (Esme one = Esme.bind(smsc, "secret"); Esme two = Esme.bind(smsc, "secret")) {
            smsc.send(ShortMessage.of(CUSTOMER, "1234").text("here"), smsc.binds().get(1));
            await().untilAsserted(() -> assertThat(two.texts()).containsExactly("here"));
            smsc.binds().get(1).send(new byte[] {0, 0, 0, 1});
            await().until(two::isCut);
            assertThat(one.texts()).isEmpty();
            assertThat(one.isCut()).isFalse();
        }
    }
}
