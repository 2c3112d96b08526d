package io.keyline.channel.sms;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import io.keyline.hub.Sessions;
import org.apache.camel.component.smpp.SmppConfiguration;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;

/** One session with an SMSC, from its bind to its end. */
final class SmscSession extends SMPPSession {

    private static final long BIND_TIMEOUT_MILLIS = 10_000;

    private final SmppConfiguration configuration;
    private final BindType type;
    private final WireOrder order;
    private final GuardedPduReader reader;
    private final CompletableFuture<Long> number = new CompletableFuture<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();

    SmscSession(SmppConfiguration configuration, BindType type) {
        this(configuration, type, new WireOrder());
    }

    private SmscSession(SmppConfiguration configuration, BindType type, WireOrder order) {
        this(configuration, type, order, new GuardedPduReader(type.isReceivable() ? order : null));
    }

    private SmscSession(SmppConfiguration configuration, BindType type, WireOrder order, GuardedPduReader reader) {
        super(new SynchronizedPDUSender(new GuardedPduSender(order, reader)), reader,
                new SmscConnections(configuration));
        this.configuration = configuration;
        this.type = type;
        this.order = order;
        this.reader = reader;
        setEnquireLinkTimer(configuration.getEnquireLinkTimer());
        setTransactionTimer(configuration.getTransactionTimer());
        setPduProcessorDegree(configuration.getPduProcessorDegree());
        setQueueCapacity(configuration.getPduProcessorQueueCapacity());
        addSessionStateListener(configuration.getSessionStateListener());
    }

    /**
     * Connects and binds; returns when bound.
     *
     * @throws IOException when there is no connection or the SMSC refuses; its cause then is a NegativeResponseException
     */
    void bind(Sessions sessions) throws IOException {
        addSessionStateListener((state, old, session) -> changed(state, sessions));
        CompletableFuture<Void> hurry = hurry();
        try {
            connectAndBind(configuration.getHost(), configuration.getPort(), parameters(), BIND_TIMEOUT_MILLIS);
        } catch (IOException e) {
            int status = reader.bindStatus();
            throw status == 0 ? e : new IOException("the SMSC refuses the bind", new NegativeResponseException(status));
        } finally {
            calm(hurry);
        }
    }

    @Override
    public void unbind() throws IOException {
        CompletableFuture<Void> hurry = hurry();
        try {
            super.unbind();
        } finally {
            calm(hurry);
        }
    }

    /** Else jSMPP waits for the response of a connection that is closed. */
    private CompletableFuture<Void> hurry() {
        return end.thenRun(Thread.currentThread()::interrupt);
    }

    private void calm(CompletableFuture<Void> hurry) {
        hurry.cancel(false);
        if (end.isDone()) {
            Thread.interrupted();
        }
    }

    private BindParameter parameters() {
        return new BindParameter(type, configuration.getSystemId(), configuration.getPassword(), configuration.getSystemType(),
                TypeOfNumber.UNKNOWN, NumberingPlanIndicator.UNKNOWN, configuration.getAddressRange(),
                configuration.getInterfaceVersionByte());
    }

    // jSMPP can report a session bound again that has just ended: the end counts
    private void changed(SessionState state, Sessions sessions) {
        if (state.isBound() && !end.isDone()) {
            number.complete(sessions.opened());
        }
        if (state == SessionState.UNBOUND || state == SessionState.CLOSED) {
            end.complete(state == SessionState.UNBOUND ? "the SMSC ended the session" : "the connection was lost");
            number.completeExceptionally(new IllegalStateException("the session ended before it was bound"));
            number.thenAccept(sessions::closed);
        }
    }

    /** The session's number in {@link Sessions}; waits for the moment between the bind's response and its registration. */
    long number() {
        return number.join();
    }

    WireOrder order() {
        return order;
    }

    /** Completes with the reason when the session is over, however it ended. */
    CompletableFuture<String> end() {
        return end;
    }

    boolean isUsable() {
        return getSessionState().isBound() && !end.isDone();
    }

    @Override
    protected void ensureTransmittable(String activity) throws IOException {
        if (!getSessionState().isTransmittable()) {
            throw new NotBoundException(activity);
        }
    }

    /** Nothing was written. */
    static final class NotBoundException extends IOException {

        NotBoundException(String activity) {
            super("not bound: no " + activity);
        }
    }
}
