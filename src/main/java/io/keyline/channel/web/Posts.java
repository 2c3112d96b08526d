package io.keyline.channel.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyline.channel.http.HttpAnswer;
import io.keyline.hub.Arrival;
import io.keyline.hub.Fingerprint;
import io.keyline.hub.Hub;
import io.keyline.hub.Names;
import io.keyline.store.Customer;
import io.keyline.store.PortalSql;
import io.keyline.store.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

/** What customers write at the portal, on its way into the hub. */
final class Posts {

    private static final int LONGEST_TEXT = 1_000;
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|\\p{Cs}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{8,64}");
    private static final int MOST_A_MINUTE = 20;
    private static final int MINUTE_SECONDS = 60;
    /** So long the hub knows a message by its name ({@link Arrival.Text#NAMED}). */
    private static final Duration NAMED = Duration.ofDays(7);
    private static final String OPT_OUT = "STOP";
    private static final String OPT_IN = "START";

    private final Hub hub;
    private final Jdbi jdbi;
    private final Customers customers;
    private final String connection;
    private final Function<Arrival.Text, CompletableFuture<Void>> route;

    /** @param route takes a message in, and completes when that is committed */
    Posts(Hub hub, Jdbi jdbi, Customers customers, String connection, Function<Arrival.Text, CompletableFuture<Void>> route) {
        this.hub = hub;
        this.jdbi = jdbi;
        this.customers = customers;
        this.connection = connection;
        this.route = route;
    }

    CompletionStage<HttpAnswer> message(Visit visit) {
        String key = visit.request().header("idempotency-key").filter(KEY.asMatchPredicate())
                .orElseThrow(() -> Problem.invalid("Idempotency-Key", "is missing as a header, or has others than 8 to 64 letters, digits, - and _"));
        String text = Visit.text(visit.fields("text"), "text", LONGEST_TEXT);
        if (CONTROLS.matcher(text).find()) {
            throw Problem.invalid("text", "has control characters");
        }
        return post(visit.address(), key, text);
    }

    /** By the words that every channel has for it, so that it is confirmed and kept as evidence in the same way. */
    CompletionStage<HttpAnswer> consent(Visit visit) {
        JsonNode optedOut = visit.fields("optedOut").path("optedOut");
        if (!optedOut.isBoolean()) {
            throw Problem.invalid("optedOut", "is missing, or neither true nor false");
        }
        boolean isOut = customers.find(visit).map(Customer::optedOut).orElse(false);
        if (isOut == optedOut.booleanValue()) {
            return CompletableFuture.completedFuture(customers.consent(visit));
        }
        return post(visit.address(), UUID.randomUUID().toString(), isOut ? OPT_IN : OPT_OUT);
    }

    private CompletionStage<HttpAnswer> post(String address, String key, String text) {
        Instant now = hub.time().instant();
        long fingerprint = fingerprint(address, key);
        named(address, fingerprint).ifPresent(earlier -> {
            throw Problem.duplicate(Names.of(earlier));
        });
        if (jdbi.withHandle(handle -> PortalSql.count(handle, address, Portal.CHANNEL, now.minusSeconds(MINUTE_SECONDS))) >= MOST_A_MINUTE) {
            throw Problem.later(429, MINUTE_SECONDS, "that is more than " + MOST_A_MINUTE + " messages in a minute");
        }
        return route.apply(new Arrival.Text(Portal.CHANNEL, connection, Arrival.Text.NAMED, address, connection, text, true, fingerprint,
                Trust.VERIFIED, null)).thenApply(stored -> Entries.answer(202, Entries.object()
                .put("id", Names.of(named(address, fingerprint).orElseThrow(() -> new IllegalStateException("what was stored is not there"))))));
    }

    private Optional<Long> named(String address, long fingerprint) {
        return jdbi.withHandle(handle -> PortalSql.named(handle, address, hub.seal().blind(fingerprint), hub.time().instant().minus(NAMED)));
    }

    private static long fingerprint(String address, String key) {
        return new Fingerprint().with(address).with(key).value();
    }
}
