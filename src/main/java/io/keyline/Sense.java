package io.keyline;

import io.keyline.channel.http.Proxies;
import io.keyline.console.Employees;
import io.keyline.deploy.Problem;
import io.keyline.publish.Destination;
import java.util.List;
import java.util.Set;

/** What settings say together, where each is right by itself. */
final class Sense {

    private Sense() {
    }

    /** @param problems receives all that is wrong, at once */
    static void check(Settings settings, List<Problem> problems) {
        api(settings, problems);
        deadLetters(settings, problems);
        tracing(settings, problems);
        proxies(settings, problems);
    }

    private static void api(Settings settings, List<Problem> problems) {
        if (settings.isSet(Setting.API_TOKENS)) {
            Employees.problems(settings.text(Setting.API_TOKENS)).forEach(wrong -> problems.add(new Problem(Setting.API_TOKENS.key(), 0, wrong)));
            Set<String> known = Employees.tokensByName(settings.text(Setting.API_TOKENS)).keySet();
            settings.list(Setting.API_OPERATORS).stream().filter(name -> !name.isEmpty() && !known.contains(name)).forEach(name -> problems.add(
                    new Problem(Setting.API_OPERATORS.key(), 0, name + " has no token in " + Setting.API_TOKENS.key())));
        } else if (!Production.isLoopback(settings.text(Setting.API_HOST))) {
            problems.add(new Problem(Setting.API_HOST.key(), 0, "is '" + settings.text(Setting.API_HOST) + "', where others could reach the API: "
                    + "set " + Setting.API_TOKENS.key() + " to your employees and their tokens, or let it be 127.0.0.1"));
        }
    }

    private static void deadLetters(Settings settings, List<Problem> problems) {
        String destination = settings.text(Setting.DEAD_LETTERS_DESTINATION);
        try {
            if (!destination.isEmpty() && Destination.of(destination.replace("{kind}", "kind")).kind() == Destination.Kind.KAFKA
                    && !settings.isSet(Setting.KAFKA_BROKERS)) {
                problems.add(new Problem(Setting.DEAD_LETTERS_DESTINATION.key(), 0, "is '" + destination + "', but " + Setting.KAFKA_BROKERS.key()
                        + " is empty"));
            }
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(Setting.DEAD_LETTERS_DESTINATION.key(), 0, e.getMessage()));
        }
    }

    private static void proxies(Settings settings, List<Problem> problems) {
        try {
            Proxies.of(settings.list(Setting.WEB_PROXIES));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(Setting.WEB_PROXIES.key(), 0, e.getMessage()));
        }
    }

    private static void tracing(Settings settings, List<Problem> problems) {
        if (settings.isSet(Setting.TRACING_URL) && !settings.text(Setting.TRACING_URL).matches("https?://[^\\s/]+/\\S+")) {
            problems.add(new Problem(Setting.TRACING_URL.key(), 0, "is '" + settings.text(Setting.TRACING_URL)
                    + "', write the collector's path for traces too, for example http://127.0.0.1:4318/v1/traces"));
        }
        if (Double.parseDouble(settings.text(Setting.TRACING_SHARE)) > 1) {
            problems.add(new Problem(Setting.TRACING_SHARE.key(), 0, "is '" + settings.text(Setting.TRACING_SHARE) + "', write a share from 0 to 1"));
        }
    }
}
