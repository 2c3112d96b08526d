package io.keyline.deploy.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.deploy.draw.Flow.Branch;
import io.keyline.deploy.draw.Flow.Fork;
import io.keyline.deploy.draw.Flow.Kind;
import io.keyline.deploy.draw.Flow.Loop;
import io.keyline.deploy.draw.Flow.Part;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

@DisplayName("A chart is plain SVG, whatever its texts are")
class SvgWriterTest {

    private static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    /** Every shape and every label with this text. */
    private static Flow everywhere(String text) {
        List<Part> parts = new ArrayList<>();
        Arrays.stream(Kind.values()).filter(kind -> kind != Kind.DECISION && kind != Kind.END)
                .forEach(kind -> parts.add(Flow.step(kind, text, text)));
        parts.add(new Fork(Flow.decision(text), List.of(new Branch(text, List.of(), false), new Branch(text, List.of(Flow.end()), true))));
        parts.add(new Loop(Flow.decision(text), List.of(Flow.step(Kind.DO, text, text))));
        parts.add(Flow.end());
        return new Flow(text, parts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "]]>", "\"'&amp;&<!--", "</text></svg>", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;",
        "a\u0000b\u0007\u001b[2J\u007f\u0085c", "\ud800 alone \udfff", "\uffff\ufffe", "\u202edrawkcab\u2066", "", " ", "\n\n\n", "\r\n\t", "🙂👨‍👩‍👧‍👦",
        "余额余额余额余额余额余额余额余额余额余额余额余额余额余额余额余额余额余额", "Привет, мир", "مرحبا"})
    void isWellFormedAndHasOnlyShapesAndText(String hostile) throws Exception {
        Document document = parse(SvgWriter.svg(Layout.of(everywhere(hostile))));
        assertThat(elements(document)).isSubsetOf("svg", "title", "desc", "g", "path", "rect", "circle", "text");
        assertThat(attributes(document)).isSubsetOf("xmlns", "width", "height", "viewBox", "role", "font-family", "font-size", "text-anchor",
                "fill", "stroke", "stroke-width", "stroke-linejoin", "d", "x", "y", "rx", "cx", "cy", "r");
        assertThat(document.getDocumentElement().getTextContent().codePoints().filter(letter -> letter != '\n'))
                .noneMatch(letter -> Character.isISOControl(letter) || letter == 0x202e || letter == 0x2066);
    }

    @Test
    void textIsThereAsItWasWritten() throws Exception {
        Document document = parse(SvgWriter.svg(Layout.of(everywhere("<b>&</b>"))));
        assertThat(texts(document)).contains("<b>&</b>");
    }

    @Test
    void aTextOfTwoThousandLettersIsCutInItsBoxAndWholeBehindIt() throws Exception {
        for (String letter : List.of("x", "余", "word ")) {
            String text = letter.repeat(2000 / letter.length()).strip();
            Drawing drawing = Layout.of(everywhere(text));
            Document document = parse(SvgWriter.svg(drawing));
            assertThat(drawing.boxes()).filteredOn(box -> box.node().kind() == Kind.SAY).singleElement()
                    .satisfies(box -> assertThat(box.lines()).hasSize(6).last().asString().endsWith("…"))
                    .satisfies(box -> assertThat(box.lines()).allMatch(line -> Lettering.width(line, Shapes.TEXT) <= box.at().right() - box.at().left()));
            assertThat(document.getElementsByTagName("title").item(1).getTextContent()).isEqualTo(text);
        }
    }

    @Test
    void tellsWhatItShowsToThoseWhoCannotSeeIt() throws Exception {
        Flow flow = Drawn.flows(Path.of("routes"), "en").stream().filter(one -> one.name().equals("help")).findFirst().orElseThrow();
        Element svg = parse(SvgWriter.svg(Layout.of(flow))).getDocumentElement();
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("help");
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isEqualTo(Outline.of(flow)).startsWith("customer writes: HELP");
    }

    @Test
    void theSameFlowGivesTheSameBytes() throws Exception {
        for (Flow flow : Drawn.flows(Path.of("routes"), "zh")) {
            Flow again = Drawn.flows(Path.of("routes"), "zh").stream().filter(one -> one.name().equals(flow.name())).findFirst().orElseThrow();
            assertThat(SvgWriter.svg(Layout.of(again))).isEqualTo(SvgWriter.svg(Layout.of(flow)));
        }
    }

    private static Set<String> elements(Document document) {
        Set<String> names = new TreeSet<>();
        NodeList all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            names.add(all.item(i).getNodeName());
        }
        return names;
    }

    private static Set<String> attributes(Document document) {
        Set<String> names = new TreeSet<>();
        NodeList all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            for (int j = 0; j < all.item(i).getAttributes().getLength(); j++) {
                names.add(all.item(i).getAttributes().item(j).getNodeName());
            }
        }
        return names;
    }

    private static List<String> texts(Document document) {
        List<String> texts = new ArrayList<>();
        NodeList all = document.getElementsByTagName("text");
        for (int i = 0; i < all.getLength(); i++) {
            texts.add(all.item(i).getTextContent());
        }
        return texts;
    }
}
