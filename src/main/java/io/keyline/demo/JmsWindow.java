package io.keyline.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Takes the requests from the queues of a broker, a clerk or two at each. */
final class JmsWindow implements Window {

    private static final Set<String> BUSY = Set.of("accounts.balance", "payments.take");

    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Clerk> clerks = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ActiveMQConnectionFactory broker;

    /** @param user null for none */
    JmsWindow(String brokerUrl, String user, String password, String prefix, Set<String> operations, Desk desk) {
        broker = new ActiveMQConnectionFactory(brokerUrl, user, password);
        // everything is sent in a transaction, whose commit waits for all of it
        broker.setBlockOnDurableSend(false);
        broker.setReconnectAttempts(0);
        for (String operation : operations) {
            for (int number = 1; number <= (BUSY.contains(operation) ? 2 : 1); number++) {
                Clerk clerk = new Clerk(broker, prefix + operation, desk, closing);
                clerks.add(clerk);
                threads.add(Thread.ofPlatform().daemon().name("back-office-" + operation + "-" + number).start(clerk));
            }
        }
    }

    @Override
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
