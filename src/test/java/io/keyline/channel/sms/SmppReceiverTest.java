package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import com.cloudhopper.commons.util.windowing.WindowFuture;
import com.cloudhopper.smpp.pdu.BaseSm;
import com.cloudhopper.smpp.pdu.DataSm;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.tlv.Tlv;
import com.cloudhopper.smpp.type.Address;
import io.keyline.hub.Arrival;
import io.keyline.hub.ReceiptState;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmppReceiverTest extends SmppCase {

    private static final int ROK = 0;

    private final TestSmsc smsc = new TestSmsc();

    SmppReceiverTest() throws Exception {
    }

    @AfterEach
    void stopSmsc() {
        smsc.close();
    }

    @Test
    void aDeliverSmBecomesAnArrivalAndIsAcknowledged() throws Exception {
        start("connection=main");
        assertThat(smsc.deliver(deliverSm("BAL"))).isEqualTo(ROK);

        Arrival.Text text = onlyArrival();
        assertThat(text.channel()).isEqualTo("sms");
        assertThat(text.connection()).isEqualTo("main");
        assertThat(text.from()).isEqualTo("+4512345678");
        assertThat(text.to()).isEqualTo("1234");
        assertThat(text.text()).isEqualTo("BAL");
        assertThat(text.answerable()).isTrue();
        assertThat(sessions.isOpen(text.session())).isTrue();
    }

    @Test
    void nothingOfTheOutsideBecomesAHeader() throws Exception {
        CompletableFuture<Integer> headers = new CompletableFuture<>();
        smscReceives("", exchange -> headers.complete(exchange.getMessage().getHeaders().size()));
        DeliverSm sm = deliverSm("x");
        sm.addOptionalParameter(new Tlv((short) 0x1400, new byte[] { 1 }));
        smsc.deliver(sm);
        assertThat(headers).isCompletedWithValue(0);
    }

    @Test
    void theConnectionIsNamedAfterItsSystemIdByDefault() throws Exception {
        start("");
        smsc.deliver(deliverSm("x"));
        assertThat(onlyArrival().connection()).isEqualTo("hub");
    }

    @Test
    void gsmAndUnicodeAreReadByDataCoding() throws Exception {
        start("");
        DeliverSm gsm = deliverSm("");
        gsm.setShortMessage(new byte[] { 0, 1, 2, 0x1B, 0x65 });
        smsc.deliver(gsm);
        DeliverSm ucs2 = deliverSm("");
        ucs2.setDataCoding((byte) 8);
        ucs2.setShortMessage("Привет 😀".getBytes(StandardCharsets.UTF_16BE));
        smsc.deliver(ucs2);
        assertThat(texts()).containsExactly("@£$€", "Привет 😀");
    }

    @Test
    void theDefaultAlphabetIsAnOption() throws Exception {
        start("defaultAlphabet=ISO-8859-1");
        DeliverSm sm = deliverSm("");
        sm.setShortMessage("@æøå".getBytes(StandardCharsets.ISO_8859_1));
        smsc.deliver(sm);
        assertThat(texts()).containsExactly("@æøå");
    }

    @Test
    void aPartIsKnownByItsUserDataHeader() throws Exception {
        start("");
        DeliverSm sm = deliverSm("");
        sm.setEsmClass((byte) 0x40);
        sm.setShortMessage(new byte[] { 6, 8, 4, 0x12, 0x34, 3, 2, 'a', 'b' });
        smsc.deliver(sm);
        Arrival.Part part = onlyArrival();
        assertThat(List.of(part.reference(), part.total(), part.number(), part.text())).containsExactly(0x1234, 3, 2, "ab");
    }

    @Test
    void aPartIsKnownByItsSarTlvs() throws Exception {
        start("");
        DeliverSm sm = deliverSm("ab");
        sm.addOptionalParameter(new Tlv((short) 0x020C, new byte[] { (byte) 0x92, 0x34 }));
        sm.addOptionalParameter(new Tlv((short) 0x020E, new byte[] { 3 }));
        sm.addOptionalParameter(new Tlv((short) 0x020F, new byte[] { 2 }));
        smsc.deliver(sm);
        Arrival.Part part = onlyArrival();
        assertThat(List.of(part.reference(), part.total(), part.number(), part.text())).containsExactly(0x9234, 3, 2, "ab");
    }

    @Test
    void aMessagePayloadIsRead() throws Exception {
        start("");
        DeliverSm sm = deliverSm("");
        sm.addOptionalParameter(payload("long text"));
        smsc.deliver(sm);
        assertThat(texts()).containsExactly("long text");
    }

    @Test
    void aDataSmIsReadAsADeliverSmIs() throws Exception {
        start("");
        DataSm sm = addressed(new DataSm());
        sm.addOptionalParameter(payload("data"));
        assertThat(smsc.deliver(sm)).isEqualTo(ROK);
        assertThat(texts()).containsExactly("data");
    }

    @Test
    void aReceiptTellsWhatBecameOfAPart() throws Exception {
        start("");
        DeliverSm receipt = deliverSm("id:0A_1 sub:001 dlvrd:001 submit date:2601010101 done date:N/A stat:UNDELIV err:027 text:123456 is your code");
        receipt.setEsmClass((byte) 0x04);
        smsc.deliver(receipt);
        assertThat(this.<Arrival>onlyArrival()).isEqualTo(new Arrival.Receipt("sms", "hub", "a_1", "+4512345678", ReceiptState.UNDELIVERABLE, "027",
                "id:0A_1 sub:001 dlvrd:001 submit date:2601010101 done date:N/A stat:UNDELIV err:027 text:"));
    }

    @Test
    void aReceiptMayConsistOfTlvsAlone() throws Exception {
        start("");
        DeliverSm receipt = deliverSm("");
        receipt.addOptionalParameter(new Tlv((short) 0x001E, "77".getBytes(StandardCharsets.US_ASCII)));
        receipt.addOptionalParameter(new Tlv((short) 0x0427, new byte[] { 2 }));
        smsc.deliver(receipt);
        Arrival.Receipt arrived = onlyArrival();
        assertThat(arrived.providerId()).isEqualTo("77");
        assertThat(arrived.state()).isEqualTo(ReceiptState.DELIVERED);
    }

    @Test
    void anIntermediateNotificationIsNoMessageAndNotFinal() throws Exception {
        start("");
        DeliverSm notification = deliverSm("id:5 stat:UNDELIV");
        notification.setEsmClass((byte) 0x20);
        smsc.deliver(notification);
        Arrival.Receipt arrived = onlyArrival();
        assertThat(arrived.state()).isEqualTo(ReceiptState.ENROUTE);
    }

    @Test
    void aReceiptWithoutIdIsKeptUnread() throws Exception {
        start("");
        DeliverSm receipt = deliverSm("who knows");
        receipt.setEsmClass((byte) 0x04);
        assertThat(smsc.deliver(receipt)).isEqualTo(ROK);
        Arrival.Unreadable unreadable = onlyArrival();
        assertThat(new String(unreadable.raw(), StandardCharsets.ISO_8859_1)).contains("4512345678", "who knows");
    }

    @Test
    void aFailedRouteAsksForTheMessageAgain() throws Exception {
        smscReceives("", exchange -> {
            throw new IllegalStateException("the database is away");
        });
        assertThat(smsc.deliver(deliverSm("x"))).isEqualTo(0x08);
        assertThat(smsc.deliver(dataSm("x"))).isEqualTo(0x08);
    }

    @Test
    void anErrorAsksForTheMessageAgainToo() throws Exception {
        smscReceives("", exchange -> {
            throw new StackOverflowError();
        });
        assertThat(smsc.deliver(deliverSm("x"))).isEqualTo(0x08);
    }

    @Test
    void theStatusThatAsksForTheMessageAgainIsAnOption() throws Exception {
        smscReceives("tryLaterStatus=0x14", exchange -> exchange.setException(new IllegalStateException()));
        assertThat(smsc.deliver(deliverSm("x"))).isEqualTo(0x14);
    }

    @Test
    void aResentMessageHasTheSameFingerprintAndAnotherMessageHasNot() throws Exception {
        start("");
        smsc.deliver(deliverSm("YES"));
        smsc.deliver(deliverSm("YES"));
        smsc.deliver(deliverSm("YES!"));
        List<Long> fingerprints = arrivals.stream().map(arrival -> ((Arrival.Text) arrival).fingerprint()).toList();
        assertThat(fingerprints.get(0)).isEqualTo(fingerprints.get(1)).isNotEqualTo(fingerprints.get(2));
    }

    @Test
    void messagesAreHandedOverInTheOrderOfTheWire() throws Exception {
        int messages = 2_000;
        smscReceives("pduProcessorDegree=32&pduProcessorQueueCapacity=5000", exchange -> {
            spin(20_000);
            keep(exchange);
            exchange.getProperty(Arrival.HANDED_OVER, Runnable.class).run();
            spin(200_000); // the commit
        });
        List<WindowFuture<Integer, PduRequest, PduResponse>> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            sent.add(smsc.send(deliverSm(Integer.toString(i))));
        }
        for (WindowFuture<Integer, PduRequest, PduResponse> future : sent) {
            assertThat(TestSmsc.response(future)).isEqualTo(ROK);
        }
        assertThat(texts()).containsExactlyElementsOf(IntStream.range(0, messages).mapToObj(Integer::toString).toList());
    }

    @Test
    void aMessageThatFailsBeforeItIsHandedOverHoldsNobodyUp() throws Exception {
        smscReceives("", exchange -> {
            keep(exchange);
            if (texts().getLast().equals("bad")) {
                throw new IllegalStateException("bad");
            }
        });
        var bad = smsc.send(deliverSm("bad"));
        var good = smsc.send(deliverSm("good"));
        assertThat(TestSmsc.response(bad)).isEqualTo(0x08);
        assertThat(TestSmsc.response(good)).isEqualTo(ROK);
    }

    @Test
    void theSameSequenceNumberTwiceIsTwoMessages() throws Exception {
        start("");
        DeliverSm first = deliverSm("one");
        first.setSequenceNumber(7);
        DeliverSm second = deliverSm("two");
        second.setSequenceNumber(7);
        smsc.deliver(first);
        smsc.deliver(second);
        assertThat(texts()).containsExactly("one", "two");
    }

    private static void spin(int most) {
        long until = System.nanoTime() + ThreadLocalRandom.current().nextInt(most);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private void start(String options) throws Exception {
        smscReceives(options, this::keep);
    }

    private void smscReceives(String options, Processor processor) throws Exception {
        receive(smsc.port(), options, processor);
        awaitState(LinkState.BOUND);
        await().until(() -> !smsc.sessions.isEmpty());
    }

    private List<String> texts() {
        return arrivals.stream().map(arrival -> ((Arrival.Text) arrival).text()).toList();
    }

    private static DeliverSm deliverSm(String text) throws Exception {
        DeliverSm sm = addressed(new DeliverSm());
        sm.setShortMessage(text.getBytes(StandardCharsets.US_ASCII));
        return sm;
    }

    private static DataSm dataSm(String text) {
        DataSm sm = addressed(new DataSm());
        sm.addOptionalParameter(payload(text));
        return sm;
    }

    private static <S extends BaseSm<?>> S addressed(S sm) {
        sm.setSourceAddress(new Address((byte) 1, (byte) 1, "4512345678"));
        sm.setDestAddress(new Address((byte) 0, (byte) 1, "1234"));
        return sm;
    }

    private static Tlv payload(String text) {
        return new Tlv((short) 0x0424, text.getBytes(StandardCharsets.US_ASCII));
    }
}
