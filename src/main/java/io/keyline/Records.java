package io.keyline;

import io.keyline.store.EmbeddedDatabase;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What the hub has written, for commands that read it from outside. */
final class Records {

    private Records() {
    }

    /**
     * Reads.
     *
     * @param err for what is wrong
     * @return what the work returns: the exit status; 1 if there is no database that answers, which is said
     */
    static int read(Settings settings, PrintWriter err, ToIntFunction<Handle> work) {
        Optional<String> url = settings.isSet(Setting.DATABASE_URL) ? Optional.of(settings.text(Setting.DATABASE_URL))
                : EmbeddedDatabase.runningAt(settings.path(Setting.DATA_DIRECTORY).toAbsolutePath().resolve("postgres"));
        if (url.isEmpty()) {
            err.println("no embedded PostgreSQL runs in " + settings.path(Setting.DATA_DIRECTORY) + "; start Keyline first");
            return 1;
        }
        try {
            return Jdbi.create(url.get(), settings.text(Setting.DATABASE_USER), settings.text(Setting.DATABASE_PASSWORD))
                    .withHandle(work::applyAsInt);
        } catch (ConnectionException e) {
            err.println("PostgreSQL does not answer: " + e.getCause().getMessage());
            return 1;
        }
    }
}
