package io.keyline.hub;

import io.keyline.store.Outbound;

/** The order in which messages leave, by what they are. */
enum Rank {
    /** The customer waits for it, or must not wait. */
    URGENT,
    ORDINARY,
    /** Has all the time, and never takes a provider's last places. */
    BULK;

    static Rank of(Outbound message) {
        return switch (message.category()) {
            case Outbound.REPLY, Outbound.CODE, Outbound.ALARM -> URGENT;
            case Outbound.CAMPAIGN -> BULK;
            default -> ORDINARY;
        };
    }
}
