package io.keyline.deadletter;

import io.keyline.hub.Names;
import io.keyline.store.DeadLetter;
import io.keyline.store.DeadLetterSql;
import io.keyline.store.Json;
import io.keyline.store.Publication;
import io.keyline.store.PublishSql;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells a broker of each dead letter, by a message on its queue or topic; whoever wants to know more asks the API. What customers wrote
 * stays in the database.
 */
final class Announcements {

    private static final int PAGE = 500;
    private static final String KIND = "{kind}";
    private static final int LONGEST_HEADER = 100;

    private final Jdbi jdbi;
    private final String destination;

    /** @param destination as a {@link Publication} has it, in which {@code {kind}} stands for the kind; empty: nobody is told */
    Announcements(Jdbi jdbi, String destination) {
        this.jdbi = jdbi;
        this.destination = destination;
    }

    /** Tells of what died since the last time. */
    void tell() {
        if (!destination.isEmpty()) {
            jdbi.useTransaction(handle -> PublishSql.put(handle, DeadLetterSql.announce(handle, PAGE).stream().map(this::publication).toList()));
        }
    }

    private Publication publication(DeadLetter letter) {
        String id = Names.of(letter.id());
        Map<String, String> headers = Map.of("id", id + "-" + letter.attempts(), "letter", id, "kind", Kinds.name(letter.kind()), "reason",
                shortly(letter.reason()), "attempts", Integer.toString(letter.attempts()));
        return new Publication(destination.replace(KIND, Kinds.name(letter.kind())), id, headers, Json.write(Map.of("id", id, "kind",
                Kinds.name(letter.kind()), "reason", letter.reason(), "attempts", letter.attempts(), "firstAt",
                letter.firstAt().truncatedTo(ChronoUnit.MILLIS).toString(), "lastAt", letter.lastAt().truncatedTo(ChronoUnit.MILLIS).toString())));
    }

    /** What stands before the details, which may quote what came. */
    private static String shortly(String reason) {
        String first = reason.split("[:\\n]", 2)[0];
        return first.substring(0, Math.min(first.length(), LONGEST_HEADER));
    }
}
