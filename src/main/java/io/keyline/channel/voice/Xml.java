package io.keyline.channel.voice;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a document in which every text is text: whatever a customer or the back office says, it opens no element. */
final class Xml {

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    /** Something that may fail only if the writer is used wrongly. */
    private interface Writing {
        void write() throws XMLStreamException;
    }

    private final StringWriter document = new StringWriter();
    private final XMLStreamWriter writer;

    Xml() {
        try {
            writer = FACTORY.createXMLStreamWriter(document);
            writer.writeStartDocument("UTF-8", "1.0");
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param attributes name, value, name, value … */
    Xml open(String element, String... attributes) {
        return write(() -> {
            writer.writeStartElement(element);
            for (int i = 0; i < attributes.length; i += 2) {
                writer.writeAttribute(attributes[i], ReadOut.clean(attributes[i + 1]));
            }
        });
    }

    Xml text(String words) {
        return write(() -> writer.writeCharacters(ReadOut.clean(words)));
    }

    Xml close() {
        return write(writer::writeEndElement);
    }

    /** An element with this text and nothing else. */
    Xml element(String element, String words, String... attributes) {
        open(element, attributes);
        if (!words.isEmpty()) {
            text(words);
        }
        return close();
    }

    /** An element without content. */
    Xml empty(String element, String... attributes) {
        return element(element, "", attributes);
    }

    String end() {
        write(writer::writeEndDocument);
        return document.toString();
    }

    private Xml write(Writing writing) {
        try {
            writing.write();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }
}
