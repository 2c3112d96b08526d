package io.keyline.publish;

import io.keyline.store.PublishSql.Waiting;
import java.util.Map;

/** A publication as a broker gets it. */
record Outgoing(String key, Map<String, String> headers, String body) {

    /** What was written as it is to go. */
    static Outgoing of(Waiting row) {
        return new Outgoing(row.key(), row.headers(), row.body());
    }
}
