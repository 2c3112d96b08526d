package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A consumer of events, as docs/events-out.md asks for: it drops what comes again. */
final class EventReader implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<String, String> consumer;
    private final Set<String> seen = new HashSet<>();
    private final List<JsonNode> events = new ArrayList<>();
    private int repeated;

    EventReader(String brokers, String topic, int partitions) {
        consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers), new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> all = IntStream.range(0, partitions).mapToObj(number -> new TopicPartition(topic, number)).toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** All that has come until now, each once. */
    List<JsonNode> events() {
        consumer.poll(Duration.ofMillis(100)).forEach(this::take);
        return List.copyOf(events);
    }

    private void take(ConsumerRecord<String, String> record) {
        String id = new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
        if (!seen.add(id)) {
            repeated++;
            return;
        }
        try {
            JsonNode event = JSON.readTree(record.value());
            assertThat(event.get("id").asText()).isEqualTo(id);
            assertThat(event.get("subject").asText()).isEqualTo(record.key());
            events.add(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many came again. */
    int repeated() {
        return repeated;
    }

    /** The states of each message, by its id, in the order in which the events tell them. */
    Map<String, List<String>> messages() {
        Map<String, List<String>> messages = new LinkedHashMap<>();
        events().stream().filter(event -> event.get("type").asText().startsWith("io.keyline.message."))
                .forEach(event -> messages.computeIfAbsent(event.at("/data/message").asText(), id -> new ArrayList<>())
                        .add(event.at("/data/state").asText()));
        return messages;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
