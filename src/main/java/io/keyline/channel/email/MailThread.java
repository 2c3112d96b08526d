package io.keyline.channel.email;

import io.keyline.store.Json;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an answer needs in order to stand below the mail that it answers (RFC 5322, section 3.6.4).
 *
 * @param id         the Message-ID of that mail; null if it had none
 * @param references those before it, oldest first
 * @param subject    its subject, without Re:
 */
record MailThread(String id, List<String> references, String subject) {

    private static final int MOST_REFERENCES = 10;
    private static final int LONGEST_SUBJECT = 150;
    /** Re and Fwd as mail programs write them in English, Danish, German, Swedish, Russian and Chinese. */
    private static final Pattern REPLY = Pattern.compile("^\\s*((re|aw|sv|vs|ref|fw|fwd|wg|vb|отв|ответ|пересл|答复|回复|回覆|转发|轉寄)(\\[\\d+])?\\s*[:：]\\s*)+",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+");

    /** The thread of a mail that came. */
    static MailThread of(MimeMessage mail) throws MessagingException {
        List<String> references = MessageIds.all(mail.getHeader("References", " "), MOST_REFERENCES);
        if (references.isEmpty()) {
            references = MessageIds.all(mail.getHeader("In-Reply-To", " "), 1);
        }
        return new MailThread(MessageIds.first(mail.getHeader("Message-ID", " ")), references, subject(mail));
    }

    /** The subject on one line, without Re: and the like; empty if there is none. */
    static String subject(MimeMessage mail) throws MessagingException {
        String subject = mail.getSubject() == null ? "" : plain(mail.getSubject());
        return plain(REPLY.matcher(subject).replaceFirst(""));
    }

    /** Whether it answers another mail: its headers say so, or at least its subject. */
    static boolean isReply(MimeMessage mail) throws MessagingException {
        String subject = mail.getSubject();
        return mail.getHeader("In-Reply-To") != null || mail.getHeader("References") != null
                || subject != null && REPLY.matcher(plain(subject)).lookingAt();
    }

    private static String plain(String subject) {
        String line = CONTROLS.matcher(subject).replaceAll(" ").strip();
        if (line.length() <= LONGEST_SUBJECT) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST_SUBJECT - 1)) ? LONGEST_SUBJECT - 1 : LONGEST_SUBJECT;
        return line.substring(0, end);
    }

    /** The References of an answer. */
    String path() {
        List<String> path = new ArrayList<>(references);
        if (id != null && !path.contains(id)) {
            path.add(id);
        }
        return String.join(" ", path);
    }

    String json() {
        return Json.write(this);
    }

    /** Null if there is none. */
    static MailThread read(String json) {
        if (json == null) {
            return null;
        }
        MailThread thread = Json.read(json, MailThread.class);
        return new MailThread(thread.id, thread.references == null ? List.of() : thread.references, thread.subject == null ? "" : thread.subject);
    }
}
