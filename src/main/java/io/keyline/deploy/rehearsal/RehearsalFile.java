package io.keyline.deploy.rehearsal;

import io.keyline.deploy.Problem;
import io.keyline.deploy.rehearsal.Rehearsal.Line;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a file of rehearsals. docs/rehearsals.md describes the format. */
public final class RehearsalFile {

    /** A Monday morning, so that weekends and quiet hours play no part unless a rehearsal wants them to. */
    private static final LocalDateTime MONDAY = LocalDateTime.of(2026, 11, 23, 10, 0);

    private final String name;
    private final List<Problem> problems;
    private final List<Rehearsal> rehearsals = new ArrayList<>();
    /** What stands above the first title, and counts for all. */
    private Draft common;
    private Draft draft;

    private RehearsalFile(String name, List<Problem> problems) {
        this.name = name;
        this.problems = problems;
        this.common = new Draft(1, title(name), MONDAY, List.of(), Rehearsal.SOMEBODY);
        this.draft = common;
    }

    /**
     * Reads a file.
     *
     * @param problems receives all that is wrong, with its line
     * @return the rehearsals; to be played only if nothing is wrong
     */
    public static List<Rehearsal> read(Path path, List<Problem> problems) {
        String name = path.toAbsolutePath().getParent().getFileName() + "/" + path.getFileName();
        try {
            return parse(name, Files.readString(path), problems);
        } catch (CharacterCodingException e) {
            problems.add(new Problem(name, 0, "is not UTF-8"));
        } catch (IOException e) {
            problems.add(new Problem(name, 0, "cannot be read: " + e.getMessage()));
        }
        return List.of();
    }

    /** As {@link #read}, of a text that is in hand. @param name as the problems name the file */
    public static List<Rehearsal> parse(String name, String text, List<Problem> problems) {
        RehearsalFile file = new RehearsalFile(name, problems);
        file.sources(text).forEach(file::take);
        file.finish();
        return file.rehearsals;
    }

    private static String title(String name) {
        return name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.rehearsal$", "");
    }

    /** A line with those that continue it. */
    private record Source(int number, String text) {
    }

    private List<Source> sources(String text) {
        List<Source> sources = new ArrayList<>();
        int number = 0;
        for (String raw : text.replaceFirst("^\\uFEFF", "").lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith("|")) {
                sources.add(new Source(number, line));
            } else if (sources.isEmpty()) {
                problems.add(new Problem(name, number, "| continues a line, and there is none above"));
            } else {
                Source first = sources.removeLast();
                sources.add(new Source(first.number(), first.text() + "\n" + line.substring(line.startsWith("| ") ? 2 : 1)));
            }
        }
        return sources;
    }

    private void take(Source source) {
        String[] words = source.text().split("\\s+", 2);
        if (words[0].equals("rehearsal")) {
            begin(source.number(), words.length > 1 ? words[1] : "");
            return;
        }
        try {
            Optional<Step> step = draft.grammar.read(source.text());
            if (step.isPresent()) {
                draft.add(new Line(source.number(), source.text(), step.get()));
            }
        } catch (Unreadable e) {
            draft.wrong = true;
            problems.add(new Problem(name, source.number(), e.getMessage()));
        }
    }

    private void begin(int number, String title) {
        if (draft == common) {
            common.lines.stream().filter(line -> !(line.step() instanceof Step.Given)).findFirst()
                    .ifPresent(line -> problems.add(new Problem(name, line.number(),
                            "above the first rehearsal stands only what counts for all: language, channel, at, customer, back-office; "
                                    + "write rehearsal TITLE above this line")));
        } else {
            finish();
        }
        if (title.isEmpty()) {
            problems.add(new Problem(name, number, "write behind rehearsal what it shows"));
        }
        rehearsals.stream().filter(other -> other.title().equals(title)).findFirst().ifPresent(
                other -> problems.add(new Problem(name, number, "the title is taken by the rehearsal in line " + other.line())));
        draft = new Draft(number, title, common.start, common.lines, common.grammar.current());
    }

    private void finish() {
        if (!draft.happens && !draft.wrong) {
            problems.add(new Problem(name, draft.number, "nothing happens in this rehearsal; write what a customer says: > renew"));
        }
        rehearsals.add(new Rehearsal(name, draft.number, draft.title, draft.start, List.copyOf(draft.lines)));
    }

    /** A rehearsal while it is read. */
    private static final class Draft {
        private final int number;
        private final String title;
        private final List<Line> lines;
        private final Grammar grammar;
        private LocalDateTime start;
        private boolean happens;
        private boolean wrong;

        Draft(int number, String title, LocalDateTime start, List<Line> lines, String customer) {
            this.number = number;
            this.title = title;
            this.start = start;
            this.lines = new ArrayList<>(lines);
            this.grammar = new Grammar(customer);
        }

        /** Before anything happens, a time is that of the beginning. */
        void add(Line line) {
            if (line.step() instanceof Step.At at && !happens) {
                start = LocalDateTime.of(at.date() == null ? start.toLocalDate() : at.date(), at.time());
                return;
            }
            happens |= line.step() instanceof Step.Happens;
            lines.add(line);
        }
    }
}
