package io.keyline.store;

import java.time.Instant;

/**
 * A customer as a turn needs to know them.
 *
 * @param language   their language, or null while nothing is known
 * @param optedOut   they said STOP, and nothing but replies may go to them
 * @param inReview   they may have meant STOP; until a person has read it, nothing but replies goes out
 * @param askedUntil until then what they write may be the answer to a question, open or lately expired; null if none was asked
 * @param asksSecret a PIN is asked for: what they write is sealed before it is stored
 * @param linked     they have several addresses, whose turns run one after another
 */
public record Customer(long id, String language, boolean optedOut, boolean inReview, Instant askedUntil, boolean asksSecret, boolean linked) {

    /** Whether what they write at this time may be a secret. */
    public boolean mayWriteSecret(Instant now) {
        return asksSecret && askedUntil != null && now.isBefore(askedUntil);
    }

    /** Of whom nothing is known. */
    public static Customer unknown(long id) {
        return new Customer(id, null, false, false, null, false, false);
    }

    public Customer withLanguage(String learned) {
        return new Customer(id, learned, optedOut, inReview, askedUntil, asksSecret, linked);
    }

    public Customer withConsent(boolean out, boolean review) {
        return new Customer(id, language, out, review, askedUntil, asksSecret, linked);
    }

    public Customer asked(Instant until, boolean secret) {
        return new Customer(id, language, optedOut, inReview, until, secret, linked);
    }
}
