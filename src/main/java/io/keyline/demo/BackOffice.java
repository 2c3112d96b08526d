package io.keyline.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * A simulated back office over JMS, for the operations in docs/back-office.md. It starts whether or not the broker is there, and
 * comes back when the broker does.
 */
public final class BackOffice implements AutoCloseable {

    /** What each account holds at first, in EUR. */
    public static final BigDecimal OPENING_BALANCE = new BigDecimal("1250.50");

    /** How long it takes to switch a service on or off: longer than the hub's patience, and short enough to see. */
    public static final Duration SWITCHING = Duration.ofSeconds(20);

    private static final Set<String> BUSY = Set.of("accounts.balance", "payments.take");

    private final Departments departments;
    private final Ledger ledger;
    private final BackOfficeFaults faults = new BackOfficeFaults();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Clerk> clerks = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ActiveMQConnectionFactory broker;

    private BackOffice(ActiveMQConnectionFactory broker, String prefix, BigDecimal opening) {
        this.broker = broker;
        this.departments = new Departments(opening, SWITCHING);
        this.ledger = new Ledger(departments);
        for (String operation : departments.operations()) {
            for (int number = 1; number <= (BUSY.contains(operation) ? 2 : 1); number++) {
                Clerk clerk = new Clerk(broker, prefix + operation, ledger, faults, closing);
                clerks.add(clerk);
                threads.add(Thread.ofPlatform().daemon().name("back-office-" + operation + "-" + number).start(clerk));
            }
        }
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
        ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory(brokerUrl, user, password);
        // everything is sent in a transaction, whose commit waits for all of it
        broker.setBlockOnDurableSend(false);
        broker.setReconnectAttempts(0);
        return new BackOffice(broker, prefix, opening);
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

    /** Whether it can take requests from every queue. */
    public boolean isConnected() {
        return clerks.stream().allMatch(Clerk::isConnected);
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        broker.close();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
