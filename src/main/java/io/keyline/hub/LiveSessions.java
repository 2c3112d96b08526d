package io.keyline.hub;

import io.keyline.store.LiveSession;
import io.keyline.store.LiveSql;
import java.time.Instant;
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

    /** The customer's language, BCP 47; empty if it is not known, or the database does not tell just now. */
    public Optional<String> language(String customerAddress) {
        try {
            return jdbi.withHandle(handle -> LiveSql.language(handle, customerAddress));
        } catch (RuntimeException e) {
            return Optional.empty(); // they are told something in any case
        }
    }

    /** Whether the customer with this address was handed over to an employee since then. */
    public boolean isHandedOver(String customerAddress, Instant since) {
        return jdbi.withHandle(handle -> LiveSql.isHandedOver(handle, customerAddress, since));
    }

    /** Keeps it as it is now. */
    public void keep(LiveSession session) {
        jdbi.useHandle(handle -> LiveSql.keep(handle, session));
    }
}
