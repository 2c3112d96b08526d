package io.keyline.deploy.live;

import io.keyline.deploy.Plan.Touched;
import io.keyline.deploy.Problem;
import io.keyline.deploy.live.Judge.Verdict;
import io.keyline.deploy.rehearsal.RehearsalFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Some changes on their way: checked and rehearsed upon what runs, until nothing more is wrong with what is left of them. What is at
 * fault is set aside, and the rest goes; or nothing does, where they belong together.
 */
final class Trial {

    private final Judge judge;
    private final Rehearsing rehearsing;
    private final Verdict base;
    private final boolean together;
    private final Map<String, String> left;
    private final Map<String, List<Problem>> refused = new TreeMap<>();
    private Verdict verdict;

    /**
     * @param rehearsing null if nothing is to be rehearsed
     * @param base       what runs
     * @param changes    texts by file; null for a file that goes
     * @param together   whether all or nothing goes
     */
    Trial(Judge judge, Rehearsing rehearsing, Verdict base, Map<String, String> changes, boolean together) {
        this.judge = judge;
        this.rehearsing = rehearsing;
        this.base = base;
        this.left = new TreeMap<>(changes);
        this.together = together;
    }

    /** The changes that may go; none if all are refused. */
    Map<String, String> left() {
        return left;
    }

    /** What is at fault, and why, by file. */
    Map<String, List<Problem>> refused() {
        return refused;
    }

    /** What would run with the changes that are left. */
    Verdict verdict() {
        return verdict;
    }

    /** Finds out what of the changes may go. */
    Trial run() throws InterruptedException {
        while (true) {
            verdict = judge.judge(base.files().with(left));
            if (left.isEmpty()) {
                return this;
            }
            Map<String, List<Problem>> wrong = verdict.isGood() ? rehearse() : blame(verdict.errors());
            if (wrong.isEmpty()) {
                return this;
            }
            refuse(wrong);
        }
    }

    /** Sets files aside; if they belong together, all of them. */
    void refuse(Map<String, List<Problem>> wrong) {
        refused.putAll(wrong);
        left.keySet().removeAll(wrong.keySet());
        if (together && !wrong.isEmpty()) {
            left.keySet().forEach(file -> refused.put(file, List.of()));
            left.clear();
        }
    }

    /** Mostly the file that is wrong has changed. If not, a change of another one has made it so: that without which it is right. */
    private Map<String, List<Problem>> blame(List<Problem> errors) {
        Map<String, List<Problem>> own = errors.stream().filter(error -> left.containsKey(plain(error.file())))
                .collect(Collectors.groupingBy(error -> plain(error.file())));
        if (!own.isEmpty()) {
            return own;
        }
        for (String file : left.keySet()) {
            Map<String, String> others = new HashMap<>(left);
            others.remove(file);
            if (judge.judge(base.files().with(others)).errors().stream().noneMatch(errors::contains)) {
                return Map.of(file, errors);
            }
        }
        return left.keySet().stream().collect(Collectors.toMap(file -> file, file -> errors));
    }

    static String plain(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /** A rehearsal that differs is the fault of each change that touches what it tries. */
    private Map<String, List<Problem>> rehearse() throws InterruptedException {
        if (rehearsing == null) {
            return Map.of();
        }
        List<Problem> unreadable = new ArrayList<>();
        Map<String, Set<String>> concerned = new TreeMap<>();
        left.keySet().forEach(file -> concerned.put(file, concerned(file, unreadable)));
        if (!unreadable.isEmpty()) {
            return blame(unreadable);
        }
        Set<String> all = concerned.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        Map<String, List<Problem>> wrong = new HashMap<>();
        for (Problem problem : rehearsing.play(verdict.files(), all)) {
            List<String> touching = concerned.entrySet().stream().filter(one -> one.getValue().contains(plain(problem.file()))).map(Map.Entry::getKey).toList();
            (touching.isEmpty() ? left.keySet() : touching).forEach(file -> wrong.computeIfAbsent(file, any -> new ArrayList<>()).add(problem));
        }
        return wrong;
    }

    /** The files of rehearsals that a change of this file may make differ. */
    private Set<String> concerned(String file, List<Problem> unreadable) {
        if (file.endsWith(FileSet.REHEARSAL)) {
            return verdict.files().text(file) == null ? Set.of() : checked(file, unreadable);
        }
        boolean texts = file.endsWith(FileSet.MESSAGES);
        Touched touched = verdict.plan().touched(texts ? Set.of() : Set.of(file), texts ? differences() : Set.of());
        Set<String> bases = touched.files().stream().map(Trial::base).collect(Collectors.toSet());
        return verdict.files().rehearsals().entrySet().stream()
                .filter(one -> bases.contains(base(one.getKey())) || tries(one.getKey(), one.getValue(), touched))
                .map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> checked(String file, List<Problem> unreadable) {
        RehearsalFile.parse("routes/" + file, verdict.files().text(file), unreadable);
        return Set.of(file);
    }

    private Set<String> differences() {
        if (base.texts() == null) {
            return Set.of();
        }
        Set<String> keys = verdict.texts().differences(base.texts());
        keys.removeIf(key -> !verdict.texts().has(key) && base.plan().names(key)); // gone with the routes that named it
        return keys;
    }

    private static boolean tries(String name, String text, Touched touched) {
        return RehearsalFile.parse(name, text, new ArrayList<>()).stream().anyMatch(one -> one.tries(touched.saying(), touched.dialogues()));
    }

    private static String base(String file) {
        return file.replaceFirst("\\.[a-z]+$", "");
    }
}
