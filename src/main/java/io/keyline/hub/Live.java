package io.keyline.hub;

import io.keyline.hub.Signals.Waiting;
import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.LiveSql;
import io.keyline.store.Menu;
import io.keyline.store.Outbound;
import io.keyline.store.RecoverySql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Jdbi;

/**
 * Who waits for an answer at this moment: a USSD session, a call. The turn of their message hands its answers to them; if they wait
 * no more, the answers go by SMS.
 */
public final class Live {

    /**
     * What a customer who waits is shown.
     *
     * @param texts what is said, in order; empty if nothing is
     * @param menu  what they are asked for then; null if nothing is asked
     */
    public record Answer(List<String> texts, Menu menu) {

        static Answer of(List<Outbound> answers) {
            List<String> texts = new ArrayList<>();
            Menu asked = null;
            for (Outbound answer : answers) {
                texts.add(answer.text());
                asked = answer.menu() != null ? answer.menu() : asked;
            }
            return new Answer(List.copyOf(texts), asked);
        }
    }

    /** Longer than anybody waits. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Jdbi jdbi;
    private final Open open;
    private final ConcurrentMap<Long, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();

    /** Who waits at another hub, by the message. */
    private final Map<Long, Waiting> elsewhere = new ConcurrentHashMap<>();
    private final int hub;
    private final Signals signals;

    Live(Jdbi jdbi, Open open, int hub, Signals signals) {
        this.jdbi = jdbi;
        this.open = open;
        this.hub = hub;
        this.signals = signals;
    }

    /** Somebody waits for what the turn of this message says. Several may, for providers ask twice. */
    void await(long message, CompletableFuture<Answer> who) {
        waiting.merge(message, who, (first, second) -> {
            first.whenComplete((answer, failure) -> {
                if (answer != null) {
                    second.complete(answer);
                } else {
                    second.completeExceptionally(failure);
                }
            });
            return first;
        });
        who.whenComplete((answer, failure) -> waiting.remove(message, who));
    }

    /** Somebody asks again for what was answered, or is about to be. */
    void again(Inbound copy, long message, CompletableFuture<Answer> who) {
        await(message, who);
        if (open.contains(message)) {
            return; // its turn is to come, or under way
        }
        try {
            if (!jdbi.withHandle(handle -> RecoverySql.stillOpen(handle, List.of(message))).isEmpty()) {
                signals.awaited(new Waiting(hub, copy.customerId(), message)); // its turn is another hub's
                return;
            }
            List<Outbound> answers = jdbi.withHandle(handle -> LiveSql.answers(handle, copy.customerId(), message));
            tell(who, answers.stream().filter(answer -> answer.channel().equals(copy.channel())).toList(), !answers.isEmpty());
        } catch (RuntimeException e) {
            who.completeExceptionally(e);
        }
    }

    /** Who was answered by SMS is told so, as they were when it was decided. */
    private static boolean tell(CompletableFuture<Answer> who, List<Outbound> shown, boolean anything) {
        return shown.isEmpty() && anything ? who.completeExceptionally(new TimeoutException("answered by SMS")) : who.complete(Answer.of(shown));
    }

    /** Who waits here waits for what another hub says. */
    void awaitElsewhere(Inbound message) {
        if (waiting.containsKey(message.id())) {
            signals.awaited(new Waiting(hub, message.customerId(), message.id()));
        }
    }

    /** Somebody waits at another hub. Whoever is not answered within a minute waits no more. */
    void awaited(Waiting who) {
        elsewhere.put(who.message(), who);
        CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES).execute(() -> elsewhere.remove(who.message(), who));
    }

    /** Whether somebody waits for what the turn of this message says. */
    boolean isAwaited(long message) {
        return waiting.containsKey(message) || elsewhere.containsKey(message) || mayBeAwaited(message);
    }

    /** Another hub has just taken it: that somebody waits for the answer there may be on its way to us. */
    private boolean mayBeAwaited(long message) {
        return Ids.hub(message) != hub && Ids.time(message).isAfter(Instant.now().minus(LONGEST_WAIT));
    }

    /**
     * The answer to this message is stored: who waits at another hub can be shown it there.
     *
     * @param shown what they would be shown
     * @return whether somebody does wait, or may
     */
    boolean isAnsweredElsewhere(long message, List<Outbound> shown) {
        Waiting who = waiting.containsKey(message) ? null : elsewhere.remove(message);
        if (who == null && !waiting.containsKey(message) && !shown.isEmpty() && mayBeAwaited(message)) {
            who = new Waiting(Ids.hub(message), shown.getFirst().customerId(), message);
        }
        if (who == null) {
            return false;
        }
        signals.answered(who);
        return true;
    }

    /**
     * Another hub has answered what somebody waits for here: they are shown it, if nobody has sent it another way meanwhile, and it counts
     * as sent; if they wait no more, it does not.
     */
    void answered(Waiting told, Set<String> channels) {
        CompletableFuture<Answer> who = told.hub() == hub ? waiting.get(told.message()) : null;
        if (who == null || who.isDone()) {
            return;
        }
        List<Outbound> answers = jdbi.withHandle(handle -> LiveSql.answers(handle, told.customer(), told.message()));
        Set<Long> shown = jdbi.withHandle(handle -> LiveSql.show(handle, answers.stream().filter(answer -> channels.contains(answer.channel()))
                .map(Outbound::id).toList()));
        waiting.remove(told.message(), who);
        if (!tell(who, answers.stream().filter(answer -> shown.contains(answer.id())).toList(), !answers.isEmpty())) {
            jdbi.useHandle(handle -> LiveSql.showNot(handle, shown));
        }
    }

    /**
     * The turn of this message is committed.
     *
     * @param shown    what is to be shown to who waits
     * @param anything whether anything was said, here or elsewhere
     * @return whether somebody got it
     */
    boolean answered(long message, List<Outbound> shown, boolean anything) {
        CompletableFuture<Answer> who = waiting.remove(message);
        return who != null && tell(who, shown, anything);
    }
}
