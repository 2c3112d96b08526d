package io.keyline;

import io.keyline.deploy.Closest;
import io.keyline.deploy.Problem;
import io.keyline.deploy.rehearsal.JUnitXml;
import io.keyline.deploy.rehearsal.Outcome;
import io.keyline.deploy.rehearsal.Player;
import io.keyline.deploy.rehearsal.Rehearsal;
import io.keyline.deploy.rehearsal.RehearsalFile;
import io.keyline.deploy.rehearsal.Report;
import io.keyline.deploy.rehearsal.Theatre;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyline rehearse}: whether the dialogues go as they are written down. */
@Command(name = "rehearse", mixinStandardHelpOptions = true, description = {
    "Plays rehearsals against the route files, on a hub of their own and on virtual time. Nobody gets a message.",
    "Exit status: 0 all went as written, 1 something differs, 2 it could not be played or written."})
final class RehearseCommand implements Callable<Integer> {

    private static final String ENDING = ".rehearsal";

    /** Opens what rehearsals are played on. */
    interface Opener {

        /** @param problems receives what is wrong with settings, texts or routes; then nothing is opened, and null returned */
        Theatre open(Settings settings, List<Problem> problems) throws Exception;
    }

    private final Opener opener;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption configuration;

    @Option(names = "--junit", paramLabel = "FILE", description = "also write the outcome as JUnit XML")
    private Path junit;

    @Parameters(paramLabel = "FILE|ROUTE", description = "a file of rehearsals, or a route file whose rehearsals to play, with or without its "
            + "ending (default: all in the routes directory)")
    private List<String> names = List.of();

    RehearseCommand(Opener opener) {
        this.opener = opener;
    }

    @Override
    public Integer call() throws Exception {
        List<Problem> problems = new ArrayList<>();
        Settings settings = configuration.read(problems);
        Map<String, List<Rehearsal>> rehearsals = problems.isEmpty() ? read(settings.path(Setting.ROUTES_DIRECTORY), problems) : Map.of();
        if (!problems.isEmpty()) {
            return refuse(problems);
        }
        Theatre opened;
        try {
            opened = opener.open(settings, problems);
        } catch (Exception e) {
            err().println("Nothing is rehearsed: " + e.getMessage());
            return 2;
        }
        try (Theatre theatre = opened) {
            return theatre == null ? refuse(problems) : play(new Player(theatre), rehearsals);
        }
    }

    private Map<String, List<Rehearsal>> read(Path routes, List<Problem> problems) throws IOException {
        Map<String, List<Rehearsal>> rehearsals = new LinkedHashMap<>();
        for (Path file : files(routes, problems)) {
            List<Rehearsal> read = RehearsalFile.read(file, problems);
            read.forEach(one -> rehearsals.computeIfAbsent(one.file(), any -> new ArrayList<>()).add(one));
        }
        return rehearsals;
    }

    private List<Path> files(Path routes, List<Problem> problems) throws IOException {
        if (!Files.isDirectory(routes)) {
            problems.add(new Problem(routes.toString(), 0, "there is no such directory; " + Setting.ROUTES_DIRECTORY.key()
                    + " says where the route files are"));
            return List.of();
        }
        List<Path> all;
        try (Stream<Path> listed = Files.list(routes)) {
            all = listed.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        }
        if (names.isEmpty() && all.isEmpty()) {
            problems.add(new Problem(routes.toString(), 0, "there are no rehearsals; write one beside its route file, for example bal" + ENDING));
        }
        return names.isEmpty() ? all : names.stream().map(name -> file(name, routes, all, problems)).filter(Objects::nonNull).distinct().toList();
    }

    /** @return null if there is none */
    private static Path file(String name, Path routes, List<Path> all, List<Problem> problems) {
        String bare = name.replaceFirst("\\.(rehearsal|yaml)$", "");
        Path asGiven = Path.of(bare + ENDING);
        if (Files.exists(asGiven)) {
            return asGiven;
        }
        Path ofRoute = routes.resolve(bare + ENDING);
        if (Files.exists(ofRoute)) {
            return ofRoute;
        }
        problems.add(new Problem(name, 0, "has no rehearsals: there is no " + ofRoute + Closest.to(bare,
                all.stream().map(file -> file.getFileName().toString().replace(ENDING, "")).toList())));
        return null;
    }

    private int play(Player player, Map<String, List<Rehearsal>> rehearsals) {
        Report report = new Report(spec.commandLine().getOut(), Ansi.AUTO.enabled());
        Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
        rehearsals.forEach((file, all) -> {
            List<Outcome> played = all.stream().map(player::play).toList();
            outcomes.put(file, played);
            report.file(file, played);
        });
        report.end();
        if (junit != null && !write(outcomes)) {
            return 2;
        }
        return outcomes.values().stream().flatMap(List::stream).allMatch(Outcome::isGreen) ? 0 : 1;
    }

    private boolean write(Map<String, List<Outcome>> outcomes) {
        try {
            JUnitXml.write(junit, outcomes);
            return true;
        } catch (IOException e) {
            err().println(junit + " cannot be written: " + e);
            return false;
        }
    }

    private int refuse(List<Problem> problems) {
        return ConfigurationOption.refuse(err(), "Nothing is rehearsed", problems);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
