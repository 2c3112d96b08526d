package io.keyline.channel.ussd;

import io.keyline.hub.Live;
import io.keyline.hub.Seal;
import io.keyline.store.Json;
import io.keyline.store.LiveSession;

/**
 * Where a customer is in their session.
 *
 * @param seen  the key of the last {@link Inputs.Step}
 * @param page  of what is shown, from 0
 * @param shown what they are shown
 */
record Place(String seen, int page, Live.Answer shown) {

    static Place of(LiveSession session, Seal seal) {
        return new Place(seal.open(session.step()), session.page(), Json.read(session.shown(), Live.Answer.class));
    }

    /** As it is kept: a PIN among the inputs must not be read from the database, nor be found by trying them all. */
    String sealed(Seal seal) {
        return seal.seal(seen);
    }

    String json() {
        return Json.write(shown);
    }

    Place at(Inputs.Step step, int nextPage) {
        return new Place(step.key(), nextPage, shown);
    }
}
