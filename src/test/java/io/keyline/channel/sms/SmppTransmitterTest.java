package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import com.cloudhopper.smpp.pdu.GenericNack;
import com.cloudhopper.smpp.pdu.SubmitSm;
import io.keyline.hub.Outgoing;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.SendException;
import io.keyline.hub.SendException.Outcome;
import org.apache.camel.Endpoint;
import org.apache.camel.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmppTransmitterTest extends SmppCase {

    private static final String LONG = "The quick brown fox jumps over the lazy dog. ".repeat(8); // 360 septets: three parts

    private final TestSmsc smsc = new TestSmsc();
    private final Told told = new Told();
    private Producer producer;

    SmppTransmitterTest() throws Exception {
    }

    @AfterEach
    void stopSmsc() {
        smsc.close();
    }

    @Test
    void aTextGoesOutAndItsIdIsReported() throws Exception {
        start("");
        send(outgoing("+4512345678", "Hello @ €"));

        SubmitSm submitted = smsc.submitted.getFirst();
        assertThat(submitted.getShortMessage()).containsExactly('H', 'e', 'l', 'l', 'o', ' ', 0, ' ', 0x1B, 0x65);
        assertThat(submitted.getDataCoding()).isZero();
        assertThat(submitted.getEsmClass()).isZero();
        assertThat(submitted.getRegisteredDelivery()).isEqualTo((byte) 1);
        assertThat(submitted.getDestAddress().getAddress()).isEqualTo("4512345678");
        assertThat(submitted.getDestAddress().getTon()).isEqualTo((byte) 1);
        assertThat(submitted.getDestAddress().getNpi()).isEqualTo((byte) 1);
        assertThat(submitted.getSourceAddress().getAddress()).isEqualTo("1234");
        assertThat(submitted.getSourceAddress().getTon()).isZero();
        assertThat(told.events).containsExactly("writing 1", "sent 1/1 ref 0 id a1");
    }

    @Test
    void otherAlphabetsGoOutAsUnicodeAndSaySo() throws Exception {
        start("");
        send(outgoing("+4512345678", "Привет"));
        assertThat(smsc.submitted.getFirst().getDataCoding()).isEqualTo((byte) 8);
        assertThat(smsc.submitted.getFirst().getShortMessage()).isEqualTo("Привет".getBytes(StandardCharsets.UTF_16BE));
    }

    @Test
    void aNameIsSentAsAName() throws Exception {
        start("");
        send(new Outgoing(1, "sms", "Keyline", "+4512345678", "x", null, List.of(), told));
        assertThat(smsc.submitted.getFirst().getSourceAddress().getTon()).isEqualTo((byte) 5);
        assertThat(smsc.submitted.getFirst().getSourceAddress().getNpi()).isZero();
    }

    @Test
    void aLongTextGoesInPartsWithOneReference() throws Exception {
        start("");
        send(outgoing("+4512345678", LONG));
        assertThat(told.events).containsExactly("reference",
                "writing 1", "sent 1/3 ref 48879 id a1", "writing 2", "sent 2/3 ref 48879 id a2", "writing 3", "sent 3/3 ref 48879 id a3");
        for (int i = 0; i < 3; i++) {
            SubmitSm part = smsc.submitted.get(i);
            assertThat(part.getEsmClass()).isEqualTo((byte) 0x40);
            assertThat(part.getShortMessage()).startsWith(6, 8, 4, 0xBE, 0xEF, 3, i + 1);
        }
    }

    @Test
    void partsThatWentBeforeDoNotGoAgain() throws Exception {
        start("");
        var sent = List.of(new PartSent(1, 3, 0xBEEF, "hub", "x"), new PartSent(3, 3, 0xBEEF, "hub", "y"));
        send(new Outgoing(1, "sms", "1234", "+4512345678", LONG, null, sent, told));
        assertThat(told.events).containsExactly("reference", "writing 2", "sent 2/3 ref 48879 id a1");
    }

    @Test
    void aFailedPartLeavesTheLaterOnesUnsent() throws Exception {
        start("");
        smsc.answer = submit -> smsc.submitted.size() == 2 ? smsc.refused(submit, 0x58) : smsc.accepted(submit);
        assertOutcome(failure(outgoing("+4512345678", LONG)), Outcome.THROTTLED, "0x58");
        assertThat(told.events).containsExactly("reference", "writing 1", "sent 1/3 ref 48879 id a1", "writing 2");
    }

    @Test
    void partsMayBeJoinedByTlvs() throws Exception {
        start("concatenation=SAR");
        send(outgoing("+4512345678", LONG));
        SubmitSm second = smsc.submitted.get(1);
        assertThat(second.getEsmClass()).isZero();
        assertThat(second.getOptionalParameter((short) 0x020C).getValue()).containsExactly(0xBE, 0xEF);
        assertThat(second.getOptionalParameter((short) 0x020E).getValue()).containsExactly(3);
        assertThat(second.getOptionalParameter((short) 0x020F).getValue()).containsExactly(2);
    }

    @Test
    void aLongTextMayGoWholeAsPayload() throws Exception {
        start("concatenation=PAYLOAD");
        send(outgoing("+4512345678", LONG));
        byte[] payload = smsc.submitted.getFirst().getOptionalParameter((short) 0x0424).getValue();
        assertThat(new String(payload, StandardCharsets.US_ASCII)).isEqualTo(LONG);
        assertThat(told.events).containsExactly("writing 1", "sent 1/1 ref 0 id a1");
    }

    @Test
    void aReceiptMayBeAskedForTheLastPartOnly() throws Exception {
        start("singleDLR=true");
        send(outgoing("+4512345678", LONG));
        assertThat(smsc.submitted.stream().map(SubmitSm::getRegisteredDelivery)).containsExactly((byte) 0, (byte) 0, (byte) 1);
    }

    @Test
    void theExpiryGoesAlong() throws Exception {
        start("");
        send(new Outgoing(1, "sms", "1234", "+4512345678", "x", Instant.now().plusSeconds(26 * 3600), List.of(), told));
        assertThat(smsc.submitted.getFirst().getValidityPeriod()).isIn("000001020000000R", "000001015959000R");
    }

    @Test
    void theIdIsNormalisedAsTheConnectionSays() throws Exception {
        start("receiptIds=HEX_TO_DECIMAL");
        send(outgoing("+4512345678", "x"));
        assertThat(told.events.getLast()).endsWith("id " + 0xA1);
    }

    @ParameterizedTest
    @CsvSource({ "0x58,THROTTLED", "0x14,THROTTLED", "0x08,RETRY_LATER", "0x45,RETRY_LATER", "0x0B,UNKNOWN_ADDRESS", "0x0A,REFUSED", "0x400,REFUSED" })
    void theSmscsStatusDecides(String status, Outcome outcome) throws Exception {
        start("");
        smsc.answer = submit -> smsc.refused(submit, Integer.decode(status));
        assertOutcome(failure(outgoing("+4512345678", "x")), outcome, status);
        assertThat(told.events).containsExactly("writing 1");
    }

    @Test
    void whichStatusesAreRetriedIsAnOption() throws Exception {
        start("retryStatus=0x0B,1025");
        smsc.answer = submit -> smsc.refused(submit, 0x401);
        assertOutcome(failure(outgoing("+4512345678", "x")), Outcome.RETRY_LATER, "0x401");
    }

    @Test
    void whichStatusesSayThatNobodyHasTheNumberIsAnOption() throws Exception {
        start("unknownAddressStatus=0x45,1&retryStatus=0x08");
        smsc.answer = submit -> smsc.refused(submit, 0x45);
        assertOutcome(failure(outgoing("+4512345678", "x")), Outcome.UNKNOWN_ADDRESS, "0x45");
        smsc.answer = submit -> smsc.refused(submit, 0x0B);
        assertOutcome(failure(outgoing("+4512345678", "x")), Outcome.REFUSED, "0x0B");
    }

    @Test
    void noResponseIsUncertain() throws Exception {
        start("transactionTimer=200");
        smsc.answer = submit -> null;
        assertOutcome(failure(outgoing("+4512345678", "x")), Outcome.UNCERTAIN, "no-response");
    }

    @Test
    void aConnectionLostAfterWritingIsUncertain() throws Exception {
        start("transactionTimer=500");
        smsc.answer = submit -> {
            smsc.session().close();
            return null;
        };
        assertOutcome(failure(outgoing("+4512345678", "x")), Outcome.UNCERTAIN, "no-response");
    }

    @Test
    void aGenericNackIsARefusal() throws Exception {
        start("");
        smsc.answer = submit -> {
            GenericNack nack = new GenericNack();
            nack.setSequenceNumber(submit.getSequenceNumber());
            nack.setCommandStatus(0x03);
            smsc.later(nack);
            return null;
        };
        assertOutcome(failure(outgoing("+4512345678", "x")), Outcome.REFUSED, "0x03");
    }

    @Test
    void notBoundIsForLaterAndNothingIsWritten() throws Exception {
        start("");
        smsc.close();
        await().until(() -> bind().session() == null);
        assertOutcome(failure(outgoing("+4512345678", "x")), Outcome.RETRY_LATER, SendException.NOT_CONNECTED);
        assertThat(told.events).isEmpty();
    }

    @Test
    void whatSmppCannotCarryIsRefused() throws Exception {
        start("");
        assertOutcome(failure(outgoing("+4512345678", "x".repeat(256 * 152))), Outcome.REFUSED, "too-long");
        assertOutcome(failure(outgoing("+123456789012345678901", "x")), Outcome.REFUSED, "invalid");
        assertOutcome(failure(outgoing("", "x")), Outcome.REFUSED, "no-address");
        assertThat(smsc.submitted).isEmpty();
    }

    @Test
    void whatHasExpiredIsRefused() throws Exception {
        start("");
        Outgoing late = new Outgoing(1, "sms", "1234", "+4512345678", "x", Instant.now().minusSeconds(1), List.of(), told);
        assertOutcome(failure(late), Outcome.REFUSED, "expired");
        assertThat(told.events).isEmpty();
    }

    @Test
    void asManyAreOnTheirWayAsThereAreCallers() throws Exception {
        start("");
        AtomicInteger waiting = new AtomicInteger();
        List<SubmitSm> held = new CopyOnWriteArrayList<>();
        smsc.answer = submit -> {
            held.add(submit);
            waiting.incrementAndGet();
            return null;
        };
        List<Future<Exception>> results = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                results.add(callers.submit(() -> failure(outgoing("+4512345678", "x"))));
            }
            await().until(() -> waiting.get() == 100);
            for (SubmitSm submit : held) {
                smsc.later(smsc.accepted(submit));
            }
            for (Future<Exception> result : results) {
                assertThat(result.get()).isNull();
            }
        }
    }

    @Test
    void aStopWaitsForTheResponsesThatAreOutstanding() throws Exception {
        start("");
        List<SubmitSm> held = new CopyOnWriteArrayList<>();
        smsc.answer = submit -> {
            held.add(submit);
            return null;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Exception> result = threads.submit(() -> failure(outgoing("+4512345678", "x")));
            await().until(() -> held.size() == 1);
            Future<?> stop = threads.submit(producer::stop);
            await().until(() -> failure(outgoing("+4512345678", "y")) instanceof SendException);
            smsc.later(smsc.accepted(held.getFirst()));
            assertThat(result.get()).isNull();
            stop.get();
        }
        assertThat(smsc.submitted).hasSize(1);
    }

    private void start(String options) throws Exception {
        Endpoint endpoint = camel.getEndpoint(uri(smsc.port(), options));
        producer = endpoint.createProducer();
        producer.start();
        awaitState(LinkState.BOUND);
        await().until(() -> !smsc.sessions.isEmpty());
    }

    @Override
    @AfterEach
    void stopRoutes() {
        if (producer != null) {
            producer.stop();
        }
        super.stopRoutes();
    }

    private Outgoing outgoing(String to, String text) {
        return new Outgoing(1, "sms", "1234", to, text, null, List.of(), told);
    }

    private void send(Outgoing outgoing) {
        assertThat(failure(outgoing)).isNull();
    }

    private Exception failure(Outgoing outgoing) {
        var exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(outgoing);
        try {
            producer.process(exchange);
            return exchange.getException();
        } catch (Exception e) {
            return e;
        }
    }

    private static void assertOutcome(Exception failure, Outcome outcome, String code) {
        assertThat(failure).isInstanceOf(SendException.class);
        assertThat(((SendException) failure).outcome()).isEqualTo(outcome);
        assertThat(((SendException) failure).code()).isEqualTo(code);
    }

    /** What the transmitter told the outbox, in order. */
    private static final class Told implements Outgoing.Parts {

        private final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public int reference() {
            events.add("reference");
            return 0xBEEF;
        }

        @Override
        public void writing(int number) {
            events.add("writing " + number);
        }

        @Override
        public void sent(PartSent part) {
            events.add("sent %d/%d ref %d id %s".formatted(part.number(), part.total(), part.reference(), part.providerId()));
        }
    }
}
