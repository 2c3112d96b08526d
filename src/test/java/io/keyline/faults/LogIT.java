package io.keyline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyline.demo.Alphabet;
import io.keyline.demo.Receipts;
import io.keyline.demo.ShortMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("T45: the log of a run tells what went wrong, and no texts, numbers or secrets")
class LogIT {

    private static final String WORD = "Zebrafinch";
    private static final String SECRET = "hunter2";
    /** What all our customers' numbers hold, with or without the code of the country. */
    private static final String NUMBERS = "20881";

    @TempDir
    Path directory;
    private World world;
    private int webPort;

    @BeforeEach
    void start() throws Exception {
        world = new World(directory);
        webPort = World.freePort();
        world.smsc.account("keyline", SECRET, World.SHORT_CODE);
        world.smsc.receipts(Receipts.AFTER);
        world.hub.with("log.format", "json").with("web.port", webPort).with("sms.password", SECRET);
        world.start();
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    private static String customer(int number) {
        return "+45" + NUMBERS + String.format("%03d", number);
    }

    @Test
    void nothingOfWhatCustomersWroteIsInTheLog() throws Exception {
        world.text(customer(1), "BAL " + WORD);
        world.text(customer(2), WORD + " what is this?");
        world.text(customer(3), "STOP " + WORD);
        world.awaitReplies(customer(1), 1);
        world.awaitReplies(customer(2), 1);
        world.awaitReplies(customer(3), 1);
        goWrong();
        world.awaitSettled();
        world.hub.stop();

        List<String> lines = world.hub.log().lines().filter(line -> !line.startsWith("WARNING: ")).toList(); // of the JVM
        assertThat(lines).allSatisfy(line -> assertThat(line).doesNotContain(WORD, NUMBERS, SECRET, "1,250.50"));
        assertThat(lines).hasSizeGreaterThan(5).allSatisfy(line -> assertThat(json(line).get("level").asText()).isIn("INFO", "WARN", "ERROR"));
        assertThat(lines).as("what went wrong is told").anySatisfy(line -> assertThat(message(line)).contains("is DEAD: refused by the provider"))
                .anySatisfy(line -> assertThat(message(line)).contains("is UNCERTAIN"));
    }

    /** Each of these is logged, somehow. */
    private void goWrong() throws Exception {
        world.smsc.faults().refuseTo(customer(4), 0x0B);
        world.text(customer(4), "BAL");
        world.backOffice.faults().malformed(1);
        world.text(customer(5), "PAY 100");
        world.smsc.send(ShortMessage.of(customer(6), World.SHORT_CODE).text(WORD + "\0" + WORD, Alphabet.UCS2));
        world.smsc.send(ShortMessage.of(customer(7), World.SHORT_CODE).esmClass(0x04).text(WORD));
        world.awaitReplies(customer(5), 1);
        world.smsc.faults().hangUpOnSubmits(1);
        world.text(customer(8), "BAL");
        HttpResponse<String> nothing = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webPort + "/hook?from="
                + customer(9).substring(1) + "&text=" + WORD)).POST(HttpRequest.BodyPublishers.ofString("text=" + WORD, StandardCharsets.UTF_8)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(nothing.statusCode()).isEqualTo(404);
        await("the two that were refused and cut off are told").atMost(Duration.ofSeconds(60))
                .until(() -> world.hub.log().contains("is DEAD") && world.hub.log().contains("is UNCERTAIN"));
    }

    private static String message(String line) throws Exception {
        return json(line).get("formattedMessage").asText();
    }

    private static JsonNode json(String line) throws Exception {
        return new ObjectMapper().readTree(line);
    }
}
