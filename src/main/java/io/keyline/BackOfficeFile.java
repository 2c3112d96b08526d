package io.keyline;

import io.keyline.backoffice.Plan;
import io.keyline.backoffice.PlanFile;
import io.keyline.deploy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The file of {@code back-office.file}, which may be missing where the usual one is meant. */
final class BackOfficeFile {

    private static final String ENVIRONMENT = "env:";

    private BackOfficeFile() {
    }

    /** @param problems receives all that is wrong, with its line */
    static Plan read(Settings settings, List<Problem> problems) {
        Path file = settings.path(Setting.BACK_OFFICE_FILE);
        if (!Files.exists(file)) {
            if (!settings.text(Setting.BACK_OFFICE_FILE).equals(Setting.BACK_OFFICE_FILE.byDefault())) {
                problems.add(new Problem(file.toString(), 0, "there is no such file; " + Setting.BACK_OFFICE_FILE.key() + " names it"));
            }
            return Plan.NONE;
        }
        try {
            List<PlanFile.Fault> faults = new ArrayList<>();
            Properties properties = settings.properties();
            Plan plan = PlanFile.read(Files.readString(file), name -> value(name, properties), faults);
            faults.forEach(wrong -> problems.add(new Problem(file.toString(), wrong.line(), wrong.message())));
            return plan;
        } catch (IOException e) {
            problems.add(new Problem(file.toString(), 0, "cannot be read: " + e.getMessage()));
            return Plan.NONE;
        }
    }

    /** A setting, or with env: before it an environment variable: as in route files. */
    private static Optional<String> value(String name, Properties settings) {
        return Optional.ofNullable(name.startsWith(ENVIRONMENT) ? System.getenv(name.substring(ENVIRONMENT.length())) : settings.getProperty(name));
    }
}
