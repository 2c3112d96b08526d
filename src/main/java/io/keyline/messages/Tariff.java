package io.keyline.messages;

import io.keyline.store.MessageLogSql.Found;
import io.keyline.store.StorySql.Part;
import io.keyline.store.StorySql.Told;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * What messages cost, and whom. Nothing of it is stored: a rate that is corrected is right for all that it applies to, and one that
 * begins later leaves alone what was sent before.
 *
 * @param zone whose days decide which rate is valid
 */
public record Tariff(Rates rates, Departments departments, ZoneId zone) {

    /** Takes what is wrong with a file. */
    public interface Problems {
        void accept(Path file, int line, String what);
    }

    /** The tariff of these files, of which none need be there. */
    public static Tariff read(Path rates, Path departments, ZoneId zone, Problems problems) {
        return new Tariff(Rates.read(rates, (line, what) -> problems.accept(rates, line, what)),
                Departments.read(departments, (line, what) -> problems.accept(departments, line, what)), zone);
    }

    /** What a message that was found cost. */
    public Cost cost(Found found) {
        if (found.segments() == 0 || found.provider() == null) {
            return Cost.NOTHING;
        }
        Instant at = found.sentAt() == null ? found.at() : found.sentAt();
        return rates.cost(found.provider(), found.inbound(), found.customer(), day(at), found.segments());
    }

    /** What a message cost, part by part. @param parts those that were sent of it */
    public Cost cost(Told message, List<Part> parts) {
        if (message.inbound()) {
            return rates.cost(String.valueOf(message.connection()), true, message.customerAddress(), day(message.at()), message.segments());
        }
        return parts.stream().map(part -> rates.cost(part.connection(), false, message.customerAddress(), day(part.sentAt()), 1))
                .reduce(Cost.NOTHING, Cost::plus);
    }

    /** What all messages of a story cost together. */
    public Cost cost(Story story) {
        return story.messages().stream().map(message -> cost(message, story.parts(message))).reduce(Cost.NOTHING, Cost::plus);
    }

    /** The department of a message that was found. */
    public String department(Found found) {
        return departments.of(found.account(), found.route(), found.category());
    }

    Bill bill(Bill.By by) {
        return new Bill(by, rates, departments);
    }

    private LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }
}
