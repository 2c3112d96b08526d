package io.keyline.channel.email;

import io.keyline.hub.Outgoing;
import io.keyline.language.EmailAddress;
import io.keyline.store.Menu;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;

/**
 * Writes what goes out: a mail of its own, whose headers are ours. Of the mail that it answers only the thread comes in, made harmless by
 * {@link MailThread}.
 *
 * @param address    of our mailbox, canonical
 * @param nullSender whether answers have no sender on their envelope
 */
record MailWriter(Desk desk, String address, boolean nullSender) {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    /** @throws MessagingException also if the customer's address is none */
    SentMail write(Session session, Outgoing outgoing) throws MessagingException {
        SentMail mail = new SentMail(session, new MessageIds(EmailAddress.domain(address)).of(outgoing.id()));
        String to = EmailAddress.canonical(outgoing.to()).orElseThrow(() -> new MessagingException("not an e-mail address"));
        MailThread thread = MailThread.read(outgoing.thread());
        mail.setFrom(own());
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to, false));
        mail.setSentDate(new Date());
        mail.setHeader("Auto-Submitted", thread == null ? "auto-generated" : "auto-replied");
        mail.setEnvelopeFrom(thread != null && nullSender ? "<>" : address); // RFC 3834, section 3.3: nothing answers an answer
        subject(mail, thread);
        content(mail, outgoing);
        mail.saveChanges();
        return mail;
    }

    private InternetAddress own() throws MessagingException {
        try {
            return new InternetAddress(address, oneLine(desk.company()), UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("Every Java platform has UTF-8", e);
        }
    }

    private void subject(SentMail mail, MailThread thread) throws MessagingException {
        if (thread == null || thread.subject().isBlank()) {
            mail.setSubject(thread == null ? oneLine(desk.company()) : "Re: " + oneLine(desk.company()), UTF_8);
        } else {
            mail.setSubject("Re: " + oneLine(thread.subject()), UTF_8);
        }
        if (thread != null && thread.id() != null) {
            mail.setHeader("In-Reply-To", oneLine(thread.id()));
            mail.setHeader("References", foldable(oneLine(thread.path())));
        }
    }

    private static String foldable(String ids) {
        return ids.replace(" ", "\r\n ");
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
    }

    private void content(SentMail mail, Outgoing outgoing) throws MessagingException {
        String language = desk.language().apply(outgoing.to());
        MailBody body = new MailBody(outgoing.text(), outgoing.menu(), hint(outgoing.menu(), language), desk.portal());
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(body.plain(), UTF_8);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(body.html(language), UTF_8, "html");
        for (MimeBodyPart part : List.of(plain, html)) {
            if (language != null) {
                part.setContentLanguage(new String[]{language});
            }
        }
        MimeMultipart alternatives = new MimeMultipart("alternative", plain, html);
        mail.setContent(alternatives);
    }

    private String hint(Menu menu, String language) {
        return menu == null || !"choice".equals(menu.expects()) ? null : desk.text().apply("email.how", language);
    }
}
