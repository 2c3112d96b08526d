package io.keyline.backoffice;

import io.keyline.backoffice.Plan.Treatment;
import io.keyline.backoffice.Plan.Usual;
import io.keyline.backoffice.Plan.Way;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads {@code config/back-office.yaml}; docs/back-office.md says what it may hold. */
public final class PlanFile {

    /** Something wrong in the file. @param line from 1; 0 if it cannot be told */
    public record Fault(int line, String message) {
    }

    private static final Pattern WAY = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern OPERATION = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)?");
    private static final Pattern BROKERS = Pattern.compile("[\\w.-]+:\\d{1,5}(\\s*,\\s*[\\w.-]+:\\d{1,5})*");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]*");
    private static final int SHORTEST_SECRET = 20;

    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Way> ways = new LinkedHashMap<>();
    private final Map<String, Treatment> treatments = new LinkedHashMap<>();

    private PlanFile() {
    }

    /**
     * @param named  what a name in {{…}} stands for; empty if nothing does
     * @param faults receives all that is wrong, in the order of the lines
     * @return what it says; of use only where nothing is wrong
     */
    public static Plan read(String text, Function<String, Optional<String>> named, List<Fault> faults) {
        var file = new PlanFile();
        try {
            new Compose(LoadSettings.builder().build()).composeString(text).ifPresent(
                    root -> file.readAll(new YamlEntries(root, "the file", named, file.faults)));
        } catch (MarkedYamlEngineException e) {
            file.faults.add(new Fault(e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0), "is not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            file.faults.add(new Fault(0, "is not YAML: " + e.getMessage()));
        }
        file.faults.stream().sorted(Comparator.comparingInt(Fault::line)).forEach(faults::add);
        return new Plan(Map.copyOf(file.ways), Map.copyOf(file.treatments));
    }

    private void readAll(YamlEntries root) {
        root.entries("connections").ifPresent(all -> all.each(this::readWay));
        root.entries("operations").ifPresent(all -> all.each(this::readTreatment));
        root.end();
    }

    private void readWay(String name, YamlEntries entry) {
        if (!WAY.matcher(name).matches()) {
            entry.wrong("the connection '" + name + "' is written with a-z, 0-9 and hyphen");
        }
        var kinds = List.of("jms", "kafka", "http").stream().filter(entry::has).toList();
        if (kinds.size() != 1) {
            entry.wrong("connection " + name + ": write one of jms, kafka and http, with its address");
            return;
        }
        ways.put(name, switch (kinds.getFirst()) {
            case "jms" -> jms(entry);
            case "kafka" -> kafka(entry);
            default -> http(entry);
        });
        entry.end();
    }

    private static Way jms(YamlEntries entry) {
        return new Plan.Jms(entry.text("jms").orElse(""), entry.text("user").orElse(null), entry.text("password").orElse(null), prefix(entry));
    }

    private static Way kafka(YamlEntries entry) {
        var brokers = entry.matching("kafka", BROKERS, "host:port, parted by commas").orElse("");
        return new Plan.Kafka(brokers, prefix(entry), entry.entries("properties").map(YamlEntries::texts).orElse(Map.of()));
    }

    private static String prefix(YamlEntries entry) {
        return entry.matching("prefix", PREFIX, "letters, digits, dot, hyphen and underscore").orElse(JmsBackOffice.PREFIX);
    }

    private static Way http(YamlEntries entry) {
        var url = entry.text("http").flatMap(text -> url(text, entry.flag("insecure").orElse(false), entry)).orElse(URI.create("http://localhost"));
        var timeout = entry.duration("timeout").orElse(Usual.HTTP_TIMEOUT);
        var secret = entry.text("callback-secret").orElse(null);
        if (secret != null && secret.length() < SHORTEST_SECRET) {
            entry.wrongAt("callback-secret", "callback-secret has " + secret.length() + " characters; write " + SHORTEST_SECRET + " at least");
        }
        return new Plan.Http(new HttpBackOffice.Place(url, authorization(entry), timeout), secret);
    }

    private static String authorization(YamlEntries entry) {
        var bearer = entry.text("bearer");
        var user = entry.text("user");
        var password = entry.text("password");
        if (bearer.isPresent() && user.isPresent() || user.isPresent() != password.isPresent()) {
            entry.wrong("write bearer, or user and password, or none of them");
        }
        return bearer.map(token -> "Bearer " + token).or(() -> user.map(name -> "Basic " + Base64.getEncoder().encodeToString(
                (name + ":" + password.orElse("")).getBytes(StandardCharsets.UTF_8)))).orElse(null);
    }

    private static Optional<URI> url(String text, boolean insecure, YamlEntries entry) {
        try {
            var url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            var scheme = String.valueOf(url.getScheme());
            if (url.getHost() == null || !Set.of("http", "https").contains(scheme) || url.getRawQuery() != null || url.getRawFragment() != null
                    || url.getRawUserInfo() != null) {
                throw new IllegalArgumentException();
            }
            if (scheme.equals("http") && !insecure && !isHere(url.getHost())) {
                entry.wrongAt("http", "http is '" + text + "': what is asked and answered could be read on the way; write https, or insecure: true");
            }
            return Optional.of(url);
        } catch (IllegalArgumentException e) {
            entry.wrongAt("http", "http is '" + text + "', write a URL without query, for example https://crm.example.com/keyline");
            return Optional.empty();
        }
    }

    private static boolean isHere(String host) {
        try {
            return host.equals("localhost") || host.matches("[\\d.]+|\\[.*]") && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private void readTreatment(String name, YamlEntries entry) {
        if (!OPERATION.matcher(name).matches()) {
            entry.wrong("'" + name + "' is no system and no operation, such as accounts or accounts.balance");
        }
        var by = entry.text("by");
        by.filter(way -> !ways.containsKey(way)).ifPresent(way -> entry.wrongAt("by", "by is '" + way + "', which is none of the connections"
                + (ways.isEmpty() ? "" : ": " + String.join(", ", ways.keySet()))));
        treatments.put(name, new Treatment(by.orElse(null), entry.flag("idempotent").orElse(null),
                entry.number("concurrency", 1, 100_000).orElse(null), entry.entries("circuit-breaker").map(PlanFile::breaker).orElse(null)));
        entry.end();
    }

    private static Limits.Breaker breaker(YamlEntries entry) {
        var breaker = new Limits.Breaker(entry.percent("failures").orElse(Usual.FAILURES), entry.number("of", 1, 10_000).orElse(Usual.OF),
                positive(entry, "slow").orElse(Usual.SLOW), positive(entry, "open").orElse(Usual.OPEN),
                entry.number("trial", 1, 1_000).orElse(Usual.TRIAL),
                entry.matching("meanwhile", Pattern.compile("wait|refuse"), "wait or refuse").orElse("wait").equals("refuse"));
        entry.end();
        return breaker;
    }

    private static Optional<Duration> positive(YamlEntries entry, String name) {
        var written = entry.duration(name);
        written.filter(Duration::isZero).ifPresent(nothing -> entry.wrongAt(name, name + " is nothing; write 1ms at least"));
        return written.filter(Duration::isPositive);
    }
}
