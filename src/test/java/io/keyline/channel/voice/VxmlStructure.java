package io.keyline.channel.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Which element of VoiceXML 2.1 may hold which (W3C, VoiceXML 2.0, appendix O, and 2.1), as far as Keyline uses them. */
final class VxmlStructure {

    private static final Set<String> EXECUTABLE = Set.of("prompt", "submit", "reprompt", "disconnect", "exit", "if", "var", "assign");
    private static final Map<String, Set<String>> MAY_HOLD = Map.ofEntries(
            Map.entry("vxml", Set.of("form", "var", "catch", "property")),
            Map.entry("form", Set.of("block", "field", "transfer", "var", "property", "catch")),
            Map.entry("field", Set.of("grammar", "prompt", "noinput", "nomatch", "filled", "property")),
            Map.entry("transfer", Set.of("prompt", "filled", "property")),
            Map.entry("block", EXECUTABLE), Map.entry("filled", EXECUTABLE), Map.entry("noinput", EXECUTABLE), Map.entry("nomatch", EXECUTABLE),
            Map.entry("catch", EXECUTABLE), Map.entry("if", EXECUTABLE),
            Map.entry("prompt", Set.of("s")), Map.entry("grammar", Set.of("rule")), Map.entry("rule", Set.of("one-of", "item")),
            Map.entry("one-of", Set.of("item")), Map.entry("item", Set.of("one-of")));
    private static final Map<String, Set<String>> NEEDS = Map.of("vxml", Set.of("version", "xmlns"), "grammar", Set.of("mode", "version", "root"),
            "rule", Set.of("id"), "submit", Set.of("next"), "if", Set.of("cond"), "property", Set.of("name", "value"), "catch", Set.of("event"));

    private VxmlStructure() {
    }

    static void check(Document document) {
        assertThat(document.getDoctype()).isNull();
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("vxml");
        check(document.getDocumentElement());
    }

    private static void check(Element element) {
        assertThat(element.getNamespaceURI()).isEqualTo("http://www.w3.org/2001/vxml");
        NEEDS.getOrDefault(element.getTagName(), Set.of()).forEach(name -> assertThat(element.hasAttribute(name)).as(element.getTagName() + " " + name).isTrue());
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                assertThat(MAY_HOLD.getOrDefault(element.getTagName(), Set.of())).as("in " + element.getTagName()).contains(inner.getTagName());
                check(inner);
            }
        }
    }
}
