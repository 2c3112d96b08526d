package io.keyline.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyline.store.Database;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Ready is who can do their work, and says what is missing")
class ObservationTest {

    @TempDir
    Path directory;
    private Observation observation;

    @BeforeEach
    void start() throws Exception {
        observation = Observation.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        observation.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + observation.port() + "/observe/" + path))
                .build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aHubIsReadyFromTheStartOfItsRoutesUntilItStops() throws Exception {
        assertThat(get("health/ready").statusCode()).isEqualTo(503);
        assertThat(get("health/ready").body()).contains("the routes are not started yet");
        assertThat(get("health/live").statusCode()).isEqualTo(200);

        observation.running();
        assertThat(get("health/ready").statusCode()).isEqualTo(200);

        observation.draining();
        assertThat(get("health/ready").statusCode()).isEqualTo(503);
        assertThat(get("health/ready").body()).contains("the hub is stopping");
    }

    @Test
    void aDatabaseThatIsAwayAndADirectoryThatIsNotThereAreNamed() throws Exception {
        observation.running();
        observation.disk(directory.resolve("nowhere"));
        try (Database away = new Database("jdbc:postgresql://127.0.0.1:1/keyline", "nobody", null)) {
            observation.database(away);

            HttpResponse<String> ready = get("health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("PostgreSQL does not answer", "does not hold the lock", "the data directory cannot be written");
            assertThat(get("health/live").statusCode()).as("a restart would not help").isEqualTo(200);
            assertThat(get("metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPortThatIsTakenRefusesTheStart() {
        assertThatThrownBy(() -> Observation.start("127.0.0.1", observation.port())).hasMessageContaining("management.port");
    }
}
