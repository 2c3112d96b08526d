package io.keyline;

import io.keyline.deploy.Closest;
import io.keyline.deploy.Problem;
import io.keyline.deploy.draw.Captions;
import io.keyline.deploy.draw.Charts;
import io.keyline.language.Texts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyline draw}: a route as a flowchart. */
@Command(name = "draw", mixinStandardHelpOptions = true,
        description = "Draws a route as a flowchart in SVG, with the texts that the customer reads.")
final class DrawCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption configuration;

    @ArgGroup(multiplicity = "1")
    private What what;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "where to write the chart (default: standard output)")
    private Path output;

    @Option(names = "--language", paramLabel = "LANGUAGE", description = "the language of the texts (default: that of the settings)")
    private String language;

    /** One route or all. */
    private static final class What {

        @Parameters(paramLabel = "ROUTE", description = "the id of a route, its keyword or event, or its file")
        private String route;

        @Option(names = "--all", paramLabel = "DIRECTORY",
                description = "draws every route of a command or dialogue into this directory, as ID.svg, and a README.md that shows them")
        private Path directory;
    }

    @Override
    public Integer call() throws IOException {
        List<Problem> problems = new ArrayList<>();
        Settings settings = configuration.read(problems);
        Texts texts = problems.isEmpty() ? Written.texts(settings, problems) : null;
        if (texts == null) {
            return ConfigurationOption.refuse(err(), problems);
        }
        String shown = language == null ? settings.text(Setting.LANGUAGE_DEFAULT) : language;
        if (!settings.list(Setting.LANGUAGES).contains(shown)) {
            return refuse("there are no texts in '" + shown + "', write one of " + String.join(", ", settings.list(Setting.LANGUAGES)));
        }
        Integer status = Written.routeFiles(settings, texts).readModel(problems, context -> draw(new Charts(context, new Captions(texts, shown))));
        problems.forEach(problem -> err().println("not drawn: " + problem));
        return problems.isEmpty() ? status : Integer.valueOf(2);
    }

    private int draw(Charts charts) {
        try {
            return what.directory == null ? one(charts) : all(charts);
        } catch (IOException e) {
            return refuse("cannot be written: " + e.getMessage());
        }
    }

    private int one(Charts charts) throws IOException {
        List<String> found = charts.find(what.route);
        if (found.isEmpty()) {
            return refuse("there is no route '" + what.route + "'" + Closest.to(what.route, charts.all()) + "; there are "
                    + String.join(", ", charts.all()));
        }
        if (found.size() > 1) {
            return refuse("'" + what.route + "' is several routes, write one of " + String.join(", ", found));
        }
        String svg = charts.svg(found.getFirst());
        if (output == null) {
            out().print(svg);
            out().flush();
        } else {
            Files.writeString(output, svg);
        }
        return 0;
    }

    private int all(Charts charts) throws IOException {
        Files.createDirectories(what.directory);
        StringBuilder index = new StringBuilder("# The routes, drawn\n\nMade by `bin/keyline draw --all`.\n");
        for (String id : charts.dialogues()) {
            String file = id.replaceAll("[^A-Za-z0-9._-]", "-") + ".svg"; // an id may hold what leads out of the directory
            Files.writeString(what.directory.resolve(file), charts.svg(id));
            index.append("\n## ").append(id).append("\n\n![").append(id).append("](").append(file).append(")\n");
        }
        Files.writeString(what.directory.resolve("README.md"), index);
        out().println(charts.dialogues().size() + " routes drawn into " + what.directory);
        return 0;
    }

    private int refuse(String why) {
        err().println(why);
        return 2;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
