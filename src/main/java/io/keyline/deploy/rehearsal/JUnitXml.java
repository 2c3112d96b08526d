package io.keyline.deploy.rehearsal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes outcomes as JUnit XML, in the form that Surefire writes and Jenkins, GitLab and others read. A suite is a file. */
public final class JUnitXml {

    private final XMLStreamWriter xml;

    private JUnitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /**
     * Writes the file, in place of one that is there; directories are made.
     *
     * @param outcomes by the name of their file
     * @throws IOException it cannot be written
     */
    public static void write(Path file, Map<String, List<Outcome>> outcomes) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            write(out, outcomes);
        } catch (XMLStreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    static void write(Writer out, Map<String, List<Outcome>> outcomes) throws XMLStreamException {
        XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
        xml.writeStartDocument("UTF-8", "1.0");
        new JUnitXml(xml).suites(outcomes);
        xml.writeEndDocument();
        xml.flush();
    }

    private void suites(Map<String, List<Outcome>> outcomes) throws XMLStreamException {
        xml.writeStartElement("testsuites");
        counts("rehearsals", outcomes.values().stream().flatMap(Collection::stream).toList());
        for (Map.Entry<String, List<Outcome>> suite : outcomes.entrySet()) {
            xml.writeStartElement("testsuite");
            counts(suite.getKey(), suite.getValue());
            xml.writeAttribute("skipped", "0");
            for (Outcome outcome : suite.getValue()) {
                rehearsal(outcome);
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void counts(String name, List<Outcome> outcomes) throws XMLStreamException {
        attribute("name", name);
        attribute("tests", String.valueOf(outcomes.size()));
        attribute("failures", String.valueOf(outcomes.stream().filter(outcome -> !outcome.isGreen() && !outcome.failure().broken()).count()));
        attribute("errors", String.valueOf(outcomes.stream().filter(outcome -> !outcome.isGreen() && outcome.failure().broken()).count()));
        attribute("time", seconds(outcomes.stream().map(Outcome::took).reduce(Duration.ZERO, Duration::plus)));
    }

    private void rehearsal(Outcome outcome) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute("name", outcome.rehearsal().title());
        attribute("classname", outcome.rehearsal().file().replaceFirst("\\.rehearsal$", "").replace('/', '.'));
        attribute("time", seconds(outcome.took()));
        if (!outcome.isGreen()) {
            Failure failure = outcome.failure();
            xml.writeStartElement(failure.broken() ? "error" : "failure");
            attribute("message", outcome.rehearsal().file() + ":" + failure.line() + ": " + failure.message());
            attribute("type", failure.broken() ? "cannot be played" : "difference");
            xml.writeCharacters(allowed(String.join("\n", failure.details())));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, allowed(value));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
    }

    /** XML 1.0 has no way to write some characters, not even escaped. */
    private static String allowed(String text) {
        return text.codePoints().map(c -> c == '\n' || c == '\t' || c >= 0x20 && c <= 0xd7ff && (c < 0x7f || c > 0x9f) || c >= 0xe000 && c <= 0xfffd
                || c > 0xffff ? c : 0xfffd).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
