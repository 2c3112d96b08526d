package io.keyline.backoffice;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** How Keyline connects to an Artemis broker: the one place where its client is tuned. Another Jakarta Messaging broker brings its own factory. */
public final class Brokers {

    private Brokers() {
    }

    /**
     * @param url for example {@code tcp://broker.example.com:61616}, or {@link EmbeddedBroker#localUrl()}
     * @return connects when it is asked to, not before
     */
    public static ConnectionFactory connectionFactory(String url, String user, String password) {
        var factory = new ActiveMQConnectionFactory(url, user, password);
        // No class of the outside is ever instantiated from a message (CVE-2026-40860 and its kin).
        factory.setDeserializationDenyList("*");
        // A lost connection must be seen at once: JmsBackOffice connects anew and sends again what was not committed. A client
        // that reconnects behind its back would hide an unknown outcome.
        factory.setReconnectAttempts(0);
        factory.setInitialConnectAttempts(1);
        factory.setConnectionTTL(10_000);
        factory.setClientFailureCheckPeriod(3_000);
        factory.setCallTimeout(10_000);
        factory.setCacheDestinations(true);
        // All our sessions are transacted: the commit waits for the broker, so that each single send need not.
        factory.setBlockOnDurableSend(false);
        return factory;
    }
}
