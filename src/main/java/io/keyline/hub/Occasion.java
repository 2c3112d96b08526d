package io.keyline.hub;

import io.keyline.store.Inbound;

/** What a turn is about. All occasions of one customer are dealt with one after another. */
sealed interface Occasion {

    /** As the log names its turn. */
    String described();

    /** A message has arrived. */
    record Arrived(Inbound message) implements Occasion {
        @Override
        public String described() {
            return "the turn of " + Names.of(message.id());
        }
    }

    /** Something is to be done for a conversation: it begins, a result has come, a time has come. */
    record Due(long conversation) implements Occasion {
        @Override
        public String described() {
            return "the turn of conversation " + Names.of(conversation);
        }
    }
}
