package io.keyline.hub;

import io.keyline.store.Inbound;
import io.keyline.store.LiveSql;
import io.keyline.store.Menu;
import io.keyline.store.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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

    private final Jdbi jdbi;
    private final Open open;
    private final ConcurrentMap<Long, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();

    Live(Jdbi jdbi, Open open) {
        this.jdbi = jdbi;
        this.open = open;
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

    /** Whether somebody waits for what the turn of this message says. */
    boolean isAwaited(long message) {
        return waiting.containsKey(message);
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
