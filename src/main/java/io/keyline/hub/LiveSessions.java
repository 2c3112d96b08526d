package io.keyline.hub;

import io.keyline.store.LiveSession;
import io.keyline.store.LiveSql;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The sessions in which customers wait, as channels keep them: over a restart, and for any hub that gets the next request. */
public final class LiveSessions {

    private final Jdbi jdbi;

    LiveSessions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Optional<LiveSession> find(String channel, String providerId) {
        return jdbi.withHandle(handle -> LiveSql.find(handle, channel, providerId));
    }

    /** Keeps it as it is now. */
    public void keep(LiveSession session) {
        jdbi.useHandle(handle -> LiveSql.keep(handle, session));
    }
}
