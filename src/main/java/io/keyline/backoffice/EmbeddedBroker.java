package io.keyline.backoffice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * An Artemis broker inside this process, so that Keyline runs without one of your own. Persistent: what was committed survives
 * a kill -9. Other processes reach it on 127.0.0.1 with user and password.
 */
public final class EmbeddedBroker implements AutoCloseable {

    /** Where a message goes that a consumer gave back too often, or that the hub cannot take; the hub takes it from there into its dead letters. */
    public static final String DEAD_LETTERS = "keyline.dead-letters";
    /** Where a message goes whose time to live is over. */
    public static final String EXPIRED = "keyline.expired";

    private static final Duration REDELIVERY = Duration.ofSeconds(1);
    private static final AtomicInteger SERVERS = new AtomicInteger();

    /** In bytes; a hub with as little room says that it is not well. */
    private static final long LEAST_ROOM = 512L << 20;

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final int server = SERVERS.getAndIncrement();
    private final int port;

    private EmbeddedBroker(Path directory, int port, String user, String password, Duration redelivery) throws Exception {
        requireFree(port);
        broker.setConfiguration(configuration(directory, port, redelivery));
        broker.setSecurityManager(security(user, password));
        broker.start();
        broker.getActiveMQServer().getManagementService().enableNotifications(false);
        // Artemis only logs why it did not start.
        if (!broker.getActiveMQServer().isActive()) {
            broker.stop();
            throw new IllegalStateException("The embedded broker did not start in " + directory + ": another process has the directory, or the log says why");
        }
        this.port = broker.getActiveMQServer().getRemotingService().getAcceptor("tcp").getActualPort();
    }

    /**
     * @param directory where journal, bindings, large messages and pages live; made if it is not there
     * @param port      on 127.0.0.1; 0 takes a free one
     * @throws IllegalStateException the port is in use, or another process has the directory
     */
    public static EmbeddedBroker start(Path directory, int port, String user, String password) {
        return start(directory, port, user, password, REDELIVERY);
    }

    /** @param redelivery after which a message that was given back comes again; each time twice as long */
    static EmbeddedBroker start(Path directory, int port, String user, String password, Duration redelivery) {
        try {
            return new EmbeddedBroker(directory, port, user, password, redelivery);
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The embedded broker did not start in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** For this process: no socket in between. */
    public String localUrl() {
        return "vm://" + server;
    }

    /** For other processes of this machine. */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded broker did not stop cleanly: " + e.getMessage(), e);
        }
    }

    private Configuration configuration(Path directory, int port, Duration redelivery) throws Exception {
        var configuration = new ConfigurationImpl()
                .setName("keyline")
                .setJournalLockAcquisitionTimeout(2_000)
                .setPersistenceEnabled(true)
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setJournalDirectory(directory.resolve("journal").toString())
                .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .addAcceptorConfiguration(new TransportConfiguration(InVMAcceptorFactory.class.getName(),
                        Map.of("serverId", server), "vm"))
                .addAcceptorConfiguration(new TransportConfiguration(NettyAcceptorFactory.class.getName(),
                        Map.of("host", "127.0.0.1", "port", port, "protocols", "CORE"), "tcp"))
                .putSecurityRoles("#", Set.of(new Role("keyline", true, true, true, true, true, true, false, true, true, true, false, false)))
                .addAddressSetting("#", addresses(redelivery))
                // A reply or an event is given back while the database is away; 100 attempts are an hour and a half.
                .addAddressSetting(JmsBackOffice.PREFIX + "replies", addresses(redelivery).setMaxDeliveryAttempts(100))
                .addAddressSetting(JmsBackOffice.PREFIX + "events.#", addresses(redelivery).setMaxDeliveryAttempts(100))
                // The hub takes them into its database, however long that is away; what it tells of them is of interest for a while.
                .addAddressSetting(DEAD_LETTERS, addresses(redelivery).setMaxDeliveryAttempts(-1))
                .addAddressSetting(DEAD_LETTERS + ".*", addresses(redelivery).setDefaultRingSize(10_000))
                // Without these two the broker would drop what it cannot put anywhere. Of the expired only the last are of interest.
                .addQueueConfiguration(QueueConfiguration.of(DEAD_LETTERS).setRoutingType(RoutingType.ANYCAST))
                .addQueueConfiguration(QueueConfiguration.of(EXPIRED).setRoutingType(RoutingType.ANYCAST).setRingSize(10_000L));
        tune(configuration);
        return configuration;
    }

    /** ASYNCIO, larger journal files and a smaller thread pool were tried too and showed no gain above the noise. */
    private static void tune(Configuration configuration) {
        configuration.setJournalType(JournalType.NIO)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                // How long a commit waits for others to share its sync. At 300 requests a second a round trip takes 8.5 ms (median) with
                // the default of 3.3 ms, and 1.4 to 2.3 ms with this; the price is CPU at low load, where the timer spins. At saturation: no difference.
                .setJournalBufferTimeout_NIO(500_000)
                // Its own limit is a share, nine tenths: a large disk would be full with hundreds of gigabytes free, and then it takes nothing and says nothing.
                .setMinDiskFree(LEAST_ROOM)
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .setSuppressSessionNotifications(true);
    }

    private static AddressSettings addresses(Duration redelivery) {
        return new AddressSettings()
                .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                .setExpiryAddress(SimpleString.of(EXPIRED))
                .setMaxDeliveryAttempts(5)
                .setRedeliveryDelay(redelivery.toMillis())
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(60_000)
                .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(64L << 20);
    }

    private static ActiveMQJAASSecurityManager security(String user, String password) {
        var users = new SecurityConfiguration();
        users.addUser(user, password);
        users.addRole(user, "keyline");
        return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users);
    }

    /** Artemis itself only logs that an acceptor could not bind. */
    private static void requireFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            throw new IllegalStateException("Port " + port + " on 127.0.0.1 is in use: stop what listens there, or choose another port for the"
                    + " embedded broker", e);
        }
    }
}
