package io.keyline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.Terminal;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventCommandTest {

    @TempDir
    Path directory;
    private Broker broker;
    private final Terminal terminal = new Terminal();

    @BeforeEach
    void start() throws Exception {
        broker = new Broker(directory);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private int event(String... arguments) {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--broker-url", broker.url())).toArray(String[]::new);
        return terminal.run(new EventCommand(), all);
    }

    private TextMessage received(String queue) {
        try (var factory = new ActiveMQConnectionFactory(broker.url()); JMSContext context = factory.createContext()) {
            return (TextMessage) context.createConsumer(context.createQueue(queue)).receive(5_000);
        }
    }

    @Test
    void theEventIsOnTheQueueOfItsName() throws Exception {
        assertThat(event("renewal", "+4520123456", "{\"plan\": \"Gold\"}", "--key", "sub-1", "--language", "da")).isZero();
        TextMessage message = received("keyline.events.renewal");
        assertThat(message.getText()).isEqualTo("{\"key\":\"sub-1\",\"address\":\"+4520123456\",\"language\":\"da\",\"data\":{\"plan\":\"Gold\"}}");
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(terminal.out()).isEqualTo("keyline.events.renewal: " + message.getText() + "\n");
    }

    @Test
    void eachIsANewOneUnlessAKeySaysOtherwise() throws Exception {
        assertThat(event("renewal", "+4520123456")).isZero();
        assertThat(event("renewal", "+4520123456")).isZero();
        JsonNode first = new ObjectMapper().readTree(received("keyline.events.renewal").getText());
        JsonNode second = new ObjectMapper().readTree(received("keyline.events.renewal").getText());
        assertThat(first.get("key").asText()).isNotBlank().isNotEqualTo(second.get("key").asText());
        assertThat(first.has("data")).isFalse();
    }

    @Test
    void whatIsNoObjectIsRefused() {
        for (String wrong : new String[] {"Gold", "[1]", "{\"plan\": ", "7"}) {
            assertThat(event("renewal", "+4520123456", wrong)).isEqualTo(2);
            assertThat(terminal.err()).contains("'" + wrong + "' is not a JSON object");
        }
    }

    @Test
    void noBrokerIsExitStatusTwoAndSaysWhatToDo() throws Exception {
        broker.stop();
        assertThat(event("renewal", "+4520123456")).isEqualTo(2);
        assertThat(terminal.err()).contains("No broker at " + broker.url()).contains("bin/keyline demo");
        broker.start();
    }
}
