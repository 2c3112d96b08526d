package io.keyline.store;

/**
 * A customer as a turn needs to know them.
 *
 * @param language their language, or null while nothing is known
 * @param optedOut they said STOP, and nothing but replies may go to them
 * @param inReview they may have meant STOP; until a person has read it, nothing but replies goes out
 */
public record Customer(long id, String language, boolean optedOut, boolean inReview) {

    public Customer withLanguage(String learned) {
        return new Customer(id, learned, optedOut, inReview);
    }

    public Customer withConsent(boolean out, boolean review) {
        return new Customer(id, language, out, review);
    }
}
