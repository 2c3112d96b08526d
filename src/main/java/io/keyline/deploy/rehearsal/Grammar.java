package io.keyline.deploy.rehearsal;

import io.keyline.deploy.Closest;
import io.keyline.store.Conversation;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines of one rehearsal; remembers whom they are about. */
final class Grammar {

    private static final String NAME = "\\p{L}[\\p{L}\\p{N}_-]*";
    private static final Pattern MESSAGE = Pattern.compile("(" + NAME + ")?([<>]) ?(.*)", Pattern.DOTALL);
    private static final Pattern EVENT = Pattern.compile("([A-Za-z0-9._-]+)(?:\\s+key\\s+([^\\s{]+))?(?:\\s+(\\{.*))?", Pattern.DOTALL);
    private static final Pattern ITEM = Pattern.compile("item\\s+([A-Za-z0-9._-]+):\\s*(.+)", Pattern.DOTALL);
    private static final List<String> BEGINNINGS = List.of("rehearsal", "language", "channel", "at", "customer", "back-office", "event", "after",
            "work", "no", "employee", "conversation");

    private String current;

    Grammar(String current) {
        this.current = current;
    }

    String current() {
        return current;
    }

    /** @return empty for a line that only says whom the next ones are about */
    Optional<Step> read(String line) throws Unreadable {
        Matcher message = MESSAGE.matcher(line);
        if (message.matches()) {
            if (message.group(1) != null) {
                current = message.group(1);
            }
            return Optional.of(message.group(2).equals(">") ? new Step.Says(current, message.group(3)) : gets(message.group(3)));
        }
        String[] words = line.split("\\s+", 2);
        String rest = words.length > 1 ? words[1] : "";
        if (words[0].equals("customer")) {
            current = required(rest, NAME, "customer", "a name, for example customer anna");
            return Optional.empty();
        }
        return Optional.of(step(words[0], rest));
    }

    private Step step(String word, String rest) throws Unreadable {
        return switch (word) {
            case "language" -> new Step.Language(current, required(rest, "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", word, "a language, for example language da"));
            case "channel" -> new Step.Channel(current, required(rest, "[a-z][a-z0-9-]*", word, "a channel, for example channel sms"));
            case "at" -> at(rest);
            case "after" -> new Step.After(Span.read(rest));
            case "back-office" -> BackOfficeGrammar.read(rest);
            case "event" -> event(rest);
            case "work" -> workItem(rest);
            case "no" -> noItem(rest);
            case "employee" -> employee(rest);
            case "conversation" -> new Step.IsIn(current, state(rest));
            default -> throw new Unreadable("no line of a rehearsal begins with '" + word + "'" + Closest.to(word, BEGINNINGS));
        };
    }

    private Step gets(String text) throws Unreadable {
        if (text.isEmpty()) {
            throw new Unreadable("write what the customer must get behind <, or < nothing");
        }
        return text.equals("nothing") ? new Step.GetsNothing(current) : new Step.Gets(current, new Wanted(text));
    }

    private static Step at(String when) throws Unreadable {
        try {
            if (when.contains("T")) {
                LocalDateTime time = LocalDateTime.parse(when);
                return new Step.At(time.toLocalDate(), time.toLocalTime());
            }
            return new Step.At((LocalDate) null, LocalTime.parse(when));
        } catch (DateTimeParseException e) {
            throw new Unreadable("'" + when + "' is no time; write for example at 09:00 or at 2026-11-23T09:00");
        }
    }

    private Step event(String rest) throws Unreadable {
        Matcher event = EVENT.matcher(rest);
        if (!event.matches()) {
            throw new Unreadable("write the dialogue, if you like a key, and the data: event renewal key inv-77 {\"plan\": \"Gold\"}");
        }
        return new Step.Event(current, event.group(1), event.group(2), event.group(3) == null ? Map.of() : Json.object(event.group(3)));
    }

    private Step workItem(String rest) throws Unreadable {
        Matcher item = ITEM.matcher(rest);
        if (!item.matches()) {
            throw new Unreadable("write the queue and the reason: work item renewals: no answer");
        }
        return new Step.HasItem(current, item.group(1), new Wanted(item.group(2)));
    }

    private Step noItem(String rest) throws Unreadable {
        if (!rest.matches("work\\s+item")) {
            throw new Unreadable("write no work item");
        }
        return new Step.HasNoItem(current);
    }

    private Step employee(String rest) throws Unreadable {
        String[] words = rest.split("\\s+", 2);
        String text = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "answers" -> new Step.EmployeeAnswers(current, required(text, "(?s).+", "employee answers", "what the employee writes"));
            case "hands" -> new Step.EmployeeHandsBack(current, required(text, "(?s)back\\s+.+", "employee hands", "back and the answer: "
                    + "employee hands back yes").replaceFirst("back\\s+", ""));
            case "closes" -> new Step.EmployeeCloses(current);
            default -> throw new Unreadable("an employee does not '" + words[0] + "'; write employee answers TEXT, employee hands back TEXT or "
                    + "employee closes" + Closest.to(words[0], List.of("answers", "hands", "closes")));
        };
    }

    private static Conversation.State state(String word) throws Unreadable {
        List<String> known = Arrays.stream(Conversation.State.values()).map(state -> state.name().toLowerCase(Locale.ROOT)).toList();
        if (!known.contains(word)) {
            throw new Unreadable("'" + word + "' is no state; write one of " + String.join(", ", known) + Closest.to(word, known));
        }
        return Conversation.State.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String required(String text, String form, String word, String what) throws Unreadable {
        if (!text.matches(form)) {
            throw new Unreadable((text.isEmpty() ? "" : "'" + text + "' cannot be read; ") + "write behind " + word + " " + what);
        }
        return text;
    }
}
