package io.keyline.channel.email;

import io.keyline.hub.Outgoing;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.SendException;
import io.keyline.hub.SendException.Outcome;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Sends {@link Outgoing} messages by SMTP, each on the thread that calls. Connections are kept for the next one. Fails with
 * {@link SendException}.
 */
final class MailProducer extends DefaultProducer {

    private static final int[] PORTS = {465, 587};
    private static final int IDLE = 4;

    private final EmailEndpoint endpoint;
    private final BlockingDeque<SMTPTransport> idle = new LinkedBlockingDeque<>(IDLE);
    private MailAccount account;
    private Session session;
    private MailWriter writer;

    MailProducer(EmailEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        account = endpoint.account(PORTS);
        session = account.session("smtp");
        writer = new MailWriter(endpoint.getComponent().desk(), endpoint.getAddress(), endpoint.isNullSender());
    }

    @Override
    protected void doStop() throws Exception {
        for (SMTPTransport one = idle.poll(); one != null; one = idle.poll()) {
            close(one);
        }
        super.doStop();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Outgoing outgoing = exchange.getMessage().getMandatoryBody(Outgoing.class);
        SentMail mail = written(outgoing);
        SMTPTransport transport = connected();
        boolean isWell = false;
        try {
            mail.beforeTheLastDot(() -> outgoing.parts().writing(1));
            transport.sendMessage(mail, mail.getAllRecipients());
            isWell = true;
        } catch (MessagingException e) {
            throw SmtpOutcome.of(e, mail.isWritten());
        } finally {
            if (!isWell || !idle.offerFirst(transport)) {
                close(transport);
            }
        }
        outgoing.parts().sent(new PartSent(1, 1, 0, endpoint.getConnection(), mail.getMessageID()));
    }

    private SentMail written(Outgoing outgoing) throws SendException {
        try {
            return writer.write(session, outgoing);
        } catch (MessagingException e) {
            throw new SendException(Outcome.REFUSED, "not-writable", e.getMessage(), e);
        }
    }

    private SMTPTransport connected() throws SendException {
        for (SMTPTransport one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
            if (one.isConnected()) { // asks the server
                return one;
            }
            close(one);
        }
        return connect();
    }

    private SMTPTransport connect() throws SendException {
        try {
            SMTPTransport transport = (SMTPTransport) session.getTransport("smtp");
            boolean asksNobody = account.user().isEmpty();
            transport.connect(account.host(), account.port(), asksNobody ? null : account.user(), asksNobody ? null : account.credentials().secret());
            return transport;
        } catch (AuthenticationFailedException e) {
            account.credentials().refused();
            throw notConnected(e);
        } catch (MessagingException | IOException e) {
            throw notConnected(e);
        }
    }

    private SendException notConnected(Exception e) {
        return new SendException(Outcome.RETRY_LATER, SendException.NOT_CONNECTED,
                "no SMTP connection to " + account.host() + ":" + account.port() + ": " + e.getMessage(), e);
    }

    private static void close(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            // it was broken anyway
        }
    }
}
