package io.keyline.hub;

import io.keyline.store.Death;
import io.keyline.store.Decided;
import io.keyline.store.GoneSql;
import io.keyline.store.Inbound;
import io.keyline.store.Outbound;
import io.keyline.store.ReceiptsSql;
import io.keyline.store.ReceiptsSql.Settled;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Counts what goes on, for those who watch the hub. Whoever refuses or loses something counts it here; docs/alerts.md names what
 * comes of it. All counts of a message with its answer, a call and a receipt together cost half a microsecond.
 */
public final class Counts {

    /** In milliseconds: from what nobody notices to the longest that anybody waits. */
    private static final Duration[] STEPS = Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000)
            .map(Duration::ofMillis).toArray(Duration[]::new);

    /** In seconds: a telephone that is on has it at once, one that is off for as long as the provider keeps trying. */
    private static final Duration[] RECEIPT_STEPS = Stream.of(1, 2, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400)
            .map(Duration::ofSeconds).toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Family<Counter> received;
    private final Family<Counter> handled;
    private final Family<Counter> left;
    private final Family<Counter> written;
    private final Family<Counter> delayed;
    private final Family<Counter> parts;
    private final Family<Counter> uncertain;
    private final Family<Counter> suppressed;
    private final Family<Counter> addresses;
    private final Family<Counter> receipts;
    private final Family<Counter> unmatched;
    private final Family<Counter> quarantined;
    private final Family<Counter> refused;
    private final Family<Counter> consent;
    private final Family<Counter> limited;
    private final Family<Counter> dead;
    private final Family<Counter> deployed;
    private final Family<Counter> byAge;
    private final Family<Timer> acknowledgements;
    private final Family<Timer> turns;
    private final Family<Timer> calls;
    private final Family<Timer> receiptTimes;
    private volatile Traces traces;

    public Counts(MeterRegistry registry) {
        this.registry = registry;
        received = counters("keyline.messages.received", "messages of customers, stored", "channel");
        handled = counters("keyline.messages.handled", "messages of customers, by what became of them", "channel", "route", "outcome");
        left = counters("keyline.messages.out", "messages to customers, by what became of them", "channel", "category", "outcome");
        written = counters("keyline.messages.written", "messages to customers, by the route that wrote them", "channel", "route", "category");
        delayed = counters("keyline.messages.delayed", "attempts to send that were put off", "channel", "reason");
        parts = counters("keyline.parts.out", "parts that a provider has accepted", "channel", "connection");
        uncertain = counters("keyline.messages.uncertain", "messages to customers that may or may not be out", "channel");
        suppressed = counters("keyline.messages.suppressed", "messages to customers that were held back", "channel", "reason");
        addresses = counters("keyline.addresses.refused", "refusals because nobody has the address, by what they came to", "channel", "outcome");
        receipts = counters("keyline.receipts", "delivery receipts, by what they say", "connection", "state");
        unmatched = counters("keyline.receipts.unmatched", "delivery receipts for parts that nobody knows yet");
        quarantined = counters("keyline.quarantined", "input that could not be read", "channel", "connection", "reason");
        refused = counters("keyline.refused", "input that was turned away", "channel", "reason");
        consent = counters("keyline.consent.changes", "what customers said of consent", "channel", "action");
        limited = counters("keyline.limited", "messages of customers beyond a limit", "limit");
        dead = counters("keyline.dead.letters", "what could not be handled, by kind", "kind");
        deployed = counters("keyline.deployments", "route files and texts that were deployed or refused", "outcome");
        byAge = counters("keyline.retention.removed", "rows that went by their age, by kind", "kind");
        acknowledgements = timers("keyline.acknowledgement", "from an arrival to its commit", "channel");
        turns = timers("keyline.turn", "from the beginning of a turn to its commit", "channel", "cause");
        calls = timers("keyline.back.office", "calls to the back office", "operation", "outcome");
        receiptTimes = timers("keyline.receipt", "from a part that was sent to its last receipt", RECEIPT_STEPS, "connection", "state");
        beginAtZero();
    }

    /** From now on what is counted is also told as steps of traces. */
    public void tell(Traces steps) {
        traces = steps;
    }

    /** Whoever watches for the first of its kind sees a step from nought to one, and nothing where a series only begins. */
    private void beginAtZero() {
        Stream.of(Death.Kind.values()).map(kind -> label(kind.name())).forEach(dead::of);
        Stream.of("deployed", "refused").forEach(deployed::of);
        uncertain.of(Channels.SMS);
        suppressed.of(Channels.SMS, "consent");
        suppressed.of(Channels.SMS, "expired");
        suppressed.of(Channels.SMS, "gone");
        Stream.of("counted", "gone", "blamed").forEach(outcome -> Stream.of(Channels.SMS, Channels.EMAIL).forEach(channel -> addresses.of(channel, outcome)));
        unmatched.of();
        Stream.of(Delays.THROTTLED, Delays.NOT_CONNECTED, Delays.TRIED_AGAIN).forEach(reason -> delayed.of(Channels.SMS, reason));
        limited.of("messages");
    }

    /** Where nobody watches. */
    public static Counts none() {
        return new Counts(new CompositeMeterRegistry());
    }

    private Family<Counter> counters(String name, String description, String... labels) {
        return new Family<>(List.of(labels), tags -> Counter.builder(name).description(description).tags(tags).register(registry));
    }

    private Family<Timer> timers(String name, String description, String... labels) {
        return timers(name, description, STEPS, labels);
    }

    private Family<Timer> timers(String name, String description, Duration[] steps, String... labels) {
        return new Family<>(List.of(labels), tags -> Timer.builder(name).description(description).tags(tags)
                .serviceLevelObjectives(steps).register(registry));
    }

    /**
     * Input was turned away before it was stored.
     *
     * @param channel where it came from, or the first segment of a path
     * @param reason  its class, one of few: an HTTP status, {@code busy}
     */
    public void refused(String channel, String reason) {
        refused.of(channel, reason).increment();
    }

    /** A route file or a text file was deployed, or refused. */
    public void deployed(boolean accepted) {
        deployed.of(accepted ? "deployed" : "refused").increment();
    }

    /** Something could not be handled and a person has to look at it. */
    public void deadLetter(Death.Kind kind) {
        dead.of(label(kind.name())).increment();
    }

    /** Data went by their age. @param kind messages, texts, conversations, ... */
    public void wentByAge(String kind, long rows) {
        byAge.of(kind).increment(rows);
    }

    /**
     * The back office was asked.
     *
     * @param stepKey of the step that asked
     * @param outcome ok, refused, failed, malformed, timeout or error
     */
    public void called(String stepKey, String operation, String outcome, long nanos) {
        calls.of(operation, outcome).record(nanos, TimeUnit.NANOSECONDS);
        if (traces != null) {
            traces.called(stepKey, operation, outcome, nanos);
        }
    }

    void stored(Arrival arrival, long nanos) {
        acknowledgements.of(arrival.channel()).record(nanos, TimeUnit.NANOSECONDS);
        switch (arrival) {
            case Arrival.Text text -> received.of(text.channel()).increment();
            case Arrival.Receipt receipt -> receipts.of(receipt.connection(), label(receipt.state().name())).increment();
            case Arrival.Unreadable input -> {
                quarantined.of(input.channel(), input.connection(), reasonClass(input.reason())).increment();
                deadLetter(Death.Kind.QUARANTINE);
            }
            case Arrival.Part part -> { } // counted as a message when the last one is there
        }
    }

    /** Parts became a message. */
    void joined(String channel) {
        received.of(channel).increment();
    }

    /** A customer came more often than the limit allows. @param what is limited: {@code messages}, or a keyword */
    void limited(String what) {
        limited.of(what).increment();
    }

    /** A message that needs no turn. */
    void settled(Inbound message, boolean isCopy) {
        handled.of(message.channel(), null, isCopy ? "duplicate" : label(message.state())).increment();
    }

    /** A part's receipt is stored. */
    void settled(Settled part) {
        if (!ReceiptsSql.NOT_FINAL.contains(part.state())) {
            receiptTimes.of(part.connection(), label(part.state())).record(lasted(part));
        }
        if (traces != null) {
            traces.receipt(part);
        }
    }

    /** A provider says that nobody has an address. */
    void addressRefused(GoneSql.Counted refusal) {
        addresses.of(refusal.channel(), refusal.outcome()).increment();
    }

    /** The clocks of two hubs, or of a batch, may say that a receipt came before its part was sent. */
    private static Duration lasted(Settled part) {
        Duration lasted = Duration.between(part.sentAt(), part.at());
        return lasted.isNegative() ? Duration.ZERO : lasted;
    }

    void unmatched(int number) {
        unmatched.of().increment(number);
    }

    /** A turn is committed. @param channel on which the customer is */
    void decided(Decided decided, String channel, long nanos) {
        turns.of(channel, decided.message() == null ? "due" : "message").record(nanos, TimeUnit.NANOSECONDS);
        decided.answers().forEach(answer -> written.of(answer.channel(), decided.handledBy(), answer.category()).increment());
        if (traces != null) {
            traces.turn(decided, channel, nanos);
        }
        decided.consent().forEach(entry -> consent.of(channel, label(entry.action())).increment());
        if (decided.message() != null) {
            handled.of(channel, decided.handledBy(), label(decided.message().state())).increment();
        }
        decided.death().ifPresent(death -> deadLetter(death.kind()));
    }

    /** A message to a customer is in this state for good, without an attempt to send it. */
    void left(Outbound message, String state) {
        left(message, state, 0, message.attempts() + 1, null);
    }

    /**
     * A message to a customer is in this state for good, as far as the hub can tell.
     *
     * @param nanos      that its last attempt took
     * @param connection that carried it; null if none did
     */
    void left(Outbound message, String state, long nanos, int attempts, String connection) {
        left.of(message.channel(), message.category(), label(state)).increment();
        if (traces != null) {
            traces.left(message, state, nanos, attempts, connection);
        }
        switch (state) {
            case "DEAD" -> deadLetter(Death.Kind.OUTGOING);
            case "UNCERTAIN" -> uncertain.of(message.channel()).increment();
            case "EXPIRED" -> {
                deadLetter(Death.Kind.OUTGOING);
                suppressed(message, "expired");
            }
            default -> { }
        }
    }

    /** A message to a customer does not go now. */
    void suppressed(Outbound message, String reason) {
        suppressed.of(message.channel(), reason).increment();
    }

    /** An attempt to send is made later. */
    void delayed(Outbound message, String reason) {
        delayed.of(message.channel(), reason).increment();
    }

    void part(Outbound message, String connection) {
        parts.of(message.channel(), connection).increment();
    }

    /** What stands before the details, which may quote what came. */
    private static String reasonClass(String reason) {
        int end = 0;
        while (end < reason.length() && end < 60 && (Character.isLetter(reason.charAt(end)) || " .-_".indexOf(reason.charAt(end)) >= 0)) {
            end++;
        }
        return reason.substring(0, end).strip();
    }

    private static String label(String state) {
        return state.toLowerCase(Locale.ROOT);
    }
}
