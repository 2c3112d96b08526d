package io.keyline;

import io.keyline.deploy.Problem;
import io.keyline.deploy.live.RefusedStartException;
import io.keyline.operations.JsonLog;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code keyline run}: the hub, for production. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs the hub with the settings of its configuration file.")
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption configuration;

    @Override
    public Integer call() throws Exception {
        List<Problem> problems = new ArrayList<>();
        Settings settings = configuration.read(problems);
        return run(settings, problems, spec.commandLine().getErr(), () -> LOG.info("Keyline runs"));
    }

    /** Runs the hub until the process is told to end. */
    static int run(Settings settings, List<Problem> problems, PrintWriter err, Runnable whenStarted) throws InterruptedException {
        Application application = Application.of(settings, problems);
        problems.addAll(Production.problems(settings));
        if (application == null || problems.stream().anyMatch(Problem::isError)) {
            return ConfigurationOption.refuse(err, problems);
        }
        if (settings.text(Setting.LOG_FORMAT).equals("json")) {
            JsonLog.begin();
        }
        problems.forEach(warning -> LOG.warn("{}", warning));
        CountDownLatch stopped = new CountDownLatch(1);
        Thread stop = new Thread(() -> {
            application.close();
            stopped.countDown();
        }, "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            application.start();
        } catch (RefusedStartException e) {
            return ConfigurationOption.refuse(err, e.problems());
        } catch (Exception e) {
            LOG.debug("start failed", e);
            err.println("Keyline does not start: " + rootMessage(e));
            return 1;
        }
        whenStarted.run();
        stopped.await();
        return 0;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause().getMessage() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
