package io.keyline.deploy.rehearsal;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is left on the stage when a rehearsal stops: it tells more than the difference where a message came too many, or elsewhere. */
final class Remains {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss", Locale.ENGLISH);

    private final Rehearsal rehearsal;
    private final Stage stage;
    private final BackOffice backOffice;

    Remains(Rehearsal rehearsal, Stage stage, BackOffice backOffice) {
        this.rehearsal = rehearsal;
        this.stage = stage;
        this.backOffice = backOffice;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        ZonedDateTime now = stage.now();
        List<String> waiting = waiting(now);
        if (!waiting.isEmpty()) {
            lines.add("  what else waits");
            waiting.forEach(line -> lines.add("    " + line));
        }
        lines.add("  at " + TIME.format(now) + conversations());
        return lines;
    }

    private List<String> waiting(ZonedDateTime now) {
        List<String> waiting = new ArrayList<>();
        for (String customer : rehearsal.customers()) {
            for (Optional<String> text = stage.next(customer); text.isPresent(); text = stage.next(customer)) {
                waiting.add(Shown.indented(Transcript.message(customer, text.get()), "    "));
            }
            for (Optional<Stage.Item> item = stage.nextItem(customer); item.isPresent(); item = stage.nextItem(customer)) {
                waiting.add(Shown.of("work item " + item.get().queue() + ": " + item.get().reason() + of(customer)));
            }
        }
        backOffice.waiting(now.toInstant()).forEach(call -> waiting.add(Shown.of(call + ": not answered yet")));
        return waiting;
    }

    private String conversations() {
        StringBuilder said = new StringBuilder();
        for (String customer : rehearsal.customers()) {
            stage.conversation(customer).ifPresent(state -> said.append("; the conversation").append(of(customer)).append(" is ")
                    .append(Audience.word(state)));
        }
        return said.toString();
    }

    private static String of(String customer) {
        return Rehearsal.prefix(customer).isEmpty() ? "" : " of " + customer;
    }
}
