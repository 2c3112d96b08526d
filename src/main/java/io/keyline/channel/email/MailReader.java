package io.keyline.channel.email;

import io.keyline.hub.Arrival;
import io.keyline.hub.Fingerprint;
import io.keyline.language.EmailAddress;
import io.keyline.store.Trust;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;

/**
 * Makes Keyline's own message of a mail. Of its headers nothing goes further but what is named here.
 *
 * @param address   of the mailbox, canonical
 * @param authserv  the name by which our mail server signs its findings about senders; empty: no sender is believed
 * @param isCommand whether the hub understands a text as one of its commands
 * @param optsOut   whether a text is an opt-out, which counts whoever sent it by whatever way
 */
record MailReader(String connection, String address, String authserv, Predicate<String> isCommand, Predicate<String> optsOut) {

    static final String CHANNEL = "email";
    private static final int KEPT_OF_UNREADABLE = 1 << 20;
    private static final Session NOWHERE = Session.getInstance(readingUtf8());

    private static Properties readingUtf8() {
        Properties properties = new Properties();
        properties.put("mail.mime.allowutf8", "true"); // RFC 6532
        return properties;
    }

    /**
     * Never fails: what cannot be understood is {@link Arrival.Unreadable}.
     *
     * @param raw  the whole mail
     * @param name mailbox, UIDVALIDITY and UID, for mails without a Message-ID
     */
    Arrival read(byte[] raw, String name) {
        try {
            MailContent.refuseBomb(raw);
            return read(new MimeMessage(NOWHERE, new SharedByteArrayInputStream(raw)), name);
        } catch (UnreadableMailException e) {
            return unreadable(raw, e.getMessage());
        } catch (MessagingException | IOException | RuntimeException | StackOverflowError e) {
            return unreadable(raw, "not a mail as RFC 5322 has it: " + e.getClass().getSimpleName());
        }
    }

    /** @param raw as much of it as there is */
    Arrival.Unreadable unreadable(byte[] raw, String reason) {
        return new Arrival.Unreadable(CHANNEL, connection, raw.length <= KEPT_OF_UNREADABLE ? raw : Arrays.copyOf(raw, KEPT_OF_UNREADABLE), reason);
    }

    private Arrival read(MimeMessage mail, String name) throws MessagingException, IOException, UnreadableMailException {
        Optional<Bounce> bounce = Bounce.read(mail, new MessageIds(EmailAddress.domain(address)));
        if (bounce.isPresent()) {
            Bounce told = bounce.get();
            return new Arrival.Receipt(CHANNEL, connection, told.messageId(), null, told.state(), told.status(), null, told.isUnknownAddress());
        }
        String from = author(mail);
        MailContent content = MailContent.of(mail);
        MailThread thread = MailThread.of(mail);
        String said = storable(new Words(thread.subject(), MailThread.isReply(mail), NewText.of(content.text()), content.attachments()).said(isCommand));
        Trust trust = AuthenticationResults.passes(mail.getHeader("Authentication-Results"), authserv, EmailAddress.domain(from))
                ? Trust.IDENTIFIED : Trust.CLAIMED;
        return new Arrival.Text(CHANNEL, connection, Arrival.Text.NAMED, from, address, said, true, fingerprint(thread, from, said, name), trust,
                thread.json(), ignored(mail, from, trust, said));
    }

    /** The one author. Several would let a mail be checked by one and answered to another. */
    private static String author(MimeMessage mail) throws MessagingException, UnreadableMailException {
        String[] headers = mail.getHeader("From");
        Address[] authors;
        try {
            authors = headers == null ? null : InternetAddress.parse(String.join(",", headers), true);
        } catch (AddressException e) {
            throw new UnreadableMailException("From cannot be read");
        }
        if (authors == null || authors.length != 1) {
            throw new UnreadableMailException(authors == null || authors.length == 0 ? "From is missing" : "From names several authors");
        }
        return EmailAddress.canonical(((InternetAddress) authors[0]).getAddress())
                .orElseThrow(() -> new UnreadableMailException("the address in From cannot be answered"));
    }

    private String ignored(MimeMessage mail, String from, Trust trust, String said) throws MessagingException {
        Optional<String> automatic = AutomaticMail.reason(mail, from, address);
        if (automatic.isPresent()) {
            return automatic.get();
        }
        boolean mayBeForged = trust == Trust.CLAIMED && !isFromItsEnvelope(mail, from) && !optsOut.test(said);
        return mayBeForged ? "the envelope has another sender, and nothing proves From" : null;
    }

    /** RFC 3834, section 4: an answer goes to the sender of the envelope, or to somebody who is known to have written. */
    private static boolean isFromItsEnvelope(MimeMessage mail, String from) throws MessagingException {
        String[] path = mail.getHeader("Return-Path");
        return path == null || EmailAddress.canonical(path[0].strip().replaceAll("^<|>$", "")).filter(from::equals).isPresent();
    }

    /** A copy that came another way has the same; another mail with the same Message-ID, which its sender chooses, has not. */
    private static long fingerprint(MailThread thread, String from, String said, String name) {
        String id = thread.id() == null ? "uid " + name : thread.id();
        return new Fingerprint().with(id).with(from).with(said).value();
    }

    /** PostgreSQL keeps no NUL, and UTF-8 no half of a character. */
    private static String storable(String text) {
        return new String(text.replace("\0", "").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
