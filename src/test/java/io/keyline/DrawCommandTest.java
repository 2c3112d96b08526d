package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("keyline draw")
class DrawCommandTest {

    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    private int draw(String... arguments) {
        return terminal.run(new DrawCommand(), arguments);
    }

    private String refused(String... arguments) {
        assertThat(draw(arguments)).isEqualTo(2);
        return terminal.err();
    }

    @ParameterizedTest
    @ValueSource(strings = {"balance", "BAL", "saldo", "余额", "routes/bal.yaml", "bal.yaml"})
    void findsARouteByIdKeywordAliasOrFile(String route) throws IOException {
        Path chart = directory.resolve("chart.svg");
        assertThat(draw(route, "-o", chart.toString())).isZero();
        assertThat(chart).content().contains("<title>balance</title>", "accounts.balance", "Balance of account");
    }

    @Test
    void writesInTheLanguageThatIsAskedFor() throws IOException {
        Path chart = directory.resolve("chart.svg");
        assertThat(draw("*", "-o", chart.toString(), "--language", "da")).isZero();
        assertThat(chart).content().contains("Det forstod vi");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(refused("balanse")).contains("there is no route 'balanse'; did you mean balance?", "payment");
    }

    @Test
    void refusesALanguageWithoutTexts() {
        assertThat(refused("balance", "--language", "fr")).contains("there are no texts in 'fr', write one of en, da, ru, zh");
    }

    @Test
    void refusesAFileThatCannotBeWritten() {
        assertThat(refused("balance", "-o", directory.resolve("no/such/chart.svg").toString())).contains("cannot be written");
    }

    @Test
    void namesTheRoutesOfAFileThatHasSeveral() throws IOException {
        String route = "- route: { id: %s, from: { uri: \"command:%s\", steps: [ { to: \"reply:help.answer\" } ] } }\n";
        assertThat(refused("two.yaml", "--config", own(route.formatted("one", "ONE") + route.formatted("two", "TWO"))))
                .contains("'two.yaml' is several routes, write one of one, two");
    }

    @Test
    void aFileThatCannotBeReadIsNamedAndTheOthersAreDrawn() throws IOException {
        String configuration = own("- route: { id: one, from: { uri: \"command:ONE\", steps: [ { to: \"reply:help.answer\" } ] } }\n");
        Files.writeString(directory.resolve("routes/broken.yaml"), "- route:\n    id: x\n    frm: y\n");
        assertThat(refused("--all", directory.resolve("charts").toString(), "--config", configuration)).contains("not drawn: routes/broken.yaml:");
        assertThat(directory.resolve("charts/one.svg")).exists();
    }

    @Test
    void anIdDoesNotLeadOutOfTheDirectory() throws IOException {
        String configuration = own("- route: { id: ../../one, from: { uri: \"command:ONE\", steps: [ { to: \"reply:help.answer\" } ] } }\n");
        assertThat(draw("--all", directory.resolve("a/charts").toString(), "--config", configuration)).isZero();
        assertThat(directory.resolve("a/charts/..-..-one.svg")).exists();
        assertThat(directory.resolve("one.svg")).doesNotExist();
    }

    /** A configuration whose routes are in a file of their own. */
    private String own(String routes) throws IOException {
        Files.createDirectories(directory.resolve("routes"));
        Files.writeString(directory.resolve("routes/two.yaml"), routes);
        return Files.writeString(directory.resolve("own.properties"), Setting.ROUTES_DIRECTORY.key() + " = " + directory.resolve("routes") + "\n")
                .toString();
    }
}
