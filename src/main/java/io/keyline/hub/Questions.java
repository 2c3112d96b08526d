package io.keyline.hub;

import io.keyline.store.Conversation;
import io.keyline.store.Customer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the customer of a turn has been asked in other conversations. Until when they may have something to answer is told by their row;
 * only then are their conversations looked up.
 */
public final class Questions {

    private static final Duration SECRET_AGAIN = Duration.ofMinutes(10);

    private final Turn turn;
    private final Conversations conversations;
    private final Map<Long, Conversation> changed = new LinkedHashMap<>();
    private List<Conversation> found;

    Questions(Turn turn, Conversations conversations) {
        this.turn = turn;
        this.conversations = conversations;
    }

    /** The conversations whose answer would be recognised, the newest first, as they will be after this turn. The one that goes on is none of them. */
    public List<Conversation> waiting() {
        if (found == null) {
            found = mayBeAsked() ? conversations.asked(turn.customer().id()) : List.of();
        }
        return found.stream().filter(one -> turn.conversation() == null || one.id() != turn.conversation().id())
                .map(one -> changed.getOrDefault(one.id(), one)).filter(one -> one.question() != null).toList();
    }

    private boolean mayBeAsked() {
        Instant until = turn.customer().askedUntil();
        return until != null && !turn.now().isAfter(until);
    }

    /** Another conversation changes with this turn. */
    public void change(Conversation other) {
        changed.put(other.id(), other);
    }

    Collection<Conversation> changed() {
        return changed.values();
    }

    /** What is asked now is answered until then, or recognised as answered too late. @param secret whether the answer is a PIN or the like */
    public void asked(Instant until, boolean secret) {
        Customer customer = turn.customer();
        boolean later = customer.askedUntil() == null || until.isAfter(customer.askedUntil());
        turn.becomes(customer.asked(later ? until : customer.askedUntil(), secret || customer.asksSecret()));
    }

    /** Nothing is asked any more. */
    public void nothingAsked() {
        turn.becomes(turn.customer().asked(null, false));
    }

    /** Nothing is asked any more, but what the customer writes may be the PIN once more: people send twice. */
    public void secretAskedLately() {
        turn.becomes(turn.customer().asked(turn.now().plus(SECRET_AGAIN), true));
    }

    /** No PIN is asked for any more. */
    public void noSecretAsked() {
        turn.becomes(turn.customer().asked(turn.customer().askedUntil(), false));
    }
}
