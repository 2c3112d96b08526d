package io.keyline.backoffice;

import java.io.IOException;

/** A reply as it stands in docs/back-office.md, read without the message that carried it. */
public final class ReplyText {

    private ReplyText() {
    }

    /** @return the reply, whose key is its id; MALFORMED with its reason where it is none */
    public static Reply read(String text) {
        try {
            return Incoming.reply(null, Contract.read(text));
        } catch (IOException e) {
            return new Reply(null, Reply.Status.MALFORMED, "not the JSON of a reply", null);
        }
    }
}
