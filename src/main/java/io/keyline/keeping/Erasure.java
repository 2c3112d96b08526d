package io.keyline.keeping;

import io.keyline.hub.Hub;
import io.keyline.hub.TryLater;
import io.keyline.store.ErasureSql;
import io.keyline.store.ErasureSql.Kept;
import io.keyline.store.ErasureSql.Whose;
import io.keyline.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Erases a customer: what they said and were told, on all their addresses, and the addresses themselves. What stays names nobody: that
 * there were messages, and of the addresses a keyed hash, so that who said STOP is not written to again.
 */
public final class Erasure {

    /**
     * What was done, or would be.
     *
     * @param number of the report, 0 if nothing was done
     * @param erased rows by table
     * @param ended  what was under way
     * @param kept   rows that stay, and name nobody
     */
    public record Report(long number, Instant at, Map<String, Long> erased, Map<String, Long> ended, Map<String, Long> kept) {

        /** Whether there was nothing. */
        public boolean isEmpty() {
            return erased.values().stream().allMatch(rows -> rows == 0);
        }
    }

    /** So often a customer may write anew while they are erased. */
    private static final int TRIES = 5;
    private static final int LATEST = 100;
    private static final int END_OF_NUMBER = 8;

    private final Hub hub;
    private final Jdbi jdbi;
    private final Duration patience;

    /** @param patience how long a customer's turns under way are waited for, at each of their addresses */
    public Erasure(Hub hub, Jdbi jdbi, Duration patience) {
        this.hub = hub;
        this.jdbi = jdbi;
        this.patience = patience;
    }

    /** An address as customers have it: a number as {@code +4520123456}, a mailbox in small letters. */
    public static String address(String written) {
        String address = written.strip();
        return address.contains("@") ? address.toLowerCase(Locale.ROOT) : address.replaceAll("[ \\u00a0()-]", "");
    }

    /** Whether a reason names whom it is about: it is kept for ever. */
    public static boolean names(String why, String address) {
        String digits = address.replaceAll("\\D", "");
        String end = digits.substring(Math.max(0, digits.length() - END_OF_NUMBER));
        return why.toLowerCase(Locale.ROOT).contains(address.toLowerCase(Locale.ROOT))
                || end.length() == END_OF_NUMBER && why.replaceAll("\\D", "").contains(end);
    }

    /** What would be erased; nothing is. */
    public Report preview(String address) {
        return jdbi.withHandle(handle -> {
            Whose whose = ErasureSql.whose(handle, address);
            return new Report(0, hub.time().instant(), ErasureSql.count(handle, whose), ErasureSql.ending(handle, whose),
                    ErasureSql.kept(handle, whose, List.of()));
        });
    }

    /**
     * Erases whoever has this address, behind the turns of theirs that are under way. Who is erased already is not erased again.
     *
     * @param who the employee
     * @param why kept with the report
     * @throws TryLater if they write faster than they can be erased; then nothing was done
     */
    public Report erase(String address, String who, String why) throws TryLater {
        for (int i = 0; i < TRIES; i++) {
            Whose whose = jdbi.withHandle(handle -> ErasureSql.whose(handle, address));
            Optional<Report> done = hub.pauses().between(whose.addresses(), patience, handle -> erase(handle, address, whose, who, why));
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw new TryLater("this customer's messages are being handled", null);
    }

    /** Empty if they were linked with somebody meanwhile, or a turn waits behind this one. */
    private Optional<Report> erase(Handle handle, String address, Whose whose, String who, String why) {
        if (!ErasureSql.whose(handle, address).equals(whose) || ErasureSql.isBusy(handle, whose)) {
            return Optional.empty();
        }
        Map<String, Long> ended = ErasureSql.ending(handle, whose);
        Map<String, Long> erased = ErasureSql.erase(handle, whose, hashes(whose));
        Map<String, Long> left = ErasureSql.kept(handle, whose, hashes(whose));
        Kept report = ErasureSql.keep(handle, who, why, Json.write(Map.of("erased", erased, "ended", ended, "kept", left)));
        return Optional.of(new Report(report.id(), report.at(), erased, ended, left));
    }

    private List<String> hashes(Whose whose) {
        return whose.addresses().stream().map(hub.seal()::pseudonym).toList();
    }

    /** Erases what was on its way into the database while its customer was erased, in the last day. Returns of how many customers. */
    int eraseLeftovers(Instant now) {
        List<Whose> left = jdbi.withHandle(handle -> ErasureSql.leftovers(handle, now.minus(Duration.ofDays(1))));
        left.forEach(whose -> jdbi.useTransaction(handle -> ErasureSql.erase(handle, new Whose(whose.customers(), new TreeSet<>()),
                hashes(whose))));
        return left.size();
    }

    /** All that is kept of whoever has this address: rows of JSON by table. */
    public Map<String, List<String>> export(String address) {
        return jdbi.withHandle(handle -> ErasureSql.export(handle, ErasureSql.whose(handle, address)));
    }

    /** The latest reports, the latest first. */
    public List<Kept> reports() {
        return jdbi.withHandle(handle -> ErasureSql.reports(handle, LATEST));
    }
}
