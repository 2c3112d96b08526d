package io.keyline.backoffice;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which system of the back office is reached how: what {@code config/back-office.yaml} says.
 *
 * @param ways       by name
 * @param treatments by system, such as {@code accounts}, or operation, such as {@code accounts.balance}; the latter wins, point by point
 */
public record Plan(Map<String, Way> ways, Map<String, Treatment> treatments) {

    /** Everything over the hub's own broker. */
    public static final Plan NONE = new Plan(Map.of(), Map.of());

    /** How a system is reached. */
    public sealed interface Way {
    }

    /** A Jakarta Messaging broker. */
    public record Jms(String url, String user, String password, String prefix) implements Way {
    }

    /** A Kafka cluster. */
    public record Kafka(String brokers, String prefix, Map<String, String> properties) implements Way {
    }

    /** A web service. @param callbackSecret null: replies come with the answer alone */
    public record Http(HttpBackOffice.Place place, String callbackSecret) implements Way {
    }

    /** What is said of a system or an operation; each part may be missing. @param by the name of a way */
    public record Treatment(String by, Boolean idempotent, Integer concurrency, Limits.Breaker breaker) {

        boolean hasLimits() {
            return concurrency != null || breaker != null;
        }

        Limits limits(int usually) {
            return new Limits(concurrency == null ? usually : concurrency, breaker);
        }
    }

    /** The name of the way of an operation; empty: the hub's own broker. */
    Optional<String> by(String operation) {
        return said(operation, Treatment::by);
    }

    boolean isIdempotent(String operation) {
        return said(operation, Treatment::idempotent).orElse(false);
    }

    /** Where the limits of an operation are said: by its own name, or its system's. */
    Optional<String> limitsOf(String operation) {
        return names(operation).filter(name -> treatments.containsKey(name) && treatments.get(name).hasLimits()).findFirst();
    }

    private <T> Optional<T> said(String operation, Function<Treatment, T> part) {
        return names(operation).map(treatments::get).filter(Objects::nonNull).map(part).filter(Objects::nonNull).findFirst();
    }

    private static Stream<String> names(String operation) {
        return Stream.of(operation, operation.substring(0, Math.max(0, operation.indexOf('.'))));
    }

    /** What goes without saying. */
    static final class Usual {
        static final Duration HTTP_TIMEOUT = Duration.ofSeconds(30);
        /** A web service takes each call on a connection of its own. */
        static final int HTTP_PLACES = 100;
        static final int FAILURES = 50;
        static final int OF = 20;
        static final Duration SLOW = Duration.ofSeconds(10);
        static final Duration OPEN = Duration.ofSeconds(30);
        static final int TRIAL = 3;

        private Usual() {
        }
    }
}
