package io.keyline.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Where messages belong. */
public final class TraceSql {

    private TraceSql() {
    }

    /** The message or conversation with which each of these messages to customers began, by the message. */
    public static Map<Long, Long> roots(Handle handle, Collection<Long> messages) {
        Map<Long, Long> roots = new HashMap<>();
        handle.createQuery("select id, coalesce(conversation_id, answers, id) from message where id = any(:ids)")
                .bindArray("ids", Long.class, messages.toArray())
                .map((rs, ctx) -> roots.put(rs.getLong(1), rs.getLong(2))).list();
        return roots;
    }
}
