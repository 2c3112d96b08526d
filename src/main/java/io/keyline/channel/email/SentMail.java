package io.keyline.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/** A mail that has the same Message-ID in each attempt, and knows how far it got. */
final class SentMail extends SMTPMessage {

    private final String id;
    private Runnable beforeTheLastDot = () -> { };
    private boolean isWritten;

    SentMail(Session session, String id) {
        super(session);
        this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    /** @param action run when all is written but the dot that ends it (RFC 5321, section 4.1.1.4): without the dot no server takes it */
    void beforeTheLastDot(Runnable action) {
        beforeTheLastDot = action;
    }

    /** Whether the server may have it. */
    boolean isWritten() {
        return isWritten;
    }

    @Override
    public void writeTo(OutputStream out, String[] ignoreList) throws IOException, MessagingException {
        super.writeTo(out, ignoreList);
        beforeTheLastDot.run();
        isWritten = true;
    }
}
