package io.keyline.route;

import io.keyline.backoffice.Reply;
import io.keyline.hub.Results;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replies that no turn in memory waits for: of turns that were parked before a restart, repeated ones, and those after the
 * deadline. The reply is acknowledged to the broker when this returns.
 */
public final class LateReplies implements Consumer<Reply> {

    private static final Logger LOG = LoggerFactory.getLogger(LateReplies.class);

    /** Longer than any of ours. */
    private static final int LONGEST_KEY = 64;

    private final CompletableFuture<Results> results = new CompletableFuture<>();

    /** From here on replies can be given to their turns; those that came before wait for it. */
    public void open(Results running) {
        results.complete(running);
    }

    /** Whether all results that came late are on disk; waits for that. */
    public boolean areKept() {
        return !results.isDone() || results.join().areKept();
    }

    @Override
    public void accept(Reply reply) {
        try {
            if (results.join().answered(reply.key(), BackOfficeProducer.json(reply))) {
                LOG.info("the late reply {} takes its route on", reply.key());
            } else {
                LOG.info("the reply {} is repeated or too late", reply.key());
                results.join().answeredTooLate(reply.key(), reply.status().name());
            }
        } catch (NumberFormatException e) {
            LOG.warn("a reply with the key '{}' belongs to nobody", printable(reply.key()));
        }
    }

    /** Anybody may have written it, and with line breaks it would write log lines of its own. */
    static String printable(String key) {
        return key.substring(0, Math.min(key.length(), LONGEST_KEY)).replaceAll("[^ -~]", "?");
    }
}
