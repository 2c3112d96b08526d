package io.keyline.store;

import java.time.Instant;

/**
 * A session in which the customer waits for each answer: by USSD, by telephone.
 *
 * @param providerId the provider's name for it
 * @param step       what was asked last, so that the same request again is known: all inputs so far, or the number of the request
 * @param page       which page of what is shown the customer sees, from 0
 * @param shown      what the customer is shown, as JSON
 * @param endedAt    null while it goes on
 */
public record LiveSession(String channel, String providerId, String customerAddress, String companyAddress, String step, int page,
        String shown, Instant startedAt, Instant seenAt, Instant endedAt) {

    /** The session with its next step, and what is shown now. */
    public LiveSession showing(String nextStep, int nextPage, String shownNow, Instant now) {
        return new LiveSession(channel, providerId, customerAddress, companyAddress, nextStep, nextPage, shownNow, startedAt, now, null);
    }

    public LiveSession ended(Instant now) {
        return new LiveSession(channel, providerId, customerAddress, companyAddress, step, page, shown, startedAt, now, now);
    }
}
