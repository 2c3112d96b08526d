package io.keyline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Files of config/providers pass the check")
class ShippedProvidersTest {

    @ParameterizedTest
    @ValueSource(strings = {"twilio.yaml", "vonage.yaml", "kannel.yaml", "sendsms.yaml"})
    void whenTheirVariablesAreSet(String name, @TempDir Path directory) throws Exception {
        String yaml = Files.readString(Path.of("config/providers", name)).replaceAll("\\{\\{env:[A-Z_]+}}", "https://x").replace("/https://x", "/x");
        assertThat(new Draft(directory).file(name, yaml).setting("sms.rate", "0").setting("sms.sender", "1234").setting("region.default", "DK")
                .problems()).isEmpty();
    }
}
