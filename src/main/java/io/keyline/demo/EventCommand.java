package io.keyline.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a system of the company that has something to tell: puts one event on a queue of the broker, as any JMS client would. */
@Command(name = "event", description = "Puts an event on a queue, as a system of the company would: it begins a dialogue with a customer.",
        defaultValueProvider = DemoDefaults.class, mixinStandardHelpOptions = true, exitCodeListHeading = "Exit status:%n",
        exitCodeList = {" 0:the broker has it", " 2:no broker, or a wrong argument"})
public final class EventCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NO_BROKER = 2;

    @Parameters(index = "0", paramLabel = "NAME", description = "the queue's name after PREFIXevents., as renewal")
    private String name;

    @Parameters(index = "1", paramLabel = "NUMBER", description = "the customer's number, as +4520123456, or e-mail address")
    private String number;

    @Parameters(index = "2", arity = "0..1", paramLabel = "JSON", description = "the data, as {\"plan\": \"Gold\"}")
    private String data;

    @Option(names = "--key", description = "what it is about: the same key begins a dialogue once (a new one)")
    private String key;

    @Option(names = "--language", description = "the customer's language, as da (what the hub knows)")
    private String language;

    @Option(names = "--channel", description = "where the dialogue goes on, as email (sms)")
    private String channel;

    @Option(names = "--broker-url", description = "where the broker is (${DEFAULT-VALUE})")
    private String brokerUrl;

    @Option(names = "--user", description = "the account at the broker (${DEFAULT-VALUE})")
    private String user;

    @Option(names = "--password", description = "and its password")
    private String password;

    @Option(names = "--prefix", description = "what the queues' names begin with (${DEFAULT-VALUE})")
    private String prefix;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JMSException {
        String event = event().toString();
        String queue = prefix + "events." + name;
        try (ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory(brokerUrl, user, password)) {
            send(broker, queue, event);
        } catch (JMSRuntimeException e) {
            spec.commandLine().getErr().printf("No broker at %s: %s. Start it with bin/keyline demo.%n", brokerUrl, e.getMessage());
            return NO_BROKER;
        }
        spec.commandLine().getOut().printf("%s: %s%n", queue, event);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static void send(ActiveMQConnectionFactory broker, String queue, String event) throws JMSException {
        broker.setReconnectAttempts(0);
        broker.setInitialConnectAttempts(1);
        try (JMSContext context = broker.createContext()) {
            context.createProducer().setDeliveryMode(DeliveryMode.PERSISTENT).send(context.createQueue(queue), event);
        }
    }

    private ObjectNode event() {
        ObjectNode event = JSON.createObjectNode();
        event.put("key", key == null ? UUID.randomUUID().toString() : key).put("address", number);
        if (channel != null) {
            event.put("channel", channel);
        }
        if (language != null) {
            event.put("language", language);
        }
        if (data != null) {
            event.set("data", data());
        }
        return event;
    }

    private JsonNode data() {
        try {
            if (JSON.readTree(data) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw refused(e);
        }
        throw refused(null);
    }

    private ParameterException refused(Exception cause) {
        return new ParameterException(spec.commandLine(), "'" + data + "' is not a JSON object: write for example {\"plan\": \"Gold\"}", cause,
                spec.positionalParameters().getLast(), data);
    }
}
