package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.deploy.Problem;
import io.keyline.deploy.rehearsal.ScriptedStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("keyline rehearse")
class RehearseCommandTest {

    @TempDir
    Path directory;
    private final ScriptedStage stage = new ScriptedStage();
    private final Terminal terminal = new Terminal();
    private RehearseCommand.Opener opener = (settings, problems) -> stage;
    private Path routes;

    @BeforeEach
    void writeRehearsals() throws IOException {
        stage.when("customer> hi", () -> stage.sends("customer", "Hello"));
        routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(directory.resolve("keyline.properties"), "routes.directory = " + routes + "\n");
        Files.writeString(routes.resolve("bal.yaml"), "");
        Files.writeString(routes.resolve("bal.rehearsal"), "rehearsal one\n> hi\n< Hello\nrehearsal two\n> ho\n");
        Files.writeString(routes.resolve("renew.rehearsal"), "> hi\n< Goodbye\n");
    }

    private int rehearse(String... arguments) {
        String config = directory.resolve("keyline.properties").toString();
        return terminal.run(new RehearseCommand(opener), Stream.concat(Stream.of(arguments), Stream.of("--config", config)).toArray(String[]::new));
    }

    private String said() {
        return terminal.out().replaceAll(" +\\d+ ms", " N ms");
    }

    private String complained() {
        return terminal.err().replace(directory + "/", "");
    }

    @Test
    void playsAllOfTheRoutesDirectoryAndIsRedIfOneDiffers() {
        assertThat(rehearse()).isEqualTo(1);
        assertThat(said()).startsWith("routes/bal.rehearsal                               2 ok N ms\n"
                + "routes/renew.rehearsal                             0 ok, 1 not N ms\n\n"
                + "routes/renew.rehearsal:2: the customer got another text\n").endsWith("3 rehearsals: 1 differs, N ms\n");
        assertThat(stage.closed()).as("three stages and the theatre").isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bal", "bal.yaml", "bal.rehearsal", "DIRECTORY/routes/bal", "DIRECTORY/routes/bal.yaml", "DIRECTORY/routes/bal.rehearsal"})
    void playsThoseOfARouteOrFileAndIsGreenIfAllGoAsWritten(String name) {
        assertThat(rehearse(name.replace("DIRECTORY", directory.toString()))).isZero();
        assertThat(said()).isEqualTo("routes/bal.rehearsal                               2 ok N ms\n2 rehearsals: all as written, N ms\n");
    }

    @Test
    void writesJUnitXmlOnDemand() throws IOException {
        Path xml = directory.resolve("reports/rehearsals.xml");
        assertThat(rehearse("--junit", xml.toString())).isEqualTo(1);
        assertThat(Files.readString(xml)).startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites name=\"rehearsals\" tests=\"3\" failures=\"1\"");
        assertThat(rehearse("--junit", directory.toString())).isEqualTo(2);
        assertThat(complained()).contains("cannot be written");
    }

    @Test
    void aNameWithoutRehearsalsIsRefusedWithWhatMayHaveBeenMeant() {
        assertThat(rehearse("ball", "renew")).isEqualTo(2);
        assertThat(complained()).isEqualTo("""
                Nothing is rehearsed, one thing is wrong:
                  ball: has no rehearsals: there is no routes/ball.rehearsal; did you mean bal?
                """);
        assertThat(said()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsSaidAndNothingIsPlayed() throws IOException {
        Files.writeString(routes.resolve("bal.rehearsal"), "> hi\nbakc-office accounts.balance -> {}\nlanguage\n");
        assertThat(rehearse()).isEqualTo(2);
        assertThat(complained()).isEqualTo("""
                Nothing is rehearsed, 2 things are wrong:
                  routes/bal.rehearsal:2: no line of a rehearsal begins with 'bakc-office'; did you mean back-office?
                  routes/bal.rehearsal:3: write behind language a language, for example language da
                """);
        assertThat(stage.heard()).isEmpty();
    }

    @Test
    void withoutAnyRehearsalNothingIsGreen() throws IOException {
        Files.delete(routes.resolve("bal.rehearsal"));
        Files.delete(routes.resolve("renew.rehearsal"));
        assertThat(rehearse()).isEqualTo(2);
        assertThat(complained()).contains("routes: there are no rehearsals; write one beside its route file, for example bal.rehearsal");
    }

    @Test
    void aMissingRoutesDirectoryIsRefusedByName() throws IOException {
        Files.writeString(directory.resolve("keyline.properties"), "routes.directory = nowhere\n");
        assertThat(rehearse()).isEqualTo(2);
        assertThat(complained()).contains("nowhere: there is no such directory; routes.directory says where the route files are");
    }

    @Test
    void wrongArgumentsAndSettingsAreRefused() throws IOException {
        assertThat(rehearse("--junitt", "x")).isEqualTo(2);
        Files.writeString(directory.resolve("keyline.properties"), "sms.prot = 1\n");
        assertThat(rehearse()).isEqualTo(2);
        assertThat(complained()).contains("the setting sms.prot is unknown; did you mean sms.port?");
    }

    @Test
    void aStageThatCannotBeOpenedIsSaid() {
        opener = (settings, problems) -> {
            problems.add(new Problem("routes/bal.yaml", 3, "the text bal.help is not in the message catalogue"));
            return null;
        };
        assertThat(rehearse()).isEqualTo(2);
        assertThat(complained()).isEqualTo("""
                Nothing is rehearsed, one thing is wrong:
                  routes/bal.yaml:3: the text bal.help is not in the message catalogue
                """);
        opener = (settings, problems) -> {
            throw new IllegalStateException("PostgreSQL does not start");
        };
        assertThat(rehearse()).isEqualTo(2);
        assertThat(complained()).isEqualTo("Nothing is rehearsed: PostgreSQL does not start\n");
    }
}
