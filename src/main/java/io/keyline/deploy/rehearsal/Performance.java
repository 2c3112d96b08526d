package io.keyline.deploy.rehearsal;

import io.keyline.deploy.rehearsal.Rehearsal.Line;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One rehearsal on its stage: plays line by line and stops at the first that goes otherwise. */
final class Performance {

    private static final String USUAL_CHANNEL = "sms";

    private final Rehearsal rehearsal;
    private final Stage stage;
    private final BackOffice backOffice;
    private final Audience audience;
    private final Transcript transcript = new Transcript();
    private final Map<String, String> channels = new HashMap<>();

    Performance(Rehearsal rehearsal, Stage stage, BackOffice backOffice) {
        this.rehearsal = rehearsal;
        this.stage = stage;
        this.backOffice = backOffice;
        this.audience = new Audience(stage, rehearsal.customers());
    }

    /** @return null if all went as it is written */
    Failure play() {
        Line line = rehearsal.lines().getFirst();
        try {
            for (Line next : rehearsal.lines()) {
                line = next;
                play(line);
            }
            line = new Line(line.number(), "(the end)", line.step());
            audience.nothingIsLeft();
            nothingIsUnused();
            return null;
        } catch (Differs e) {
            transcript.failed(line);
            return new Failure(line.number(), e.getMessage(), false, details(e.details()));
        } catch (RuntimeException e) {
            transcript.failed(line);
            return new Failure(line.number(), couldNot(e), true, transcript.lines());
        }
    }

    static String couldNot(RuntimeException e) {
        return "cannot be played: " + (e.getMessage() == null ? e.toString() : e.getMessage());
    }

    private void play(Line line) throws Differs {
        switch (line.step()) {
            case Step.Given given -> {
                set(given);
                transcript.played(line);
            }
            case Step.Happens happens -> {
                audience.nothingIsLeft();
                happen(happens);
                transcript.played(line);
                look(backOffice.news());
            }
            case Step.Gets gets -> transcript.played(line, gets.customer(), audience.get(gets));
            case Step.Expected expected -> {
                audience.expect(expected);
                transcript.played(line);
            }
        }
    }

    private void set(Step.Given given) {
        switch (given) {
            case Step.Language it -> stage.speaks(it.customer(), it.language());
            case Step.Channel it -> channels.put(it.customer(), it.channel());
            case Step.Answers it -> backOffice.set(it);
        }
    }

    private void happen(Step.Happens happens) throws Differs {
        switch (happens) {
            case Step.Says it -> stage.says(it.customer(), channel(it.customer()), it.text());
            case Step.Event it -> stage.starts(it.customer(), channel(it.customer()), it.dialogue(), it.key(), it.data());
            case Step.After it -> stage.passTo(it.span().after(stage.now()));
            case Step.At it -> stage.passTo(time(it));
            case Step.EmployeeAnswers it -> stage.answers(audience.item(it.customer()), it.text());
            case Step.EmployeeHandsBack it -> stage.handsBack(audience.item(it.customer()), it.text());
            case Step.EmployeeCloses it -> stage.closes(audience.item(it.customer()));
        }
    }

    private String channel(String customer) {
        return channels.getOrDefault(customer, USUAL_CHANNEL);
    }

    private ZonedDateTime time(Step.At at) throws Differs {
        ZonedDateTime now = stage.now();
        if (at.date() == null) {
            ZonedDateTime today = now.toLocalDate().atTime(at.time()).atZone(now.getZone());
            return today.isAfter(now) ? today : now.toLocalDate().plusDays(1).atTime(at.time()).atZone(now.getZone());
        }
        ZonedDateTime time = at.date().atTime(at.time()).atZone(now.getZone());
        if (time.isBefore(now)) {
            throw new Differs("this time has passed already");
        }
        return time;
    }

    private void look(List<BackOffice.Call> news) throws Differs {
        news.forEach(transcript::called);
        audience.saw(news);
        Optional<BackOffice.Call> unknown = news.stream().filter(BackOffice.Call::isUnknown).findFirst();
        if (unknown.isPresent()) {
            throw new Differs(unknown.get().operation() + " was called, and no line says what it answers",
                    "  add above this line", "    back-office " + Shown.of(unknown.get().operation()) + " -> {}");
        }
    }

    private void nothingIsUnused() throws Differs {
        List<String> unused = backOffice.unused();
        if (!unused.isEmpty()) {
            throw new Differs(unused.getFirst() + " was not called as often as its lines with once say");
        }
    }

    private List<String> details(List<String> comparison) {
        List<String> details = new ArrayList<>(transcript.lines());
        if (!comparison.isEmpty()) {
            details.add("");
            details.addAll(comparison);
        }
        details.add("");
        details.addAll(new Remains(rehearsal, stage, backOffice).lines());
        return details;
    }
}
