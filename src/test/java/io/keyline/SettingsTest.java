package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.deploy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Settings")
class SettingsTest {

    @TempDir
    Path directory;
    private final List<Problem> problems = new ArrayList<>();

    private Settings read(String text, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(directory.resolve("keyline.properties"), text);
        return Settings.read(file, true, environment, problems);
    }

    private List<String> said() {
        return problems.stream().map(problem -> problem.toString().replace(directory + "/", "")).toList();
    }

    @Test
    void haveDefaults() throws IOException {
        Settings settings = read("", Map.of());
        assertThat(said()).isEmpty();
        for (Setting setting : Setting.values()) {
            assertThat(settings.text(setting)).isEqualTo(setting.byDefault());
            assertThat(setting.form().accepts(setting.byDefault())).as(setting.key()).isTrue();
        }
    }

    @Test
    void theEnvironmentWinsOverTheFileAndTheFileOverTheDefault() throws IOException {
        Settings settings = read("sms.host = smsc.example.com\nsms.port = 3000\n", Map.of("KEYLINE_SMS_PORT", "4000", "PATH", "/bin"));
        assertThat(said()).isEmpty();
        assertThat(settings.text(Setting.SMS_HOST)).isEqualTo("smsc.example.com");
        assertThat(settings.number(Setting.SMS_PORT)).isEqualTo(4000);
        assertThat(settings.text(Setting.SMS_SYSTEM_ID)).isEqualTo("keyline");
        assertThat(settings.properties()).containsEntry("sms.port", "4000");
    }

    @Test
    void anUnknownOneIsRefusedWithItsLineAndWhatMayHaveBeenMeant() throws IOException {
        read("# a comment\n\nsms.hots = smsc.example.com\n", Map.of());
        assertThat(said()).containsExactly("keyline.properties:3: the setting sms.hots is unknown; did you mean sms.host?");
    }

    @Test
    void aFarOffOneIsRefusedWithoutAGuess() throws IOException {
        read("something.else.entirely = 1", Map.of());
        assertThat(said()).containsExactly("keyline.properties:1: the setting something.else.entirely is unknown");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            sms.port = x                   | sms.port is 'x', write a whole number
            sms.rate = 10/s                | sms.rate is '10/s', write a number
            sms.try-later-status = later   | sms.try-later-status is 'later', write an SMPP command_status, for example 0x08
            intake.parts-within = 30       | intake.parts-within is '30', write a duration, for example 500ms, 30s, 10m, 2h or 1d
            """)
    void aWrongFormIsRefusedWithWhatToWrite(String line, String message) throws IOException {
        read(line, Map.of());
        assertThat(said()).containsExactly("keyline.properties:1: " + message);
    }

    @Test
    void anUnknownEnvironmentVariableIsRefused() throws IOException {
        read("", Map.of("KEYLINE_SMS_HOTS", "x", "KEYLINE_JAVA_HOME", "/opt/jdk"));
        assertThat(said()).containsExactly("environment variable KEYLINE_SMS_HOTS: is unknown; did you mean KEYLINE_SMS_HOST?");
    }

    @Test
    void aWrongEnvironmentVariableIsRefusedByItsOwnName() throws IOException {
        read("", Map.of("KEYLINE_SMS_PORT", "x"));
        assertThat(said()).containsExactly("environment variable KEYLINE_SMS_PORT: sms.port is 'x', write a whole number");
    }

    @Test
    void allThatIsWrongIsSaidAtOnceInTheOrderOfTheFile() throws IOException {
        read("sms.rates = 1\nsms.rate = x\nbroker.port = y\nsms.windows = 5\n", Map.of("KEYLINE_LANGUAGE", "en"));
        assertThat(said()).containsExactly(
                "keyline.properties:1: the setting sms.rates is unknown; did you mean sms.rate?",
                "keyline.properties:2: sms.rate is 'x', write a number",
                "keyline.properties:3: broker.port is 'y', write a whole number",
                "keyline.properties:4: the setting sms.windows is unknown; did you mean sms.window?",
                "environment variable KEYLINE_LANGUAGE: is unknown; did you mean KEYLINE_LANGUAGES?");
    }

    @Test
    void aFileThatWasNamedMustBeThere() {
        Settings.read(directory.resolve("other.properties"), true, Map.of(), problems);
        assertThat(said()).containsExactly("other.properties: there is no such file");
        problems.clear();
        Settings.read(directory.resolve("usual.properties"), false, Map.of(), problems);
        assertThat(said()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "10m,PT10M", "2h,PT2H", "1d,PT24H"})
    void durations(String written, Duration duration) throws IOException {
        assertThat(read("intake.parts-within = " + written, Map.of()).duration(Setting.PARTS_WITHIN)).isEqualTo(duration);
    }

    @Test
    void aDefaultLanguageWithoutTextsIsRefusedByName() throws IOException {
        Settings settings = read("languages = en,da\nlanguage.default = ru\n", Map.of());
        assertThat(Application.check(settings, problems)).isNull();
        assertThat(said()).containsExactly("language.default: is 'ru', write one of languages: en, da");
    }

    @Test
    void aMissingRoutesDirectoryIsRefusedByName() throws IOException {
        Settings settings = read("routes.directory = nowhere\n", Map.of());
        assertThat(Application.check(settings, problems)).isNull();
        assertThat(said()).containsExactly("nowhere: there is no such directory; routes.directory says where the route files are");
    }

    @Test
    void anApiThatOthersCanReachNeedsEmployeesWithTokens() throws IOException {
        assertThat(Application.check(read("api.host = 0.0.0.0\n", Map.of()), problems)).isNull();
        assertThat(said()).containsExactly("api.host: is '0.0.0.0', where others could reach the API: set api.tokens to your employees and "
                + "their tokens, or let it be 127.0.0.1");
        problems.clear();
        assertThat(Application.check(read("api.host = 0.0.0.0\napi.tokens = anna:annas-token-0123456789\n", Map.of()), problems)).isNotNull();
        assertThat(Application.check(read("api.tokens = anna:short-one\n", Map.of()), problems)).isNull();
        assertThat(said()).containsExactly("api.tokens: the token of anna has 9 characters; write 20 at least, without blanks");
    }
}
