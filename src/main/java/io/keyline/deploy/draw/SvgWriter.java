package io.keyline.deploy.draw;

import io.keyline.deploy.draw.Drawing.Box;
import io.keyline.deploy.draw.Drawing.Edge;
import io.keyline.deploy.draw.Drawing.Label;
import io.keyline.deploy.draw.Drawing.Point;
import io.keyline.deploy.draw.Drawing.Rectangle;
import io.keyline.deploy.draw.Flow.Kind;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a drawing as SVG 1.1: shapes and text, no script, no style sheet, nothing from elsewhere, no ids, so that several may stand
 * in one page. On white, so that it can be read on a dark page too.
 */
public final class SvgWriter {

    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final String LINE = "#5b6675";

    private final XMLStreamWriter out;

    private SvgWriter(XMLStreamWriter out) {
        this.out = out;
    }

    /** The same drawing gives the same text. */
    public static String svg(Drawing drawing) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter out = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new SvgWriter(out).write(drawing);
            out.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the chart of " + drawing.title() + " cannot be written", e);
        }
        return text.toString();
    }

    private void write(Drawing drawing) throws XMLStreamException {
        out.writeStartDocument("UTF-8", "1.0");
        line();
        out.writeStartElement("svg");
        out.writeDefaultNamespace(NAMESPACE);
        attributes("width", number(drawing.width()), "height", number(drawing.height()),
                "viewBox", "0 0 " + number(drawing.width()) + " " + number(drawing.height()), "role", "img",
                "font-family", "Arial, Helvetica, sans-serif", "font-size", number(Shapes.TEXT), "text-anchor", "middle");
        element("title", Lettering.visible(drawing.title()));
        element("desc", Lettering.visible(drawing.description()));
        empty("rect", "width", "100%", "height", "100%", "fill", "#ffffff");
        // one path for all: edges that share a line would look thicker there
        empty("path", "d", paths(drawing, PathData::rounded), "fill", "none", "stroke", LINE, "stroke-width", "1.4");
        empty("path", "d", paths(drawing, PathData::head), "fill", LINE);
        for (Label label : drawing.labels()) {
            label(label);
        }
        for (Box box : drawing.boxes()) {
            box(box);
        }
        end();
        out.writeEndDocument();
    }

    private static String paths(Drawing drawing, Function<List<Point>, String> path) {
        return drawing.edges().stream().map(Edge::points).map(path).collect(Collectors.joining(" "));
    }

    private void label(Label label) throws XMLStreamException {
        Rectangle at = label.at();
        empty("rect", "x", number(at.left()), "y", number(at.top()), "width", number(at.right() - at.left()),
                "height", number(at.bottom() - at.top()), "fill", "#ffffff");
        start("g", "font-size", number(Column.LABEL), "fill", "#3d4757");
        text(label.lines(), at.middle(), at.top() + 12, Column.LABEL_LINE);
        end();
    }

    private void box(Box box) throws XMLStreamException {
        start("g");
        if (!box.node().text().isEmpty()) {
            element("title", Lettering.visible(box.node().text()));
        }
        shape(box);
        Rectangle at = box.at();
        String caption = box.node().caption();
        double height = box.lines().size() * Shapes.LINE + (caption.isEmpty() ? 0 : Shapes.CAPTION_LINE);
        double top = (at.top() + at.bottom() - height) / 2;
        if (!caption.isEmpty()) {
            start("g", "font-size", number(Shapes.CAPTION), "fill", Palette.caption(box.node().kind()));
            text(List.of(Lettering.visible(caption)), at.middle(), top + 10.5, 0);
            end();
            top += Shapes.CAPTION_LINE;
        }
        start("g", "fill", Palette.text(box.node().kind()));
        text(box.lines(), at.middle(), top + 13, Shapes.LINE);
        end();
        end();
    }

    private void shape(Box box) throws XMLStreamException {
        Kind kind = box.node().kind();
        Rectangle at = box.at();
        switch (kind) {
            case END -> {
                circle(at, 8, "#ffffff", "1.4");
                circle(at, 4.5, LINE, "0");
            }
            case START, CONNECTOR -> rectangle(at, (at.bottom() - at.top()) / 2, kind);
            case ASK -> path(PathData.bubble(at), kind);
            case DECISION -> path(PathData.diamond(at), kind);
            case CALL -> {
                rectangle(at, 2, kind);
                path(PathData.bars(at), kind);
            }
            case SAY, WORK, DO -> rectangle(at, kind == Kind.DO ? 2 : 4, kind);
        }
    }

    private void circle(Rectangle at, double radius, String fill, String width) throws XMLStreamException {
        empty("circle", "cx", number(at.middle()), "cy", number((at.top() + at.bottom()) / 2), "r", number(radius), "fill", fill,
                "stroke", LINE, "stroke-width", width);
    }

    private void rectangle(Rectangle at, double radius, Kind kind) throws XMLStreamException {
        empty("rect", "x", number(at.left()), "y", number(at.top()), "width", number(at.right() - at.left()),
                "height", number(at.bottom() - at.top()), "rx", number(radius), "fill", Palette.fill(kind), "stroke", Palette.stroke(kind),
                "stroke-width", kind == Kind.WORK ? "2" : "1.2");
    }

    private void path(String path, Kind kind) throws XMLStreamException {
        empty("path", "d", path, "fill", Palette.fill(kind), "stroke", Palette.stroke(kind), "stroke-width", "1.2", "stroke-linejoin", "round");
    }

    private void text(List<String> lines, double x, double y, double step) throws XMLStreamException {
        for (int i = 0; i < lines.size(); i++) {
            out.writeStartElement("text");
            attributes("x", number(x), "y", number(y + i * step));
            out.writeCharacters(lines.get(i));
            end();
        }
    }

    private void element(String name, String text) throws XMLStreamException {
        out.writeStartElement(name);
        out.writeCharacters(text);
        end();
    }

    private void start(String name, String... attributes) throws XMLStreamException {
        out.writeStartElement(name);
        attributes(attributes);
        line();
    }

    private void empty(String name, String... attributes) throws XMLStreamException {
        out.writeEmptyElement(name);
        attributes(attributes);
        line();
    }

    private void end() throws XMLStreamException {
        out.writeEndElement();
        line();
    }

    /** A line an element, so that a change of a chart can be read. */
    private void line() throws XMLStreamException {
        out.writeCharacters("\n");
    }

    private void attributes(String... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.writeAttribute(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    static String number(double value) {
        double rounded = Math.round(value * 10) / 10.0;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    static String at(Point point) {
        return number(point.x()) + " " + number(point.y());
    }
}
