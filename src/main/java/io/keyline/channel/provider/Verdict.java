package io.keyline.channel.provider;

import io.keyline.hub.SendException.Outcome;

/** What a provider's answer means. All but the first are outcomes of {@link io.keyline.hub.SendException}. */
enum Verdict {
    ACCEPTED,
    REFUSED,
    THROTTLED,
    RETRY_LATER,
    UNCERTAIN;

    Outcome outcome() {
        return Outcome.valueOf(name());
    }
}
