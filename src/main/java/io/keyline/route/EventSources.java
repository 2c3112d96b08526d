package io.keyline.route;

import jakarta.jms.ConnectionFactory;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.kafka.KafkaEndpointConfigurer;
import org.apache.camel.component.kafka.KafkaHeaderFilterStrategy;
import org.apache.camel.component.kafka.PollOnError;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommitFactory;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.jms.connection.CachingConnectionFactory;

/**
 * Camel's {@code jms:} and {@code kafka:} as route files find them: an event is consumed after what it began is committed, and
 * not before; no header of the outside comes in. What cannot be taken goes the way of {@link DeadEvents}.
 */
public final class EventSources {

    private EventSources() {
    }

    /**
     * {@code jms:} on this broker.
     *
     * @param broker where consumers connect; they keep their connection themselves
     * @param cached where steps that send connect
     */
    public static JmsComponent jms(ConnectionFactory broker, CachingConnectionFactory cached) {
        JmsComponent jms = new JmsComponent();
        jms.setAllowAutoWiredConnectionFactory(false);
        jms.getConfiguration().setListenerConnectionFactory(broker);
        jms.getConfiguration().setTemplateConnectionFactory(cached);
        // With Camel's default a message counts as consumed before the route has seen it.
        jms.setTransacted(true);
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
        // A sender says by JMSReplyTo where an answer goes: to any queue of the broker.
        jms.setDisableReplyTo(true);
        jms.setMessageConverter(new TextOrBytes());
        jms.setHeaderFilterStrategy(new JmsHeaderFilterStrategy() {
            @Override
            public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
                return true;
            }
        });
        jms.setErrorHandlerLoggingLevel(LoggingLevel.WARN);
        jms.setErrorHandlerLogStackTrace(false);
        return jms;
    }

    /**
     * {@code kafka:} on these brokers. The hub's replicas are one group, whose name is keyline unless the route says otherwise.
     *
     * @param brokers host:port, parted by commas; empty: every kafka: route is refused
     */
    public static KafkaComponent kafka(String brokers) {
        KafkaComponent kafka = new KafkaComponent() {
            // Camel would look for it by this class's own name
            @Override
            public PropertyConfigurer getEndpointPropertyConfigurer() {
                return new KafkaEndpointConfigurer();
            }

            @Override
            protected KafkaEndpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
                if (brokers.isEmpty() && !parameters.containsKey("brokers")) {
                    throw new IllegalArgumentException("kafka:" + remaining + ": no brokers; give kafka.brokers, for example "
                            + "kafka.example.com:9092");
                }
                return super.createEndpoint(uri, remaining, parameters);
            }
        };
        kafka.setConfiguration(committedAfterUs(brokers));
        // With this factory Camel itself commits what the route is through with; with any other, or none, it leaves that to the route.
        kafka.setKafkaManualCommitFactory(new DefaultKafkaManualCommitFactory());
        return kafka;
    }

    /** For checking routes: take every option, and connect to nothing. */
    public static Map<String, Component> forChecks(String kafkaBrokers) {
        CachingConnectionFactory none = new CachingConnectionFactory();
        return Map.of("jms", jms(none, none), "kafka", kafka(kafkaBrokers));
    }

    private static KafkaConfiguration committedAfterUs(String brokers) {
        KafkaConfiguration configuration = new KafkaConfiguration();
        configuration.setBrokers(brokers.isEmpty() ? null : brokers);
        configuration.setGroupId("keyline");
        configuration.setAutoCommitEnable(false);
        configuration.setAllowManualCommit(true);
        configuration.setBreakOnFirstError(true);
        // After a commit that failed nobody knows the position: begin again where the group is.
        configuration.setPollOnError(PollOnError.RECONNECT);
        // Kafka's default skips what was written before the group first came.
        configuration.setAutoOffsetReset("earliest");
        configuration.setValueDeserializer(ByteArrayDeserializer.class.getName());
        configuration.setHeaderFilterStrategy(new KafkaHeaderFilterStrategy() {
            @Override
            public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
                return true;
            }
        });
        return configuration;
    }

    /** The queue or topic that an endpoint reads; null if it reads none. */
    static String name(Endpoint endpoint) {
        return switch (endpoint) {
            case JmsEndpoint jms -> jms.getDestinationName();
            case KafkaEndpoint kafka -> kafka.getConfiguration().getTopic();
            case null, default -> null;
        };
    }

    /**
     * Which message or record of the outside this is, the same however often it is delivered: a key for an event that has none.
     *
     * @return for example {@code kafka:renewals-2@1077}; null for what comes from a timer or another route
     */
    public static String origin(Exchange exchange) {
        return switch (exchange.getFromEndpoint()) {
            case JmsEndpoint jms when exchange.getMessage().getHeader("JMSMessageID") != null ->
                "jms:" + exchange.getMessage().getHeader("JMSMessageID");
            case KafkaEndpoint kafka when exchange.getMessage().getHeader(KafkaConstants.OFFSET) != null ->
                "kafka:" + exchange.getMessage().getHeader(KafkaConstants.TOPIC) + "-" + exchange.getMessage().getHeader(KafkaConstants.PARTITION)
                        + "@" + exchange.getMessage().getHeader(KafkaConstants.OFFSET);
            case null, default -> null;
        };
    }
}
