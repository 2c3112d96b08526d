package io.keyline.hub;

import io.keyline.store.Inbound;

/** What a turn is about. All occasions of one customer are dealt with one after another. */
sealed interface Occasion {

    /** The customer's address. */
    String address();

    /** A message has arrived. */
    record Arrived(Inbound message) implements Occasion {
        @Override
        public String address() {
            return message.customerAddress();
        }
    }

    /** Something is to be done for a conversation: it begins, a result has come, a time has come. */
    record Due(long conversation, String address) implements Occasion {
    }
}
