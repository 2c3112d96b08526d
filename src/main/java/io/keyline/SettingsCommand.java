package io.keyline;

import picocli.CommandLine.Command;

/** {@code keyline settings}: what can be set, and what it is for. */
@Command(name = "settings", mixinStandardHelpOptions = true, description = "Lists every setting with its default and meaning.")
final class SettingsCommand implements Runnable {

    @Override
    public void run() {
        for (Setting setting : Setting.values()) {
            System.out.printf("%-28s %-24s %s%n", setting.key(), setting.byDefault().isEmpty() ? "(empty)" : setting.byDefault(),
                    setting.meaning());
        }
    }
}
