package io.keyline.channel.web;

import io.keyline.hub.Names;
import io.keyline.store.Ids;
import io.keyline.store.PortalEntry;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One browser that listens (server-sent events, HTML section 9.2), and what it has been sent. Used by one thread at a time. */
final class Stream {

    /** Ids are given before what they name is committed: one that is lower than the last may come so much later. */
    private static final Duration LATE = Duration.ofMinutes(2);
    private static final long HEARTBEAT_NANOS = Duration.ofSeconds(15).toNanos();
    private static final long STUCK_NANOS = Duration.ofSeconds(45).toNanos();

    private final HttpServerResponse response;
    private final String session;
    private final String address;
    /** The states of what was sent lately, by id. */
    private final Map<Long, String> sent = new HashMap<>();
    private long highest;
    private long since;
    private long written = System.nanoTime();

    /** @param last the id up to which the browser has everything, as far as it knows */
    Stream(HttpServerResponse response, String session, String address, long last) {
        this.response = response;
        this.session = session;
        this.address = address;
        highest = last;
        since = early(last);
    }

    private static long early(long id) {
        return Ids.floor(Ids.time(id).minus(LATE));
    }

    String session() {
        return session;
    }

    String address() {
        return address;
    }

    /** The id behind which its news are to be looked for. */
    long since() {
        return since;
    }

    /** A message with this id is to be seen only now. */
    void lookBack(long id) {
        since = Math.min(since, id - 1);
    }

    /**
     * Sends what was not sent yet, or has another state since.
     *
     * @param most how many entries are read at once
     * @return whether there may be more
     */
    boolean send(List<PortalEntry> entries, int most) {
        for (PortalEntry entry : entries) {
            highest = Math.max(highest, entry.id());
            if (!Entries.state(entry).equals(sent.put(entry.id(), Entries.state(entry)))) {
                write("id: " + Names.of(highest) + "\nevent: message\ndata: " + Entries.of(entry) + "\n\n");
            }
        }
        boolean isFull = entries.size() == most;
        since = isFull ? entries.getLast().id() : Math.max(since, early(highest));
        sent.keySet().removeIf(id -> id <= since);
        return isFull;
    }

    /** A line that says nothing, so that neither side takes the other for dead. */
    void beat() {
        if (System.nanoTime() - written > HEARTBEAT_NANOS && !isFull()) {
            write(":\n\n");
        }
    }

    /** Whether the browser does not read what was sent. */
    boolean isFull() {
        return response.writeQueueFull();
    }

    boolean isStuck() {
        return isFull() && System.nanoTime() - written > STUCK_NANOS;
    }

    boolean isClosed() {
        return response.closed() || response.ended();
    }

    /** The session is over: the browser need not come again. */
    void end() {
        if (!isClosed()) {
            write("event: end\ndata: {}\n\n");
            response.end();
        }
    }

    /** The browser comes again, and goes on where it is. */
    void close() {
        response.close();
    }

    void write(String text) {
        if (!isClosed()) {
            written = System.nanoTime();
            response.write(text);
        }
    }
}
