package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import io.keyline.channel.sms.RawSmsc.Pdu;
import io.keyline.channel.sms.RawSmsc.Peer;
import io.keyline.hub.Arrival;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An SMSC that sends what no SMSC should. */
class HostileSmscTest extends SmppCase {

    private final RawSmsc smsc = new RawSmsc();
    private Peer peer;

    HostileSmscTest() throws IOException {
    }

    @BeforeEach
    void start() throws Exception {
        receive(smsc.port(), "transactionTimer=20000");
        peer = smsc.bound();
    }

    @AfterEach
    void stopSmsc() throws IOException {
        smsc.close();
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 3, 4, 15, -1, Integer.MIN_VALUE, 0x7FFFFFF0, 64 * 1024 + 1 })
    void anImpossibleLengthIsRefusedAndANewSessionBegins(int length) throws Exception {
        peer.write(ByteBuffer.allocate(16).putInt(length).putInt(RawSmsc.DELIVER_SM).putInt(0).putInt(1).array());

        Pdu answer = peer.answer();
        assertThat(answer.command()).isEqualTo(RawSmsc.GENERIC_NACK);
        assertThat(answer.status()).as("ESME_RINVCMDLEN").isEqualTo(0x02);
        assertThat(peer.isClosedByClient()).isTrue();
        assertReceives(smsc.bound());
    }

    @Test
    void theLongestPduIsTaken() throws Exception {
        byte[] rest = new byte[64 * 1024 - RawSmsc.deliverSm(1, "").length];
        ByteBuffer tlvs = ByteBuffer.wrap(rest);
        tlvs.putShort((short) 0x1400).putShort((short) 32_000).position(4 + 32_000);
        tlvs.putShort((short) 0x1401).putShort((short) (rest.length - 32_008));
        peer.write(RawSmsc.deliverSm(1, "long", Arrays.copyOf(rest, rest.length - 4)));
        assertThat(peer.answer()).isEqualTo(new Pdu(RawSmsc.DELIVER_SM_RESP, 0, 1));
    }

    @Test
    void everyTruncationIsAnsweredKeptAndSurvived() throws Exception {
        byte[] whole = RawSmsc.deliverSm(0, "HELLO", new byte[] { 0x02, 0x0C, 0, 2, 0, 1 });
        for (int length = 16; length < whole.length; length++) {
            byte[] cut = ByteBuffer.wrap(Arrays.copyOf(whole, length)).putInt(0, length).putInt(12, length).array();
            peer.write(cut);
            assertThat(peer.answer()).as("cut to %d", length).isEqualTo(new Pdu(RawSmsc.DELIVER_SM_RESP, 0, length));
            if (arrivals.getLast() instanceof Arrival.Unreadable unreadable) {
                assertThat(unreadable.raw()).isEqualTo(cut);
                assertThat(unreadable.reason()).isNotBlank();
            }
        }
        assertThat(arrivals).hasSize(whole.length - 16);
        assertThat(arrivals.stream().filter(Arrival.Unreadable.class::isInstance).count()).isGreaterThan(whole.length - 16 - 4L);
        assertReceives(peer);
    }

    @Test
    void aWrongTlvIsKeptWithItsBytes() throws Exception {
        byte[] pdu = RawSmsc.deliverSm(9, "HELLO", new byte[] { 0x04, 0x27, 0, 0 }); // message_state without its octet
        peer.write(pdu);
        assertThat(peer.answer()).isEqualTo(new Pdu(RawSmsc.DELIVER_SM_RESP, 0, 9));
        Arrival.Unreadable unreadable = onlyArrival();
        assertThat(unreadable.raw()).isEqualTo(pdu);
        assertReceives(peer);
    }

    @Test
    void aTlvOfNegativeLengthIsKept() throws Exception {
        peer.write(RawSmsc.deliverSm(9, "HELLO", new byte[] { 0x14, 0, (byte) 0xFF, (byte) 0xFF, 1 }));
        assertThat(peer.answer()).isEqualTo(new Pdu(RawSmsc.DELIVER_SM_RESP, 0, 9));
        assertThat(this.<Arrival>onlyArrival()).isInstanceOf(Arrival.Unreadable.class);
    }

    @Test
    void anUnknownCommandIsRefusedAndSurvived() throws Exception {
        peer.write(RawSmsc.pdu(0x00000777, 0, 3, new byte[5]));
        assertThat(peer.answer().command()).isEqualTo(RawSmsc.GENERIC_NACK);
        assertReceives(peer);
    }

    @Test
    void aPduInManyPiecesIsOnePdu() throws Exception {
        for (byte octet : RawSmsc.deliverSm(1, "slow")) {
            peer.write(new byte[] { octet });
        }
        assertThat(peer.answer().status()).isZero();
        assertThat(this.<Arrival.Text>onlyArrival().text()).isEqualTo("slow");
    }

    @Test
    void aConnectionLostInTheMiddleOfAPduIsLost() throws Exception {
        peer.write(Arrays.copyOf(RawSmsc.deliverSm(1, "half"), 30));
        peer.close();
        assertReceives(smsc.bound());
        assertThat(arrivals).hasSize(1);
    }

    private void assertReceives(Peer session) throws Exception {
        session.write(RawSmsc.deliverSm(4711, "after all"));
        assertThat(session.answer()).isEqualTo(new Pdu(RawSmsc.DELIVER_SM_RESP, 0, 4711));
        await().until(() -> arrivals.getLast() instanceof Arrival.Text text && text.text().equals("after all"));
    }
}
