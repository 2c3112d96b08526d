package io.keyline.route;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * The only JMS messages that a route sees and makes. The others, which Camel would take too, can carry classes, headers and
 * properties of the sender's choice into it (CVE-2026-40860, CVE-2026-43866).
 */
final class TextOrBytes implements MessageConverter {

    /** A body that is none. Camel reads bodies also where no route could handle an exception. */
    record Unreadable(String reason) {
    }

    @Override
    public Object fromMessage(Message message) throws JMSException {
        return switch (message) {
            case TextMessage text -> text.getText();
            case BytesMessage bytes -> bytes(bytes);
            default -> new Unreadable("the JMS message is neither a TextMessage nor a BytesMessage");
        };
    }

    /** A message may say that it is longer than it is. */
    private static Object bytes(BytesMessage message) throws JMSException {
        message.reset();
        long length = message.getBodyLength();
        if (length > EventBody.LARGEST) {
            return new Unreadable("the JMS message is larger than " + EventBody.LARGEST / 1024 + " KiB");
        }
        byte[] body = new byte[(int) length];
        message.readBytes(body);
        return body;
    }

    @Override
    public Message toMessage(Object body, Session session) throws JMSException {
        return switch (body) {
            case String text -> session.createTextMessage(text);
            case byte[] bytes -> {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(bytes);
                yield message;
            }
            case null, default -> throw new MessageConversionException("a JMS message is made of text or bytes, not of "
                    + (body == null ? "nothing" : body.getClass().getName()));
        };
    }
}
