package io.keyline.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.keyline.channel.sms.WireOrder.Ticket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WireOrderTest {

    private static final Duration AT_ONCE = Duration.ofMillis(900);

    private final WireOrder order = new WireOrder();

    @Test
    void theFirstNeedNotWait() {
        assertThat(waited(draw())).isLessThan(AT_ONCE);
    }

    @Test
    void theNextGoesWhenTheOneBeforeHasPassed() {
        Ticket first = draw();
        Ticket second = draw();
        first.pass();
        assertThat(waited(second)).isLessThan(AT_ONCE);
    }

    @Test
    void theNextIsWokenByTheOneBefore() throws InterruptedException {
        Ticket first = draw();
        Ticket second = draw();
        CountDownLatch through = new CountDownLatch(1);
        Thread waiting = Thread.ofPlatform().start(() -> {
            second.awaitTurn();
            through.countDown();
        });
        await().pollInterval(Duration.ofMillis(1)).until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        first.pass();
        assertThat(through.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nobodyWaitsLongForOneThatIsStuck() {
        draw();
        assertThat(waited(draw())).isBetween(AT_ONCE, Duration.ofSeconds(5));
    }

    @Test
    void oneThatWasTurnedAwayLeavesTheOrder() {
        Ticket first = draw();
        Ticket turnedAway = draw();
        order.dropLast();
        Ticket third = draw();
        assertThat(waited(third)).as("first has not passed").isGreaterThan(AT_ONCE);

        first.pass();
        assertThat(waited(draw())).as("third has not passed").isGreaterThan(AT_ONCE);
        third.pass();
        assertThat(order.take(numberOf(turnedAway))).isNull();
    }

    @Test
    void onlyTheReaderTurnsAway() throws InterruptedException {
        Ticket ticket = draw();
        Thread.ofPlatform().start(order::dropLast).join();
        assertThat(order.take(numberOf(ticket))).isSameAs(ticket);
    }

    @Test
    void aTicketIsFoundByItsNumberAndKeepsThePduAsItCame() {
        byte[] pdu = ByteBuffer.allocate(20).putInt(12, 4711).array();
        byte[] came = pdu.clone();
        Ticket ticket = order.draw(pdu, null);
        int number = ByteBuffer.wrap(ticket.stamp(pdu)).getInt(12);
        assertThat(order.take(number)).isSameAs(ticket);
        assertThat(ticket.raw()).isEqualTo(came);
    }

    @Test
    void aMillionMessagesAreNoLoad() {
        List<Ticket> some = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            some.add(draw());
            if (some.size() == 100) {
                some.forEach(ticket -> {
                    assertThat(order.take(numberOf(ticket))).isSameAs(ticket);
                    ticket.awaitTurn();
                    ticket.pass();
                });
                some.clear();
            }
        }
    }

    private Ticket draw() {
        return order.draw(new byte[16], null);
    }

    private static int numberOf(Ticket ticket) {
        return ByteBuffer.wrap(ticket.stamp(new byte[16])).getInt(12);
    }

    private static Duration waited(Ticket ticket) {
        long start = System.nanoTime();
        ticket.awaitTurn();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
