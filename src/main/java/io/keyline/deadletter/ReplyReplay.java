package io.keyline.deadletter;

import io.keyline.backoffice.Reply;
import io.keyline.backoffice.ReplyReader;
import io.keyline.hub.Hub;
import io.keyline.store.DeadLetter;
import io.keyline.store.Json;
import org.jdbi.v3.core.Handle;

/** A reply of which nobody knew whose it is goes to the route that waits for it. */
final class ReplyReplay implements Replay {

    private final Hub hub;

    ReplyReplay(Hub hub) {
        this.hub = hub;
    }

    @Override
    public Outcome of(Handle handle, DeadLetter letter, DeadLetter.Replay order) {
        if (letter.payload() == null) {
            return new Outcome.Refused("nothing of it could be kept: edit it first");
        }
        Reply reply = ReplyReader.read(null, hub.seal().open(letter.payload()));
        if (reply.status() == Reply.Status.MALFORMED) {
            return new Outcome.Refused(reply.reason());
        }
        try {
            return hub.results().answered(reply.key(), Json.write(reply)) ? new Outcome.Done("the route that waited goes on")
                    : new Outcome.Refused("nobody waits for a reply with this id any more");
        } catch (NumberFormatException e) {
            return new Outcome.Refused("its id is none of ours");
        } catch (IllegalStateException e) {
            return new Outcome.Busy(); // the database cannot keep it now
        }
    }

    @Override
    public void accept(Handle handle, DeadLetter letter, Edit edit) throws RefusedEditException {
        Reply reply = ReplyReader.read(null, edit.dataOnly());
        if (reply.status() == Reply.Status.MALFORMED) {
            throw new RefusedEditException("that is no reply as docs/back-office.md has it: " + reply.reason());
        }
    }
}
