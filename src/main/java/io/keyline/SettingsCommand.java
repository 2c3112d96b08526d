package io.keyline;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keyline settings}: what can be set, and what it is for. */
@Command(name = "settings", mixinStandardHelpOptions = true, description = "Lists every setting with its default and meaning.")
final class SettingsCommand implements Runnable {

    @Option(names = "--markdown", description = "as docs/settings.md has it")
    private boolean markdown;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (markdown) {
            page(out);
        } else {
            Arrays.stream(Setting.values()).forEach(setting -> out.printf("%-28s %-24s %s%n", setting.key(), byDefault(setting), setting.meaning()));
        }
        out.flush();
    }

    private static String byDefault(Setting setting) {
        return setting.byDefault().isEmpty() ? "(empty)" : setting.byDefault();
    }

    private static void page(PrintWriter out) {
        out.print("""
                # Every setting

                Made by `bin/keyline settings --markdown > docs/settings.md`; the build fails when it is not current. A setting stands in
                `config/keyline.properties` or in the environment, which wins: `sms.host` is `KEYLINE_SMS_HOST`. A wrong value, and a name that is
                none, is said at the start with what to write instead. In route files `{{sms.host}}` stands for a setting's value.

                A duration is a number with `ms`, `s`, `m`, `h` or `d`. **Secret**: never written to a log; give it by the environment, or let only the
                hub's own user read the file.
                """);
        sections().forEach((name, settings) -> section(out, name, settings));
    }

    /** By the first word of their names, in their order. */
    private static Map<String, List<Setting>> sections() {
        Map<String, List<Setting>> sections = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            sections.computeIfAbsent(setting.key().replaceFirst("\\..*", ""), name -> new ArrayList<>()).add(setting);
        }
        return sections;
    }

    private static void section(PrintWriter out, String name, List<Setting> settings) {
        out.printf("%n## %s%n%n| setting | default | write | what it is for |%n|---|---|---|---|%n", name);
        settings.forEach(setting -> out.printf("| `%s` | %s | %s | %s |%n", setting.key(),
                setting.byDefault().isEmpty() ? "" : "`" + setting.byDefault() + "`", form(setting), setting.meaning().replace("|", "\\|")));
    }

    private static String form(Setting setting) {
        return switch (setting.form()) {
            case SECRET -> "**secret**";
            case DURATION -> "a duration";
            default -> setting.form().words().replace("|", "\\|");
        };
    }
}
