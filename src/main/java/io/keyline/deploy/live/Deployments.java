package io.keyline.deploy.live;

import io.keyline.deploy.Problem;
import io.keyline.deploy.RouteFiles;
import io.keyline.deploy.live.Directory.Look;
import io.keyline.deploy.live.Judge.Verdict;
import io.keyline.language.Texts;
import io.keyline.language.TextsException;
import io.keyline.store.Database;
import io.keyline.store.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of route files and texts runs, and how it comes to run: by saving a file, by a command, from another hub of the same database, or
 * back from the history. Each way goes through the same checks and rehearsals, and each leaves a row in the history. What is at fault
 * never takes the place of what runs, also not at the start: then the last good text runs.
 */
public final class Deployments implements AutoCloseable {

    /** Reads the texts of all languages, by the names of their files; see {@link Texts#of}. */
    public interface Catalogue {
        Texts read(Map<String, String> contents) throws TextsException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
    private static final long POLL_SECONDS = 2;
    private static final long PATIENCE_SECONDS = 30;
    private static final String BY_SAVING = "saved";
    private static final String BY_STARTING = "start";

    private final Directory directory;
    private final Saved saved;
    private final Judge judge;
    private final Rehearsing rehearsing;
    private final Database database;
    private final History history;
    private final Consumer<Boolean> count;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("deployments").factory());
    private final Faults faults = new Faults();
    private final Running running;
    private Map<String, String> looked = Map.of();
    private Map<String, String> tried = Map.of();

    /**
     * @param routes     the directory of the route files and rehearsals
     * @param messages   the directory of the texts
     * @param languages  of the texts
     * @param catalogue  reads the texts of files that are in hand
     * @param files      checks route files
     * @param count      gets true for each file that is deployed, false for each that is refused
     */
    public Deployments(Path routes, Path messages, List<String> languages, Catalogue catalogue, RouteFiles files, Rehearsing rehearsing,
            Database database, Consumer<Boolean> count) {
        this.directory = new Directory(routes.toAbsolutePath().normalize(), messages, languages);
        this.saved = new Saved(this.directory);
        this.running = new Running(this.directory);
        this.judge = new Judge(this.directory.routes().getFileName().toString(), catalogue, files);
        this.rehearsing = rehearsing;
        this.database = database;
        this.history = new History(database);
        this.count = count;
    }

    /**
     * Settles what runs from the start: what the directory has, where that changed since it was last deployed and is right; else what
     * was deployed.
     *
     * @return the texts
     * @throws RefusedStartException if that is wrong, too, or there is nothing
     */
    public synchronized Texts prepare() throws Exception {
        Look look = directory.look();
        try (Lock lock = Lock.of(database)) {
            List<Deployment> last = history.lastGood();
            if (last.isEmpty()) {
                first(look);
            } else {
                again(look, last);
            }
        }
        running.verdict().problems().forEach(problem -> LOG.warn("{}", problem));
        return running.verdict().texts();
    }

    private void first(Look look) throws RefusedStartException {
        Verdict verdict = judge.judge(FileSet.of(look.texts()));
        List<Problem> problems = new ArrayList<>(look.unreadable().values());
        problems.addAll(verdict.problems());
        if (problems.stream().anyMatch(Problem::isError)) {
            throw new RefusedStartException(problems);
        }
        running.settle(verdict);
        saved.settle(look.texts(), look.texts().keySet());
        record(look.texts(), Map.of(), BY_STARTING, null);
    }

    private void again(Look look, List<Deployment> last) throws Exception {
        Map<String, String> texts = new HashMap<>();
        last.forEach(one -> {
            saved.settle(one.file(), one.directoryHash());
            texts.put(one.file(), one.text());
        });
        Verdict base = judge.judge(FileSet.of(Map.of()).with(texts));
        Trial trial = trial(base, look, saved.pending(look), false, rehearsing).run();
        if (!trial.verdict().isGood()) {
            throw new RefusedStartException(trial.verdict().problems());
        }
        running.settle(trial.verdict());
        finishSaved(trial, look, BY_STARTING);
        tried = look.texts();
    }

    /** Starts the routes that were settled on. */
    public synchronized void start(LiveRoutes on) throws Exception {
        running.start(on);
    }

    /** From now on takes what is saved in the directory, and what other hubs deploy. */
    public void watch() {
        clock.scheduleWithFixedDelay(this::poll, POLL_SECONDS, POLL_SECONDS, TimeUnit.SECONDS);
    }

    /** Looks once. */
    synchronized void poll() {
        try {
            followOthers();
            takeSaved();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            faults.add(Faults.DIRECTORY, List.of(new Problem(directory.routes().toString(), 0, "cannot be read (" + e + "); what ran runs on")));
        } catch (Exception e) {
            if (!Database.mayWorkLater(e)) { // of a database that is away others tell
                LOG.error("route files and texts are not looked at now", e);
            }
        }
    }

    /** A file counts once it was the same twice: half of one is none. */
    private void takeSaved() throws Exception {
        Look look = directory.look();
        if (look.texts().keySet().stream().noneMatch(name -> name.endsWith(FileSet.ROUTES))) {
            throw new IOException("there is no route file any more");
        }
        boolean stable = look.texts().equals(looked);
        looked = look.texts();
        Map<String, String> pending = saved.pending(look);
        faults.keep(pending.keySet());
        if (pending.isEmpty() || !stable || look.texts().equals(tried)) {
            return;
        }
        try (Lock lock = Lock.of(database)) {
            followOthers();
            Trial trial = trial(running.verdict(), look, saved.pending(look), false, rehearsing);
            goLive(trial);
            finishSaved(trial, look, BY_SAVING);
            tried = look.texts();
        }
    }

    private Trial trial(Verdict base, Look look, Map<String, String> changes, boolean together, Rehearsing with) {
        Map<String, String> other = new TreeMap<>(changes);
        other.entrySet().removeIf(change -> Objects.equals(change.getValue(), base.files().text(change.getKey())));
        Trial trial = new Trial(judge, with, base, other, together);
        Map<String, List<Problem>> unreadable = other.keySet().stream().filter(look.unreadable()::containsKey)
                .collect(Collectors.toMap(name -> name, name -> List.of(look.unreadable().get(name))));
        if (!unreadable.isEmpty()) {
            trial.refuse(unreadable);
        }
        return trial;
    }

    private void goLive(Trial trial) throws Exception {
        if (running.replace(trial)) {
            faults.clear(trial.left().keySet());
            tried = Map.of(); // what was refused may be right now
        }
    }

    private void finishSaved(Trial trial, Look look, String who) {
        saved.settleAllBut(look.texts(), trial.refused().keySet());
        trial.refused().forEach(faults::add);
        Map<String, List<Problem>> news = trial.refused().entrySet().stream()
                // once, however often it is met
                .filter(one -> !history.tells(one.getKey(), look.texts().get(one.getKey()), Faults.words(one.getValue())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        news.keySet().forEach(file -> trial.left().remove(file));
        Map<String, String> refusedTexts = new HashMap<>();
        news.keySet().forEach(file -> refusedTexts.put(file, look.texts().get(file)));
        finish(trial.left(), refusedTexts, news, who, null);
    }

    private long finish(Map<String, String> taken, Map<String, String> refusedTexts, Map<String, List<Problem>> refused, String who, String why) {
        Map<String, String> texts = new TreeMap<>(taken);
        texts.putAll(refusedTexts);
        if (texts.isEmpty()) {
            return 0;
        }
        long version = record(texts, refused, who, why);
        taken.keySet().forEach(file -> count.accept(true));
        refused.keySet().forEach(file -> count.accept(false));
        if (!taken.isEmpty()) {
            LOG.info("deployment {} by {} runs: {}", version, who, String.join(", ", taken.keySet()));
        }
        return version;
    }

    private long record(Map<String, String> texts, Map<String, List<Problem>> refused, String who, String why) {
        return history.add(version -> texts.entrySet().stream().map(one -> new Deployment(version, one.getKey(), one.getValue(),
                FileSet.hash(one.getValue()), saved.hash(one.getKey()), !refused.containsKey(one.getKey()), who, null, why,
                Faults.words(refused.getOrDefault(one.getKey(), running.warnings(one.getKey()))))).toList());
    }

    /** What another hub of this database has deployed and rehearsed. */
    private void followOthers() throws Exception {
        List<Deployment> others = history.news();
        if (others.isEmpty()) {
            return;
        }
        Map<String, String> changes = new TreeMap<>();
        others.forEach(one -> changes.put(one.file(), one.text()));
        Trial trial = trial(running.verdict(), new Look(Map.of(), Map.of()), changes, true, null);
        goLive(trial);
        faults.addBehind(trial.refused());
        if (trial.refused().isEmpty()) {
            saved.bring(changes);
            LOG.info("deployment {} of another hub runs: {}", others.getLast().version(), String.join(", ", changes.keySet()));
        }
        history.seen(others.getLast().version());
    }

    /**
     * Deploys files together, all of them or none.
     *
     * @param texts by file, without its directory; null for a file that goes
     * @param who   wants it
     * @param why   what they say of it, or null
     */
    public synchronized Outcome deploy(Map<String, String> texts, String who, String why) throws Exception {
        try (Lock lock = Lock.of(database)) {
            followOthers();
            Trial trial = trial(running.verdict(), new Look(Map.of(), Map.of()), texts, true, rehearsing);
            trial.refuse(directory.misnamed(trial.left().keySet()));
            goLive(trial);
            Map<String, String> refused = new HashMap<>();
            trial.refused().keySet().forEach(file -> refused.put(file, texts.get(file)));
            long version = finish(trial.left(), refused, trial.refused(), who, why);
            return outcome(version, trial, trial.refused().isEmpty() ? bring(version, texts) : List.of());
        }
    }

    /** After it was recorded: a hub that dies while it writes starts with all of the files nevertheless. Returns those that cannot be written. */
    private List<String> bring(long version, Map<String, String> texts) throws IOException {
        List<String> not = saved.bring(texts);
        history.brought(version, texts.keySet(), saved::hash);
        return not;
    }

    /** What {@link #deploy} would do; it changes nothing. */
    public synchronized Outcome check(Map<String, String> texts) throws Exception {
        Trial trial = trial(running.verdict(), new Look(Map.of(), Map.of()), texts, true, rehearsing);
        trial.refuse(directory.misnamed(trial.left().keySet()));
        return outcome(0, trial.run(), List.of());
    }

    private static Outcome outcome(long version, Trial trial, List<String> notWritten) {
        List<Problem> warnings = trial.verdict().problems().stream().filter(problem -> trial.left().containsKey(Trial.plain(problem.file()))).toList();
        return new Outcome(version, List.copyOf(trial.left().keySet()), trial.refused(), warnings, notWritten);
    }

    /**
     * Deploys an older text of a file again.
     *
     * @param version null for the last one that ran before
     */
    public synchronized Outcome rollBack(String file, Long version, String who, String why) throws Exception {
        Deployment older = version == null ? history.before(file, running.verdict().files().text(file)) : history.find(file, version);
        Map<String, String> texts = new HashMap<>();
        texts.put(file, older.text());
        return deploy(texts, who, "back to version " + older.version() + (why == null ? "" : ": " + why));
    }

    /** What was deployed and refused. */
    public History history() {
        return history;
    }

    /** What is wrong in the directory and does not run, by file. */
    public Map<String, List<String>> faults() {
        return faults.byFile();
    }

    /** Returns when nothing is deployed any more. */
    @Override
    public void close() throws InterruptedException {
        clock.shutdownNow();
        if (!clock.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("a deployment is still under way");
        }
    }
}
