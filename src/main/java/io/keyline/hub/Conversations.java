package io.keyline.hub;

import io.keyline.store.Conversation;
import io.keyline.store.ConversationSql;
import io.keyline.store.Step;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The conversations in the database, as turns read them. */
public final class Conversations {

    private final Jdbi jdbi;

    public Conversations(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<Conversation> find(long id) {
        return jdbi.withHandle(handle -> ConversationSql.find(handle, id));
    }

    /** The steps that a conversation has taken. */
    public List<Step> journal(long id) {
        return jdbi.withHandle(handle -> ConversationSql.journal(handle, id));
    }

    /** As {@link ConversationSql#isProved}. */
    boolean isProved(long customer, String channel, String address, String session, long conversation) {
        return jdbi.withHandle(handle -> ConversationSql.isProved(handle, customer, channel, address, session, conversation));
    }

    /** Those of a customer whose question would be recognised if it were answered, the newest first. */
    List<Conversation> asked(long customer) {
        return jdbi.withHandle(handle -> ConversationSql.asked(handle, customer));
    }
}
