package io.keyline.deploy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@DisplayName("What is said of rehearsals")
class ReportTest {

    private static final Outcome GREEN = outcome("renewed by yes", 12, null);
    private static final Outcome RED = outcome("kept by <no> & \"nej\"", 30,
            new Failure(9, "the customer got another text", false, List.of("*    9  < Gold", "", "  but got   ]]> <&\u241b \ud83d\ude00")));
    private static final Outcome BROKEN = outcome("a fax\u0000\u001b\ud800", 1000, new Failure(3, "cannot be played: \u0007", true, List.of()));

    private static Outcome outcome(String title, int millis, Failure failure) {
        return new Outcome(new Rehearsal("routes/renew.rehearsal", 1, title, LocalDateTime.of(2026, 11, 23, 10, 0), List.of()),
                Duration.ofMillis(millis), failure);
    }

    private static String report(boolean colour, List<Outcome> outcomes) {
        StringWriter out = new StringWriter();
        Report report = new Report(new PrintWriter(out, true), colour);
        report.file("routes/renew.rehearsal", outcomes);
        report.end();
        return out.toString();
    }

    @Test
    void aGreenFileIsALine() {
        assertThat(report(false, List.of(GREEN, GREEN))).isEqualTo("""
                routes/renew.rehearsal                             2 ok             24 ms
                2 rehearsals: all as written, 24 ms
                """);
        assertThat(report(false, List.of(GREEN))).endsWith("\n1 rehearsal: all as written, 12 ms\n");
    }

    @Test
    void aRedOneSaysAll() {
        assertThat(report(false, List.of(GREEN, RED, BROKEN))).isEqualTo("""
                routes/renew.rehearsal                             1 ok, 2 not    1042 ms

                routes/renew.rehearsal:9: the customer got another text
                  in: kept by <no> & "nej"

                *    9  < Gold

                  but got   ]]> <&\u241b \ud83d\ude00


                routes/renew.rehearsal:3: cannot be played: \u2407
                  in: a fax\u2400\u241b\ufffd


                3 rehearsals: 2 differ, 1042 ms
                """);
    }

    @Test
    void coloursAreForTerminals() {
        assertThat(report(true, List.of(GREEN))).contains("\u001b[32m  1 ok").contains("\u001b[32m1 rehearsal: all as written\u001b[0m");
        assertThat(report(true, List.of(RED))).contains("\u001b[31m  0 ok, 1 not").contains("\u001b[1;31mroutes/renew.rehearsal:9: ")
                .contains("\u001b[31m1 rehearsal: 1 differs\u001b[0m");
        assertThat(report(false, List.of(GREEN, RED, BROKEN))).doesNotContain("\u001b");
    }

    private static Document xml(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    private static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    private static Map<String, String> attributes(Element element) {
        Map<String, String> all = new LinkedHashMap<>();
        IntStream.range(0, element.getAttributes().getLength())
                .forEach(i -> all.put(element.getAttributes().item(i).getNodeName(), element.getAttributes().item(i).getNodeValue()));
        return all;
    }

    @Test
    void junitXmlHasTheUsualFormWhateverTheTexts(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("target/reports/rehearsals.xml");
        Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
        outcomes.put("routes/renew.rehearsal", List.of(GREEN, RED, BROKEN));
        outcomes.put("routes/bal.rehearsal", List.of(GREEN));
        JUnitXml.write(file, outcomes);
        Document document = xml(file);
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("testsuites");
        assertThat(attributes(document.getDocumentElement()))
                .isEqualTo(Map.of("name", "rehearsals", "tests", "4", "failures", "1", "errors", "1", "time", "1.054"));
        assertThat(attributes(elements(document, "testsuite").getFirst())).isEqualTo(
                Map.of("name", "routes/renew.rehearsal", "tests", "3", "failures", "1", "errors", "1", "skipped", "0", "time", "1.042"));
        assertThat(elements(document, "testcase")).extracting(ReportTest::attributes).startsWith(
                Map.of("name", "renewed by yes", "classname", "routes.renew", "time", "0.012"),
                Map.of("name", "kept by <no> & \"nej\"", "classname", "routes.renew", "time", "0.030"),
                Map.of("name", "a fax\ufffd\ufffd\ufffd", "classname", "routes.renew", "time", "1.000"));
        assertThat(elements(document, "failure")).singleElement().satisfies(failure -> {
            assertThat(attributes(failure)).isEqualTo(
                    Map.of("message", "routes/renew.rehearsal:9: the customer got another text", "type", "difference"));
            assertThat(failure.getTextContent()).isEqualTo("*    9  < Gold\n\n  but got   ]]> <&\u241b \ud83d\ude00");
        });
        assertThat(elements(document, "error")).singleElement().satisfies(error -> assertThat(attributes(error)).isEqualTo(
                Map.of("message", "routes/renew.rehearsal:3: cannot be played: \ufffd", "type", "cannot be played")));
    }

    @Test
    void junitXmlThatCannotBeWrittenIsSaid(@TempDir Path directory) {
        assertThatThrownBy(() -> JUnitXml.write(directory, Map.of())).isInstanceOf(IOException.class);
    }
}
