package io.keyline;

import io.keyline.channel.sms.SmscComponent;
import io.keyline.channel.ussd.UssdComponent;
import io.keyline.deploy.Problem;
import io.keyline.deploy.RouteFiles;
import io.keyline.language.Texts;
import io.keyline.language.TextsException;
import io.keyline.messages.Tariff;
import io.keyline.route.EventSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Component;

/** What an operator wrote beside the settings: routes, texts, rates. Each says what is wrong with it. */
final class Written {

    private Written() {
    }

    /** Whether there is a directory of routes. */
    static boolean directory(Settings settings, List<Problem> problems) {
        Path routes = settings.path(Setting.ROUTES_DIRECTORY);
        if (!Files.isDirectory(routes)) {
            problems.add(new Problem(routes.toString(), 0, "there is no such directory; " + Setting.ROUTES_DIRECTORY.key()
                    + " says where the route files are"));
            return false;
        }
        return true;
    }

    /** Whether the default language is one of the catalogue. */
    static boolean languages(Settings settings, List<Problem> problems) {
        List<String> languages = settings.list(Setting.LANGUAGES);
        String byDefault = settings.text(Setting.LANGUAGE_DEFAULT);
        if (!languages.contains(byDefault)) {
            problems.add(new Problem(Setting.LANGUAGE_DEFAULT.key(), 0, "is '" + byDefault + "', write one of " + Setting.LANGUAGES.key() + ": "
                    + String.join(", ", languages)));
            return false;
        }
        return true;
    }

    static RouteFiles routeFiles(Settings settings, Texts texts) {
        return new RouteFiles(settings.path(Setting.ROUTES_DIRECTORY), texts, settings.properties(),
                () -> componentsForChecks(settings));
    }

    /** Those that routes name and that connect to nothing. */
    static Map<String, Component> componentsForChecks(Settings settings) {
        Map<String, Component> components = new HashMap<>(EventSources.forChecks(settings.text(Setting.KAFKA_BROKERS)));
        components.put("smpp", SmscComponent.forChecks());
        components.put("smpps", SmscComponent.forChecks());
        components.put("ussd", new UssdComponent());
        return components;
    }

    /** The message catalogue; null if something in it is wrong. */
    static Texts texts(Settings settings, List<Problem> problems) {
        if (!languages(settings, problems)) {
            return null;
        }
        try {
            return named(settings, Texts.load(settings.path(Setting.MESSAGES_DIRECTORY), settings.list(Setting.LANGUAGES),
                    settings.text(Setting.LANGUAGE_DEFAULT), settings.company().zone()));
        } catch (TextsException e) {
            e.problems().forEach(wrong -> problems.add(new Problem(wrong.file().toString(), wrong.line(), wrong.message())));
            return null;
        }
    }

    /** With the names that every text may use. */
    static Texts named(Settings settings, Texts texts) {
        return texts.with(Map.of("company", settings.text(Setting.COMPANY_NAME), "contact", settings.text(Setting.COMPANY_CONTACT)));
    }

    /** What messages cost, and whom. */
    static Tariff tariff(Settings settings, List<Problem> problems) {
        return Tariff.read(settings.path(Setting.RATES_FILE), settings.path(Setting.DEPARTMENTS_FILE), settings.company().zone(),
                (file, line, wrong) -> problems.add(new Problem(file.toString(), line, wrong)));
    }
}
