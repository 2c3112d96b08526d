package io.keyline.backoffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Reply.Status;
import io.keyline.store.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Before a system with limits")
class GateTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Limits.Breaker BREAKER = new Limits.Breaker(50, 4, Duration.ofSeconds(5), Duration.ofMillis(300), 2, false);

    /** A system that answers when the test says so. */
    private static final class Played implements BackOffice {

        private record Asked(Request request, CompletableFuture<Reply> reply) {
            void ok() {
                reply.complete(new Reply(request.key(), Status.OK, null, Map.of()));
            }

            void failed() {
                reply.complete(new Reply(request.key(), Status.FAILED, "broken", Map.of()));
            }

            void tryAgain(boolean untouched) {
                reply.completeExceptionally(new TryAgainException(untouched, null, new Reply(request.key(), Status.FAILED, "HTTP 500", Map.of())));
            }
        }

        private final List<Asked> asked = new CopyOnWriteArrayList<>();

        @Override
        public CompletableFuture<Reply> call(Request request) {
            var asking = new Asked(request, new CompletableFuture<>());
            asked.add(asking);
            return asking.reply;
        }

        List<String> keys() {
            return asked.stream().map(one -> one.request.key()).toList();
        }

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public void close() {
            asked.forEach(one -> one.reply.cancel(false));
        }
    }

    private final Played system = new Played();

    private static Request request(String key, Duration deadline) {
        return new Request(key, "payments.take", Map.of(), Instant.now().plus(deadline), Map.of(), false);
    }

    private List<CompletableFuture<Reply>> call(Gate gate, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(number -> gate.call(request("m" + number, LONG), system, false)).toList();
    }

    @Test
    void whatComesBeyondThePlacesWaitsInItsOrder() {
        var gate = new Gate("payments", new Limits(2, null));
        var calls = call(gate, 1, 5);
        assertThat(system.keys()).containsExactly("m1", "m2");
        assertThat(gate.waiting()).isEqualTo(3);
        assertThat(gate.underWay()).isEqualTo(2);
        system.asked.get(1).ok();
        assertThat(system.keys()).containsExactly("m1", "m2", "m3");
        system.asked.get(0).ok();
        system.asked.get(2).ok();
        assertThat(system.keys()).containsExactly("m1", "m2", "m3", "m4", "m5");
        system.asked.forEach(Played.Asked::ok);
        assertThat(calls).allSatisfy(call -> assertThat(call.join().status()).isEqualTo(Status.OK));
        assertThat(gate.underWay()).isZero();
        assertThat(calls.subList(0, 2)).allSatisfy(call -> assertThat(call.join().held()).isNull());
        assertThat(calls.subList(2, 5)).allSatisfy(call -> assertThat(call.join().held()).returns(1, Held::attempts).returns(false, Held::circuit));
    }

    @Test
    void whoWaitsInVainIsToldAtTheDeadlineAndNeverAsked() {
        var gate = new Gate("payments", new Limits(1, null));
        call(gate, 1, 1);
        var late = gate.call(request("m2", Duration.ofMillis(50)), system, false);
        assertThatThrownBy(late::join).hasCauseInstanceOf(TimeoutException.class);
        system.asked.getFirst().ok();
        call(gate, 3, 3);
        assertThat(system.keys()).containsExactly("m1", "m3");
    }

    @Test
    void theLineHasAnEnd() {
        var gate = new Gate("payments", new Limits(1, null));
        call(gate, 0, Gate.MOST_WAITING);
        assertThatThrownBy(() -> call(gate, 1, 1)).isInstanceOf(RejectedExecutionException.class)
                .hasMessage("10000 calls of payments wait already");
    }

    @Test
    void aSystemThatFailsIsLeftAloneThenTriedAndThenTheLineDrainsInItsOrder() {
        var gate = new Gate("payments", new Limits(4, BREAKER));
        var lost = call(gate, 1, 4);
        system.asked.forEach(Played.Asked::failed);
        assertThat(lost).allSatisfy(call -> assertThat(call.join().status()).isEqualTo(Status.FAILED));
        assertThat(gate.isOpen()).isTrue();
        var waiting = call(gate, 5, 20);
        assertThat(system.keys()).hasSize(4);
        await("two try it").until(() -> system.asked.size() == 6);
        assertThat(system.keys().subList(4, 6)).containsExactly("m5", "m6");
        for (int i = 4; i < 20; i++) {
            system.asked.get(i).ok();
        }
        assertThat(system.keys()).containsExactlyElementsOf(IntStream.rangeClosed(1, 20).mapToObj(n -> "m" + n).toList());
        assertThat(waiting).allSatisfy(call -> assertThat(call.join().status()).isEqualTo(Status.OK));
        assertThat(waiting).allSatisfy(call -> assertThat(call.join().held().circuit()).isTrue());
        assertThat(gate.isOpen()).isFalse();
    }

    @Test
    void aSystemThatStillFailsWhenItIsTriedIsLeftAloneAgain() {
        var gate = new Gate("payments", new Limits(4, BREAKER));
        call(gate, 1, 4);
        system.asked.forEach(Played.Asked::failed);
        call(gate, 5, 9);
        await("two try it").until(() -> system.asked.size() == 6);
        system.asked.get(4).failed();
        system.asked.get(5).failed();
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.waiting()).isEqualTo(3);
    }

    @Test
    void refusalsAreAnswers() {
        var gate = new Gate("payments", new Limits(10, BREAKER));
        call(gate, 1, 8);
        system.asked.forEach(one -> one.reply().complete(new Reply(one.request().key(), Status.REFUSED, "insufficient-funds", Map.of())));
        assertThat(gate.isOpen()).isFalse();
    }

    @Test
    void aSystemThatAnswersAllTooSlowlyIsLeftAlone() {
        var gate = new Gate("payments", new Limits(10, new Limits.Breaker(50, 4, Duration.ofMillis(20), LONG, 1, false)));
        call(gate, 1, 4);
        var asked = Instant.now();
        await().until(() -> Duration.between(asked, Instant.now()).toMillis() > 25);
        system.asked.forEach(Played.Asked::ok);
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void whereNobodyShallWaitCallsAreRefusedMeanwhile() {
        var gate = new Gate("payments", new Limits(4, new Limits.Breaker(50, 4, Duration.ofSeconds(5), LONG, 2, true)));
        call(gate, 1, 4);
        system.asked.forEach(Played.Asked::failed);
        assertThat(call(gate, 5, 5).getFirst().join()).isEqualTo(new Reply("m5", Status.REFUSED, "unavailable", Map.of()));
        assertThat(system.keys()).hasSize(4);
    }

    @Test
    void whatHasNotReachedTheSystemIsTriedAgain() {
        var gate = new Gate("payments", new Limits(1, null));
        var call = call(gate, 1, 1).getFirst();
        system.asked.getFirst().tryAgain(true);
        await().until(() -> system.asked.size() == 2);
        assertThat(system.keys()).containsExactly("m1", "m1");
        system.asked.get(1).ok();
        assertThat(call.join().status()).isEqualTo(Status.OK);
    }

    @Test
    void whatMayHaveReachedItIsTriedAgainOnlyWhereTheSystemKnowsKeys() {
        var gate = new Gate("payments", new Limits(2, null));
        var once = gate.call(request("m1", LONG), system, false);
        var often = gate.call(request("m2", LONG), system, true);
        system.asked.forEach(one -> one.tryAgain(false));
        assertThat(once.join()).isEqualTo(new Reply("m1", Status.FAILED, "HTTP 500", Map.of()));
        await().until(() -> system.asked.size() == 3);
        system.asked.get(2).ok();
        assertThat(often.join().status()).isEqualTo(Status.OK);
    }

    @Test
    void whatIsTriedAgainGoesBeforeThoseWhoCameLater() {
        var gate = new Gate("payments", new Limits(1, null));
        call(gate, 1, 2);
        system.asked.getFirst().tryAgain(true);
        await("m2 has the place").until(() -> system.asked.size() == 2);
        call(gate, 3, 3);
        await("m1 waits again").until(() -> gate.waiting() == 2);
        system.asked.get(1).ok();
        assertThat(system.keys()).containsExactly("m1", "m2", "m1");
    }

    @Test
    void whatIsTriedAgainKeepsItsPlaceBeforeThoseWhoCameWhileTheCircuitWasOpen() {
        var gate = new Gate("payments", new Limits(4, BREAKER));
        IntStream.rangeClosed(1, 4).forEach(number -> gate.call(request("m" + number, LONG), system, true));
        system.asked.reversed().forEach(one -> one.tryAgain(false));
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.waiting()).isEqualTo(4);
        call(gate, 5, 5);
        await("two try it").until(() -> system.asked.size() == 6);
        system.asked.get(4).ok();
        system.asked.get(5).ok();
        assertThat(system.keys().subList(4, 9)).containsExactly("m1", "m2", "m3", "m4", "m5");
    }

    @Test
    void nothingIsTriedAgainThatWouldComeAfterTheDeadline() {
        var gate = new Gate("payments", new Limits(1, null));
        var call = gate.call(request("m1", LONG), system, true);
        system.asked.getFirst().reply().completeExceptionally(
                new TryAgainException(true, Duration.ofMinutes(2), new Reply("m1", Status.FAILED, "HTTP 503", Map.of())));
        assertThat(call.join().reason()).isEqualTo("HTTP 503");
    }
}
