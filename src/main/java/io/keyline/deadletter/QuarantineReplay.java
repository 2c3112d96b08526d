package io.keyline.deadletter;

import io.keyline.hub.Arrival;
import io.keyline.hub.Hub;
import io.keyline.store.DeadLetter;
import io.keyline.store.Json;
import io.keyline.store.ReplaySql;
import io.keyline.store.Trust;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;

/** What could not be read becomes the message that an operator read in it. */
final class QuarantineReplay implements Replay {

    private static final Set<String> FIELDS = Set.of("from", "to", "text");
    private static final String ADDRESS = "\\+\\d{5,15}|[^\\s@]{1,64}@[^\\s@]{1,190}";
    private static final int MOST_SHOWN = 4_096;
    private static final int PATIENCE_SECONDS = 10;

    private final Hub hub;
    private final Limits limits;

    QuarantineReplay(Hub hub, Limits limits) {
        this.hub = hub;
        this.limits = limits;
    }

    @Override
    public Outcome of(Handle handle, DeadLetter letter, DeadLetter.Replay order) {
        if (!letter.edited()) {
            return new Outcome.Refused("nobody has said yet what it says: edit it first, with from, to and text");
        }
        Optional<List<String>> where = ReplaySql.quarantined(handle, letter.id());
        if (where.isEmpty()) {
            return new Outcome.Refused("it was deleted");
        }
        return limits.tooOld(letter, order, hub.time().instant()).orElseGet(() -> arrive(letter, where.get().getFirst(), where.get().getLast()));
    }

    /** Under a name of its own, by which intake knows it if it comes once more. */
    private Outcome arrive(DeadLetter letter, String channel, String connection) {
        Map<String, Object> read = Json.names(hub.seal().open(letter.payload()));
        CompletableFuture<Void> stored = hub.intake().accept(new Arrival.Text(channel, connection, Arrival.Text.NAMED, (String) read.get("from"),
                (String) read.get("to"), (String) read.get("text"), true, letter.id(), Trust.CLAIMED, null));
        try {
            stored.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Outcome.Done("it is a message of the customer now");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Busy();
        } catch (Exception e) {
            return new Outcome.Busy(); // intake cannot store it now
        }
    }

    @Override
    public void accept(Handle handle, DeadLetter letter, Edit edit) throws RefusedEditException {
        Map<String, Object> read;
        try {
            read = Json.names(edit.dataOnly());
        } catch (IllegalArgumentException e) {
            throw new RefusedEditException("the data are not a JSON object");
        }
        if (!read.keySet().equals(FIELDS) || !read.values().stream().allMatch(String.class::isInstance)) {
            throw new RefusedEditException("the data are not an object with the texts from, to and text");
        }
        if (!((String) read.get("from")).matches(ADDRESS)) {
            throw new RefusedEditException("from is not a customer's number, as +4520123456, nor an e-mail address");
        }
    }

    @Override
    public Optional<String> shown(Handle handle, DeadLetter letter, String payload) {
        return payload != null ? Optional.of(payload) : ReplaySql.raw(handle, letter.id()).map(QuarantineReplay::printed);
    }

    private static String printed(byte[] raw) {
        byte[] shown = raw.length <= MOST_SHOWN ? raw : Arrays.copyOf(raw, MOST_SHOWN);
        String text = new String(shown, StandardCharsets.UTF_8);
        boolean isText = text.chars().noneMatch(c -> c == 0xFFFD || c < ' ' && c != '\n' && c != '\r' && c != '\t');
        return isText ? text : HexFormat.of().formatHex(shown);
    }
}
