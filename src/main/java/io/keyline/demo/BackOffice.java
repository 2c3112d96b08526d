package io.keyline.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A simulated back office over JMS, Kafka or HTTP, for the operations in docs/back-office.md. It starts whether or not the broker is there, and
 * comes back when the broker does.
 */
public final class BackOffice implements AutoCloseable {

    /** What each account holds at first, in EUR. */
    public static final BigDecimal OPENING_BALANCE = new BigDecimal("1250.50");

    /** How long it takes to switch a service on or off: longer than the hub's patience, and short enough to see. */
    public static final Duration SWITCHING = Duration.ofSeconds(20);

    private final Departments departments;
    private final Ledger ledger;
    private final BackOfficeFaults faults = new BackOfficeFaults();
    private final Window window;

    private BackOffice(BigDecimal opening, BiFunction<Desk, Set<String>, Window> opened) {
        this.departments = new Departments(opening, SWITCHING);
        this.ledger = new Ledger(departments);
        this.window = opened.apply(new Desk(ledger, faults), departments.operations());
    }

    /**
     * @param brokerUrl for example {@code tcp://127.0.0.1:61616}
     * @param user      null for none
     * @param prefix    what stands before the operation in the names of the request queues
     */
    public static BackOffice start(String brokerUrl, String user, String password, String prefix) {
        return start(brokerUrl, user, password, prefix, OPENING_BALANCE);
    }

    /** @param opening what each account holds at first, in EUR */
    public static BackOffice start(String brokerUrl, String user, String password, String prefix, BigDecimal opening) {
        return new BackOffice(opening, (desk, operations) -> new JmsWindow(brokerUrl, user, password, prefix, operations, desk));
    }

    /**
     * Over Kafka.
     *
     * @param brokers host:port, parted by commas
     * @param prefix  what stands before the operation in the names of the request topics
     */
    public static BackOffice overKafka(String brokers, String prefix) {
        return new BackOffice(OPENING_BALANCE, (desk, operations) -> new KafkaWindow(brokers, prefix, operations, desk));
    }

    /**
     * Over HTTP, on 127.0.0.1.
     *
     * @param port   0: any free one
     * @param secret for replies that take longer: they are brought to the hub later, signed; null: they are waited for
     */
    public static BackOffice overHttp(int port, String secret) {
        return new BackOffice(OPENING_BALANCE, (desk, operations) -> new HttpWindow(port, secret, desk));
    }

    /** The port of one over HTTP. */
    public int port() {
        return ((HttpWindow) window).port();
    }

    /** What was asked and what came of it. */
    public Ledger ledger() {
        return ledger;
    }

    /** What the back office does wrong. */
    public BackOfficeFaults faults() {
        return faults;
    }

    /** From the next request on; {@link #SWITCHING} at first. */
    public void switchingTakes(Duration work) {
        departments.services.switchingTakes(work);
    }

    /** Whether it can take requests of every operation. */
    public boolean isConnected() {
        return window.isConnected();
    }

    @Override
    public void close() throws InterruptedException {
        window.close();
    }
}
