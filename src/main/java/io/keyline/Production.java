package io.keyline;

import io.keyline.deploy.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * What is unsafe where customers write: secrets that everybody knows, ports that everybody reaches, files that everybody reads, logs that
 * quote customers. With it a hub does not start unless {@code production=false} says that nobody's customers are there. That PostgreSQL
 * keeps what it commits is asked of the server itself (store.Database), in production or not.
 */
final class Production {

    private static final int SHORTEST_SECRET = 12;
    /** Every hub has these until somebody sets them; they are in the source. */
    private static final List<Setting> KNOWN_BY_ALL = List.of(Setting.BROKER_PASSWORD, Setting.SMS_PASSWORD);
    /** Ours alone to choose; at SMSCs and mail servers others say how long a password is. */
    private static final List<Setting> OURS = List.of(Setting.BROKER_PASSWORD, Setting.VOICE_VXML_SECRET, Setting.USSD_SECRET);
    /** Loggers that write bodies, PDUs or passwords at DEBUG, and who logs by them. */
    private static final Map<String, String> TALKATIVE = Map.of("org.apache.camel", "Camel", "org.jsmpp", "jSMPP",
            "org.apache.activemq", "Artemis", "org.apache.kafka", "the Kafka client", "org.springframework.jms", "Spring's JMS");
    private static final List<String> SECRET_FILES = List.of("secret.key", "api-token", "postgres/password");

    private final Settings settings;
    private final List<Problem> problems = new ArrayList<>();

    private Production(Settings settings) {
        this.settings = settings;
    }

    /** What is wrong or doubtful in production; nothing where production is false. */
    static List<Problem> problems(Settings settings) {
        return Boolean.parseBoolean(settings.text(Setting.PRODUCTION)) ? new Production(settings).all() : List.of();
    }

    private List<Problem> all() {
        secrets();
        management();
        api();
        web();
        ussd();
        sms();
        database();
        files();
        logs();
        if (problems.stream().anyMatch(Problem::isError)) {
            problems.add(warning(Setting.PRODUCTION, "where nobody's customers write, production=false lets all of this be"));
        }
        return problems;
    }

    private void secrets() {
        for (Setting secret : KNOWN_BY_ALL) {
            if (settings.text(secret).equals(secret.byDefault())) {
                refuse(secret, "is the one that is in Keyline's source: set one of your own");
            }
        }
        for (Setting secret : Setting.values()) {
            if (secret.form() == Setting.Form.SECRET && Stream.of(settings.text(secret).split(",")).anyMatch(DemoCommand.DEMO_SECRET::equals)) {
                refuse(secret, "is the one of the demo: set one of your own");
            }
        }
        for (Setting secret : OURS) {
            boolean isOurs = secret != Setting.BROKER_PASSWORD || !settings.isSet(Setting.BROKER_URL);
            if (isOurs && settings.isSet(secret) && settings.text(secret).length() < SHORTEST_SECRET && !settings.text(secret).equals(secret.byDefault())) {
                refuse(secret, "has " + settings.text(secret).length() + " characters: write " + SHORTEST_SECRET + " at least");
            }
        }
    }

    private void management() {
        String host = settings.text(Setting.MANAGEMENT_HOST);
        if (!isLoopback(host) && !isOn(Setting.MANAGEMENT_PUBLIC)) {
            refuse(Setting.MANAGEMENT_HOST, "is '" + host + "', where others could read health and metrics without a password: let it be 127.0.0.1, or say "
                    + Setting.MANAGEMENT_PUBLIC.key() + "=true where only your monitoring gets there, as in a pod with a NetworkPolicy");
        }
    }

    private void api() {
        if (!isLoopback(settings.text(Setting.API_HOST))) {
            problems.add(warning(Setting.API_HOST, "is not this machine alone, and tokens come in clear: put a proxy with TLS before it"));
        }
    }

    private void web() {
        String url = settings.text(Setting.WEB_URL);
        boolean isSeen = !isLoopback(settings.text(Setting.WEB_HOST)) || !url.isEmpty() && !isLoopback(host(url));
        if (isSeen && !url.startsWith("https://")) {
            refuse(Setting.WEB_URL, (url.isEmpty() ? "is not set" : "is '" + url + "'") + ", and codes, sessions and webhooks would go in clear: write the "
                    + "https:// address at which a proxy with TLS takes them in");
        }
    }

    private static String host(String url) {
        String host = url.replaceFirst("^[a-zA-Z]+://", "").replaceFirst("[:/].*", "");
        return host.isEmpty() ? "0.0.0.0" : host;
    }

    private void ussd() {
        boolean isOpen = settings.list(Setting.USSD_ALLOW).stream().anyMatch(from -> from.endsWith("/0"));
        if (isOpen && !settings.isSet(Setting.USSD_SECRET)) {
            refuse(Setting.USSD_ALLOW, "lets everybody call, and " + Setting.USSD_SECRET.key() + " is empty: anybody could pass for any customer; name the "
                    + "provider's addresses, or set the secret");
        }
    }

    private void sms() {
        String host = settings.text(Setting.SMS_HOST);
        if (isPublic(host) && !speaksTls()) {
            problems.add(warning(Setting.SMS_HOST, "is '" + host + "', on a public network, and SMPP goes there in clear: use smpps: in the route, a VPN or a "
                    + "proxy with TLS"));
        }
    }

    private boolean speaksTls() {
        try (Stream<Path> routes = Files.walk(settings.path(Setting.ROUTES_DIRECTORY))) {
            return routes.filter(file -> file.toString().endsWith(".yaml")).anyMatch(file -> contains(file, "smpps:"));
        } catch (IOException e) {
            return true; // that there are no routes is said elsewhere
        }
    }

    private static boolean contains(Path file, String word) {
        try {
            return Files.readString(file).contains(word);
        } catch (IOException e) {
            return false;
        }
    }

    private void database() {
        String url = settings.text(Setting.DATABASE_URL);
        if (url.matches("jdbc:postgresql://[^/?]+/.*") && !isLoopback(url.replaceFirst("jdbc:postgresql://([^/:?,]+).*", "$1"))
                && !url.matches(".*[?&]sslmode=(require|verify-ca|verify-full).*")) {
            problems.add(warning(Setting.DATABASE_URL, "says no sslmode: what customers write may go to the database in clear; add sslmode=verify-full"));
        }
    }

    private void files() {
        Path data = settings.path(Setting.DATA_DIRECTORY);
        for (String name : SECRET_FILES) {
            Path file = data.resolve(name);
            if (isReadableByAll(file)) {
                problems.add(new Problem(file.toString(), 0, "can be read by every user of this machine: chmod 600 " + file));
            }
        }
    }

    private static boolean isReadableByAll(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.OTHERS_READ) || permissions.contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // it is not made yet, or this file system knows no such thing
        }
    }

    private void logs() {
        TALKATIVE.forEach((logger, who) -> {
            if (LoggerFactory.getLogger(logger).isDebugEnabled()) {
                problems.add(new Problem("the logger " + logger, 0, "is at DEBUG, where " + who + " writes what customers wrote: set it to INFO"));
            }
        });
    }

    private boolean isOn(Setting flag) {
        return Boolean.parseBoolean(settings.text(flag));
    }

    private void refuse(Setting setting, String why) {
        problems.add(new Problem(setting.key(), 0, why));
    }

    private static Problem warning(Setting setting, String why) {
        return new Problem(setting.key(), 0, Problem.Severity.WARNING, why);
    }

    /** Whether a name means this machine alone; one that nobody knows now may mean anything. */
    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isPublic(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return !address.isLoopbackAddress() && !address.isSiteLocalAddress() && !address.isLinkLocalAddress() && !address.isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
