package io.keyline.hub;

import io.keyline.hub.Limit.Verdict;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Customers who write more than anybody would: a telephone gone mad, two machines that answer each other. What is too much is stored, told
 * once, and not handled. STOP is always heard. The messages of senders who are not believed are counted apart, so that nobody can silence
 * another by writing in their name.
 */
final class Flood {

    private final Limit limit;
    private final Predicate<String> isAlwaysHeard;

    Flood(Limit limit, Predicate<String> isAlwaysHeard) {
        this.limit = limit;
        this.isAlwaysHeard = isAlwaysHeard;
    }

    /** One more message of this customer at the time at which it is stored. */
    Verdict verdict(Arrival.Text text, Instant now) {
        return isAlwaysHeard.test(text.text()) ? Verdict.ALLOWED : limit.take(text.channel() + ' ' + text.trust() + ' ' + text.from(), now);
    }
}
