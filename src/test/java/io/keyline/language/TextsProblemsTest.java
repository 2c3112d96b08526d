package io.keyline.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A wrong message catalogue is refused, with all that is wrong, where, and what to write")
class TextsProblemsTest {

    @TempDir
    private Path directory;

    @Test
    void allProblemsAreToldAtOnce() throws IOException {
        write("en", """
                # English
                a = Hello {name}
                b = Bye
                c = {0} items
                d = {count, plural, one {x}
                a = Again
                e =
                f = due {when, dates}
                """);
        write("da", """
                a = Hej {navn}

                x = Ekstra
                c = ting
                """);

        assertThat(problems("en", "da")).containsExactly(
                "da.properties:1: a: has {navn}, which en.properties:2 has not: write one of [{name}], or add it there",
                "da.properties:1: a: lacks {name}, which en.properties:2 has: write it here too",
                "da.properties:3: x: is not in " + directory.resolve("en.properties") + ": write it there too, or remove it here",
                "da.properties:4: c: lacks {0}, which en.properties:4 has: write it here too",
                "da.properties:5: b: is missing: write b = a translation of \"Bye\"",
                "da.properties:5: d: is missing: write d = a translation of \"{count, plural, one {x}\"",
                "da.properties:5: e: is missing: write e = a translation of \"\"",
                "da.properties:5: f: is missing: write f = a translation of \"due {when, dates}\"",
                "en.properties:4: c: has the argument {0}: write a name, such as {account}",
                "en.properties:5: d: is no pattern (",
                "en.properties:6: a: is in line 2 already: keep one of the two",
                "en.properties:7: e: has no text: write e = and the text behind it",
                "en.properties:8: f: is no pattern (");
    }

    @Test
    void aMissingFileIsToldOnce() throws IOException {
        write("en", "a = Hello\n");

        assertThat(problems("en", "da")).first().asString()
                .isEqualTo("da.properties:1: cannot be read: create this file with the texts of its language");
    }

    @Test
    void aFileThatIsNotUtf8IsTold() throws IOException {
        Files.write(directory.resolve("en.properties"), "a = x\nb = på\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problems("en")).containsExactly("en.properties:2: is not UTF-8: save the file in that encoding");
    }

    @Test
    void aBrokenEscapeIsTold() throws IOException {
        write("en", "a = \\uZZZZ\n");

        assertThat(problems("en")).hasSize(1).first().asString().startsWith("en.properties:1: cannot be read: write a backslash");
    }

    @Test
    void aTextMayRunOverLines() throws IOException, TextsException {
        write("en", "\uFEFFa = one \\\n    two\n! comment\nb : {n, plural, one {# part} other {# parts}} of {n}\n");

        Texts texts = Texts.load(directory, List.of("en"), "en");

        assertThat(texts.keys()).containsExactlyInAnyOrder("a", "b");
        assertThat(texts.render("a", "en", Map.of())).isEqualTo("one two");
        assertThat(texts.render("b", "en", Map.of("n", 2))).isEqualTo("2 parts of 2");
    }

    private void write(String language, String text) throws IOException {
        Files.writeString(directory.resolve(language + ".properties"), text);
    }

    /** As told, without the directory, and without what ICU says of a pattern. */
    private List<String> problems(String... languages) {
        TextsException wrong = catchThrowableOfType(TextsException.class, () -> Texts.load(directory, List.of(languages), "en"));
        assertThat(wrong.getMessage().lines()).hasSameSizeAs(wrong.problems());
        return wrong.problems().stream().map(TextProblem::toString).map(p -> p.substring(directory.toString().length() + 1))
                .map(p -> p.contains("pattern (") ? p.substring(0, p.indexOf('(') + 1) : p).toList();
    }
}
