package io.keyline.demo;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** A customer with a mail program: writes by SMTP, reads their own mailbox by IMAP, and answers the newest mail that they have. */
final class Correspondent implements AutoCloseable {

    private static final Duration LOOKING = Duration.ofMillis(200);

    private final Session session;
    private final String address;
    private final Store store;
    private final Folder inbox;

    private Correspondent(Session session, String address, Store store, Folder inbox) {
        this.session = session;
        this.address = address;
        this.store = store;
        this.inbox = inbox;
    }

    static Correspondent open(String host, int smtpPort, int imapPort, String address) throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", host);
        properties.put("mail.smtp.port", String.valueOf(smtpPort));
        properties.put("mail.imap.port", String.valueOf(imapPort));
        Session session = Session.getInstance(properties);
        Store store = session.getStore("imap");
        store.connect(host, address, address);
        Folder inbox = store.getFolder("INBOX");
        inbox.open(Folder.READ_ONLY);
        return new Correspondent(session, address, store, inbox);
    }

    /**
     * Writes a mail; without a subject it answers the newest mail of the mailbox, quoting it, if there is one.
     *
     * @return how many mails were in the mailbox before
     */
    int write(String to, String subject, String text) throws MessagingException, IOException {
        return write(to, subject, text, null);
    }

    /** As {@link #write(String, String, String)}. @param vouching the mail server that says it has checked the sender (RFC 8601), or null */
    int write(String to, String subject, String text, String vouching) throws MessagingException, IOException {
        int before = inbox.getMessageCount();
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress(address));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        mail.setSentDate(new Date());
        if (vouching != null) {
            mail.setHeader("Authentication-Results", vouching + "; dmarc=pass header.from=" + address.substring(address.indexOf('@') + 1));
        }
        String quoted = "";
        if (subject == null && before > 0) {
            quoted = answer((MimeMessage) inbox.getMessage(before), mail);
        } else {
            mail.setSubject(subject == null ? "" : subject, StandardCharsets.UTF_8.name());
        }
        mail.setText(text + "\n" + quoted, StandardCharsets.UTF_8.name());
        Transport.send(mail);
        return before;
    }

    private static String answer(MimeMessage last, MimeMessage mail) throws MessagingException, IOException {
        String subject = last.getSubject() == null ? "" : last.getSubject();
        mail.setSubject(subject.startsWith("Re: ") ? subject : "Re: " + subject, StandardCharsets.UTF_8.name());
        mail.setHeader("In-Reply-To", last.getMessageID());
        mail.setHeader("References", last.getMessageID());
        return "\nOn " + last.getSentDate() + ", " + last.getFrom()[0] + " wrote:\n"
                + text(last).lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
    }

    /** The first mail after so many, when it comes. */
    Optional<Message> next(int after, Duration patience) throws MessagingException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (inbox.getMessageCount() <= after) {
            if (System.nanoTime() > end) {
                return Optional.empty();
            }
            Thread.sleep(LOOKING);
        }
        return Optional.of(inbox.getMessage(after + 1));
    }

    /** The plain text of a mail. */
    static String text(Part mail) throws MessagingException, IOException {
        if (mail.isMimeType("text/plain")) {
            return (String) mail.getContent();
        }
        return mail.getContent() instanceof Multipart parts && parts.getCount() > 0 ? text(parts.getBodyPart(0)) : "";
    }

    @Override
    public void close() throws MessagingException {
        store.close();
    }
}
