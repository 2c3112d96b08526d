package io.keyline.backoffice;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads what came to the reply queue, whatever it is; nothing of it is ever deserialised. */
final class Incoming {

    /** Artemis tells the size of a large message before it is read. */
    private static final String LARGE_SIZE = "_AMQ_LARGE_SIZE";

    private Incoming() {
    }

    /** @return the reply, MALFORMED with its reason where it is none; without a key where nothing tells whose it is */
    static Reply read(Message message) throws JMSException {
        var correlation = message.getJMSCorrelationID();
        try {
            return ReplyReader.read(correlation, text(message));
        } catch (IOException e) {
            return ReplyReader.malformed(correlation, e.getMessage());
        } catch (JMSException | RuntimeException e) {
            // If it is the connection that failed, the commit will say so; if it is the message, it must not come back for ever.
            return ReplyReader.malformed(correlation, "cannot be read: " + e.getMessage());
        }
    }

    /** Its text, for people; null if it has none that is kept. */
    static String body(Message message) {
        try {
            if (message instanceof BytesMessage bytes) {
                bytes.reset();
            }
            return text(message);
        } catch (IOException | JMSException | RuntimeException e) {
            return null;
        }
    }

    private static String text(Message message) throws JMSException, IOException {
        if (message.propertyExists(LARGE_SIZE) && message.getLongProperty(LARGE_SIZE) > 2L * ReplyReader.LARGEST) {
            throw new IOException("larger than 256 KiB");
        }
        return switch (message) {
            case TextMessage text when text.getText() == null -> throw new IOException("empty");
            case TextMessage text -> text.getText();
            case BytesMessage bytes when bytes.getBodyLength() > ReplyReader.LARGEST -> throw new IOException("larger than 256 KiB");
            case BytesMessage bytes -> utf8(bytes);
            default -> throw new IOException("not a text message");
        };
    }

    private static String utf8(BytesMessage message) throws JMSException {
        var bytes = new byte[(int) message.getBodyLength()];
        message.readBytes(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
