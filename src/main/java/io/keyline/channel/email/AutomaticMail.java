package io.keyline.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.ParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Mails that no person wrote to us: an answer to them could begin a loop (RFC 3834, section 2; RFC 2369; RFC 2919). */
final class AutomaticMail {

    private static final Set<String> BULK = Set.of("bulk", "list", "junk", "auto_reply");
    private static final Pattern MACHINES = Pattern.compile("(mailer-daemon|postmaster|no-?reply|do-?not-?reply|noreply|bounces?)([+-].*)?@.*");

    private AutomaticMail() {
    }

    /**
     * Why nobody is to answer it; empty if a person wrote it, for all that can be seen.
     *
     * @param from its author, canonical
     * @param own  our address, canonical
     */
    static Optional<String> reason(MimeMessage mail, String from, String own) throws MessagingException {
        String automatic = value(mail, "Auto-Submitted");
        if (!automatic.isEmpty() && !automatic.startsWith("no")) {
            return Optional.of("sent by a machine: Auto-Submitted");
        }
        if (BULK.contains(value(mail, "Precedence"))) {
            return Optional.of("sent by a machine: Precedence");
        }
        for (String header : new String[]{"List-Id", "List-Unsubscribe", "X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "X-Loop"}) {
            if (mail.getHeader(header) != null) {
                return Optional.of("sent by a machine: " + header);
            }
        }
        if (value(mail, "Return-Path").matches("<\\s*>")) {
            return Optional.of("sent by a machine: the envelope has no sender");
        }
        return byContent(mail, from, own);
    }

    private static Optional<String> byContent(MimeMessage mail, String from, String own) throws MessagingException {
        if (from.equals(own)) {
            return Optional.of("our own mail");
        }
        if (MACHINES.matcher(from).matches()) {
            return Optional.of("sent by a machine: nobody reads what is sent to its address");
        }
        return isReport(mail) ? Optional.of("a report of a mail server") : Optional.empty();
    }

    /** A report of any kind, RFC 6522: about delivery, about reading, about abuse. */
    static boolean isReport(MimeMessage mail) throws MessagingException {
        try {
            return new ContentType(mail.getContentType()).match("multipart/report");
        } catch (ParseException e) {
            return false;
        }
    }

    private static String value(MimeMessage mail, String header) throws MessagingException {
        String[] values = mail.getHeader(header);
        return values == null ? "" : values[0].strip().toLowerCase(Locale.ROOT);
    }
}
