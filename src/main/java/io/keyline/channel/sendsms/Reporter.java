package io.keyline.channel.sendsms;

import io.keyline.store.SendsmsSql;
import io.keyline.store.SendsmsSql.Followed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells callers what became of their messages, at least once. Nobody tells it: each message is looked at again after a tenth of its
 * age, so that a report is late by that much at most, and the way of messages through the hub costs nothing more.
 */
final class Reporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofMinutes(5);
    /** Receipts reach no further back. */
    private static final Duration LAST_LOOK = Duration.ofDays(8);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    /** More than a day of trying. */
    private static final int MOST_FAILURES = 34;

    private final Jdbi jdbi;
    private final CallbackHosts hosts;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER).build();
    private final ExecutorService calls = Executors.newFixedThreadPool(20, Thread.ofPlatform().name("report-", 0).daemon().factory());
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("reports").daemon().factory());

    Reporter(Jdbi jdbi, CallbackHosts hosts) {
        this.jdbi = jdbi;
        this.hosts = hosts;
    }

    void start() {
        watch.scheduleWithFixedDelay(this::round, 1, 1, TimeUnit.SECONDS);
    }

    private void round() {
        try {
            List<Followed> due = jdbi.inTransaction(SendsmsSql::claim);
            CompletableFuture.allOf(due.stream().map(message -> CompletableFuture.runAsync(() -> follow(message), calls))
                    .toArray(CompletableFuture[]::new)).join();
            if (due.isEmpty()) {
                jdbi.useHandle(handle -> SendsmsSql.forget(handle, Instant.now().minus(LAST_LOOK)));
            }
        } catch (RuntimeException e) {
            LOG.warn("reports to callers of sendsms wait: {}", e.getMessage());
        }
    }

    private void follow(Followed message) {
        int told = message.told();
        for (int kind : Report.due(message)) {
            if (!isTold(message, kind)) {
                again(message, told);
                return;
            }
            told |= kind;
        }
        Duration age = Duration.between(message.at(), Instant.now());
        Instant next = Report.isLast(message) || age.compareTo(LAST_LOOK) > 0 ? null : Instant.now().plus(between(SOONEST, age.dividedBy(10), LATEST));
        keep(message, told, 0, next);
    }

    private static Duration between(Duration least, Duration wanted, Duration most) {
        return wanted.compareTo(least) < 0 ? least : wanted.compareTo(most) > 0 ? most : wanted;
    }

    private void again(Followed message, int told) {
        int failures = message.failures() + 1;
        if (failures > MOST_FAILURES) {
            LOG.warn("the report of message {} is given up: its caller cannot be reached for a day", Long.toHexString(message.id()));
            keep(message, told, failures, null);
            return;
        }
        Duration pause = between(FIRST_PAUSE, FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 20)), LONGEST_PAUSE);
        keep(message, told, failures, Instant.now().plus(pause));
    }

    private void keep(Followed message, int told, int failures, Instant next) {
        jdbi.useHandle(handle -> SendsmsSql.keep(handle, message.id(), told, failures, next));
    }

    private boolean isTold(Followed message, int kind) {
        try {
            URI url = Report.url(message, kind);
            if (!hosts.has(message.url())) {
                return false; // it was allowed once: the operator may allow it again
            }
            int status = client.send(HttpRequest.newBuilder(url).timeout(PATIENCE).build(), BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 300;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        calls.shutdownNow();
        client.shutdownNow();
    }
}
