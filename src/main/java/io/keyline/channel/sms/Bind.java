package io.keyline.channel.sms;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.keyline.hub.Sessions;
import org.apache.camel.component.smpp.SmppConfiguration;
import org.jsmpp.bean.BindType;
import org.jsmpp.extra.NegativeResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one receiver or transmitter bound to an SMSC, for as long as its route runs: connects, notices the loss, connects
 * again. Nobody ever waits for it.
 */
public final class Bind {

    private static final Logger LOG = LoggerFactory.getLogger(Bind.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String OTHERS = "another hub has the bind";
    private static final Duration BETWEEN_REFUSALS = Duration.ofMinutes(10);
    /** Of bind responses (SMPP 3.4, 5.1.3): more attempts only lock the account. */
    private static final Map<Integer, String> FATAL = Map.of(0x0D, "bind failed", 0x0E, "invalid password", 0x0F, "invalid system id");

    private final SmppConfiguration configuration;
    private final BindType type;
    private final String connection;
    private final Sessions sessions;
    private final BooleanSupplier mayBind;
    private final Consumer<SmscSession> prepare;
    private final Backoff backoff;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private volatile SmscSession current;
    private volatile Status status;
    private String toldError;

    /**
     * @param connection the connection's name, {@code receiver} or {@code transmitter}, and host:port
     * @param error      what went wrong last, or null
     * @param since      since when it is up, or down
     */
    public record Status(String connection, String role, String address, LinkState state, String error, Instant since) {

        private Status next(LinkState next, String nextError) {
            boolean sameSide = (state == LinkState.BOUND) == (next == LinkState.BOUND);
            return new Status(connection, role, address, next, nextError, sameSide ? since : Instant.now());
        }
    }

    /**
     * @param mayBind whether it is this hub's to bind, of several; looked at every second
     * @param prepare gets each session before it connects
     */
    Bind(SmppConfiguration configuration, BindType type, String connection, Sessions sessions, BooleanSupplier mayBind, Consumer<SmscSession> prepare) {
        this.configuration = configuration;
        this.type = type;
        this.connection = connection;
        this.sessions = sessions;
        this.mayBind = mayBind;
        this.prepare = prepare;
        backoff = new Backoff(Duration.ofMillis(configuration.getInitialReconnectDelay()),
                Duration.ofMillis(configuration.getReconnectDelay()));
        String role = type == BindType.BIND_RX ? "receiver" : "transmitter";
        status = new Status(connection, role, configuration.getHost() + ":" + configuration.getPort(), LinkState.CONNECTING, null,
                Instant.now());
        thread = Thread.ofVirtual().name("smpp-" + role + "-" + connection).unstarted(this::run);
    }

    public Status status() {
        return status;
    }

    /** Returns at once. */
    void start() {
        thread.start();
    }

    /** Unbinds and closes; waits no longer than one transaction. */
    void stop() {
        change(LinkState.CLOSED, status.error());
        stopped.countDown();
        SmscSession session = current;
        if (session != null) {
            session.unbindAndClose();
        }
        thread.interrupt();
    }

    /** The session, or null while there is none. */
    SmscSession session() {
        SmscSession session = current;
        return session != null && session.isUsable() ? session : null;
    }

    private void run() {
        while (!isStopped()) {
            Duration pause = attempt();
            try {
                stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                LOG.trace("SMSC {}: no pause", connection);
            }
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** One session, from the attempt to its end. Returns how long to wait before the next one. */
    private Duration attempt() {
        if (!mayBind.getAsBoolean()) {
            change(LinkState.WAITING, OTHERS);
            return LOOK;
        }
        change(LinkState.CONNECTING, status.error());
        SmscSession session = new SmscSession(configuration, type);
        try {
            prepare.accept(session);
            current = session;
            session.bind(sessions);
            change(LinkState.BOUND, null);
            return served(session);
        } catch (IOException | ExecutionException | InterruptedException | RuntimeException e) {
            return failed(e);
        } finally {
            current = null;
            session.unbindAndClose();
        }
    }

    private Duration served(SmscSession session) throws ExecutionException, InterruptedException {
        long boundAt = System.nanoTime();
        String end = isStopped() ? "stopped" : end(session);
        if (System.nanoTime() - boundAt > TimeUnit.MILLISECONDS.toNanos(configuration.getReconnectDelay())) {
            backoff.reset();
        }
        change(LinkState.WAITING, end);
        return backoff.next();
    }

    private String end(SmscSession session) throws ExecutionException, InterruptedException {
        while (mayBind.getAsBoolean()) {
            try {
                return session.end().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.trace("SMSC {}: bound", connection);
            }
        }
        return OTHERS;
    }

    private Duration failed(Exception e) {
        if (!(e.getCause() instanceof NegativeResponseException refusal)) {
            change(LinkState.WAITING, e.getMessage() == null ? e.toString() : e.getMessage());
            return backoff.next();
        }
        int code = refusal.getCommandStatus();
        String fatal = FATAL.get(code);
        if (fatal == null) {
            change(LinkState.WAITING, "the SMSC refuses the bind: 0x%02X".formatted(code));
            return backoff.next();
        }
        change(LinkState.FATAL, "%s (0x%02X)".formatted(fatal, code));
        return BETWEEN_REFUSALS;
    }

    private synchronized void change(LinkState state, String error) {
        if (status.state() == LinkState.CLOSED) {
            return;
        }
        status = status.next(state, error);
        tell(state, error);
    }

    /** One line a change: attempts that fail as the one before did are not repeated. */
    private void tell(LinkState state, String error) {
        String name = "SMSC %s, %s %s@%s".formatted(connection, status.role(), configuration.getSystemId(), status.address());
        switch (state) {
            case BOUND -> {
                LOG.info("{}: bound", name);
                toldError = null;
            }
            case WAITING -> {
                if (!error.equals(toldError)) {
                    LOG.warn("{}: down: {}. Tries again by itself, at least every {} s", name, error,
                            TimeUnit.MILLISECONDS.toSeconds(configuration.getReconnectDelay()));
                    toldError = error;
                }
            }
            case FATAL -> LOG.error("{}: the SMSC does not let us in: {}. Check system id, password, permitted addresses and number of"
                    + " binds with the provider, then restart the route. Tried again only every {} minutes, so that the account is"
                    + " not locked", name, error, BETWEEN_REFUSALS.toMinutes());
            case CLOSED -> LOG.info("{}: closed", name);
            default -> LOG.debug("{}: {}", name, state);
        }
    }
}
