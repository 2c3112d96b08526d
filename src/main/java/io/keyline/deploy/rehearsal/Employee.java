package io.keyline.deploy.rehearsal;

import io.keyline.hub.Hub;
import io.keyline.store.Json;
import io.keyline.store.Outbound;
import io.keyline.store.RehearsalSql;
import io.keyline.store.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** What an employee does with a work item of a rehearsal, as long as the work list itself is not there to be asked. */
final class Employee {

    private static final String NAME = "employee";
    private static final Duration LIFETIME = Duration.ofDays(1);

    private final Hub hub;
    private final Jdbi jdbi;
    private final String sender;

    Employee(Hub hub, Jdbi jdbi, String sender) {
        this.hub = hub;
        this.jdbi = jdbi;
        this.sender = sender;
    }

    /** Claims the item and answers the customer at this address. */
    void answers(long itemId, String channel, String address, String text) {
        Instant now = hub.time().instant();
        WorkItem item = jdbi.inTransaction(handle -> RehearsalSql.claim(handle, itemId, NAME));
        hub.outbox().submit(List.of(new Outbound(hub.ids().next(), item.customerId(), channel, address, sender, text, "QUEUED", now,
                item.messageId(), 0, Outbound.REPLY, 0, null, now.plus(LIFETIME))));
    }

    /** Claims the item, and the conversation goes on with this answer. */
    void handsBack(long itemId, String text) {
        String given = Json.write(Map.of("text", text, "by", NAME));
        jdbi.useTransaction(handle -> {
            WorkItem item = RehearsalSql.claim(handle, itemId, NAME);
            RehearsalSql.close(handle, itemId, "handed-back");
            RehearsalSql.handBack(handle, item.conversationId(), given, hub.time().instant());
        });
        hub.takeUpDue();
    }

    /** Claims and closes the item; the conversation that waited for it is over. */
    void closes(long itemId) {
        jdbi.useTransaction(handle -> {
            WorkItem item = RehearsalSql.claim(handle, itemId, NAME);
            RehearsalSql.close(handle, itemId, "closed");
            RehearsalSql.end(handle, item.conversationId());
        });
    }
}
