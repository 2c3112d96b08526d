package io.keyline;

import io.keyline.deadletter.Limits;
import io.keyline.deadletter.QuietHours;
import io.keyline.deploy.Closest;
import io.keyline.deploy.Problem;
import io.keyline.hub.Lifetimes;
import io.keyline.identity.OneTimeCodes;
import io.keyline.keeping.Retention;
import io.keyline.route.Keyline;
import io.keyline.store.GoneSql;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The settings of one start: the defaults, then the configuration file, then the environment. */
public final class Settings {

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);

    private Settings() {
        for (Setting setting : Setting.values()) {
            values.put(setting, setting.byDefault());
        }
    }

    /**
     * Reads the settings.
     *
     * @param file        may be missing only if it is the usual one
     * @param environment the environment variables
     * @param problems    receives everything that is wrong, with line or variable and what to write instead
     */
    public static Settings read(Path file, boolean required, Map<String, String> environment, List<Problem> problems) {
        Settings settings = new Settings();
        if (Files.exists(file)) {
            settings.readFile(file, problems);
        } else if (required) {
            problems.add(new Problem(file.toString(), 0, "there is no such file"));
        }
        settings.readEnvironment(environment, problems);
        return settings;
    }

    private void readFile(Path file, List<Problem> problems) {
        try {
            String text = Files.readString(file);
            Properties properties = new Properties();
            properties.load(new StringReader(text));
            properties.stringPropertyNames().stream().map(key -> Map.entry(line(text, key), key)).sorted(Map.Entry.comparingByKey())
                    .forEach(at -> take(at.getValue(), properties.getProperty(at.getValue()).strip(),
                            new Problem(file.toString(), at.getKey(), ""), problems));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(new Problem(file.toString(), 0, "cannot be read: " + e.getMessage()));
        }
    }

    private static int line(String text, String key) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().replace("\\", "").split("[\\s=:]", 2)[0].equals(key)) {
                return i + 1;
            }
        }
        return 0;
    }

    private void readEnvironment(Map<String, String> environment, List<Problem> problems) {
        List<String> known = new ArrayList<>(List.of("KEYLINE_JAVA_HOME", "KEYLINE_JAVA_OPTIONS"));
        for (Setting setting : Setting.values()) {
            known.add(setting.variable());
            String value = environment.get(setting.variable());
            if (value != null) {
                take(setting.key(), value.strip(), new Problem("environment variable " + setting.variable(), 0, ""), problems);
            }
        }
        environment.keySet().stream().filter(name -> name.startsWith("KEYLINE_") && !known.contains(name)).sorted()
                .forEach(name -> problems.add(new Problem("environment variable " + name, 0, "is unknown" + Closest.to(name, known))));
    }

    private void take(String key, String value, Problem where, List<Problem> problems) {
        Setting setting = Arrays.stream(Setting.values()).filter(one -> one.key().equals(key)).findFirst().orElse(null);
        if (setting == null) {
            List<String> known = Arrays.stream(Setting.values()).map(Setting::key).toList();
            problems.add(new Problem(where.file(), where.line(), "the setting " + key + " is unknown" + Closest.to(key, known)));
        } else if (!setting.form().accepts(value)) {
            problems.add(new Problem(where.file(), where.line(), key + " is '" + value + "', write " + setting.form().words()));
        } else {
            values.put(setting, value);
        }
    }

    /** As these, but for one setting. */
    public Settings with(Setting setting, String value) {
        Settings other = new Settings();
        other.values.putAll(values);
        other.values.put(setting, value);
        return other;
    }

    public String text(Setting setting) {
        return values.get(setting);
    }

    public boolean isSet(Setting setting) {
        return !values.get(setting).isEmpty();
    }

    public Path path(Setting setting) {
        return Path.of(values.get(setting));
    }

    public int number(Setting setting) {
        return Integer.parseInt(values.get(setting));
    }

    public List<String> list(Setting setting) {
        return List.of(values.get(setting).split("\\s*,\\s*"));
    }

    public Duration duration(Setting setting) {
        String value = values.get(setting);
        if (value.endsWith("ms")) {
            return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
        }
        long amount = Long.parseLong(value.substring(0, value.length() - 1));
        return switch (value.charAt(value.length() - 1)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** What the company says of itself. */
    public Keyline.Company company() {
        String zone = text(Setting.COMPANY_ZONE);
        return new Keyline.Company(zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone), text(Setting.SMS_SENDER),
                text(Setting.REGION_DEFAULT));
    }

    /** How long messages are worth sending. */
    public Lifetimes lifetimes() {
        return new Lifetimes(duration(Setting.LIFETIME_CODE), duration(Setting.LIFETIME_REPLY), duration(Setting.LIFETIME_NOTICE));
    }

    /** When an address is taken for gone. */
    public GoneSql.Rule gone() {
        return new GoneSql.Rule(number(Setting.GONE_AFTER), duration(Setting.GONE_OVER), number(Setting.GONE_MOST_A_DAY));
    }

    /** When dead letters may be replayed. */
    public Limits replayLimits() {
        return new Limits(duration(Setting.DEAD_LETTERS_WORTH), QuietHours.read(text(Setting.QUIET_HOURS), company().zone()));
    }

    /** What is decided of one-time codes. */
    public OneTimeCodes.Settings codes() {
        List<String> countries = isSet(Setting.CODES_COUNTRIES) ? list(Setting.CODES_COUNTRIES) : List.of(text(Setting.REGION_DEFAULT));
        return new OneTimeCodes.Settings(Set.copyOf(countries), number(Setting.CODES_HOURLY), OneTimeCodes.random());
    }

    /** The same as variables of an environment, for a process that is to have them all. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        values.forEach((setting, value) -> environment.put(setting.variable(), value));
        return environment;
    }

    /** How long data are kept. */
    public Retention.Periods periods() {
        return new Retention.Periods(duration(Setting.KEEP_MESSAGES), duration(Setting.KEEP_TEXTS), duration(Setting.KEEP_CONVERSATIONS),
                duration(Setting.KEEP_WORK), duration(Setting.KEEP_DEAD_LETTERS), duration(Setting.KEEP_DEPLOYMENTS),
                duration(Setting.KEEP_QUARANTINE), duration(Setting.KEEP_CONSENT));
    }

    /** What {@code {{name}}} in a route file stands for. */
    public Properties properties() {
        Properties properties = new Properties();
        values.forEach((setting, value) -> properties.setProperty(setting.key(), value));
        return properties;
    }
}
