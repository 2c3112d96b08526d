package io.keyline.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What there is to read in a mail (RFC 2045 to 2049): its text, and the names of what is attached. Parts are looked at one by one, within
 * limits.
 */
final class MailContent {

    private static final int MOST_PARTS = 500;
    private static final int MOST_DASHED_LINES = 4_000;
    private static final int DEEPEST = 20;
    /** Of all parts together: what there is of it is taken apart in memory. */
    private static final int LARGEST_TEXT = 1 << 20;
    private static final int LONGEST_NAME = 80;

    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder html = new StringBuilder();
    private final List<String> attachments = new ArrayList<>();
    private int parts;

    private MailContent() {
    }

    /**
     * Refuses what would take too long to take apart: each line that begins with two dashes may begin a part (RFC 2046, section 5.1.1).
     *
     * @throws UnreadableMailException if there are too many of them
     */
    static void refuseBomb(byte[] raw) throws UnreadableMailException {
        int lines = 0;
        for (int i = 2; i < raw.length; i++) {
            if (raw[i] == '-' && raw[i - 1] == '-' && raw[i - 2] == '\n' && ++lines > MOST_DASHED_LINES) {
                throw new UnreadableMailException("more than " + MOST_PARTS + " parts");
            }
        }
    }

    /** @throws UnreadableMailException if it has too many parts, or too deep ones */
    static MailContent of(MimePart mail) throws MessagingException, IOException, UnreadableMailException {
        MailContent content = new MailContent();
        content.add(mail, 0);
        return content;
    }

    /** Its plain text, or else that of its HTML; empty if it has none. */
    String text() {
        return plain.toString().isBlank() && !html.isEmpty() ? HtmlText.of(html.toString()) : plain.toString();
    }

    /** What is attached: {@code [attachment: bill.pdf, 12 kB]}. */
    List<String> attachments() {
        return attachments;
    }

    private void add(Part part, int depth) throws MessagingException, IOException, UnreadableMailException {
        if (++parts > MOST_PARTS) {
            throw new UnreadableMailException("more than " + MOST_PARTS + " parts");
        }
        if (depth > DEEPEST) {
            throw new UnreadableMailException("parts nested deeper than " + DEEPEST);
        }
        String type = type(part);
        if (type.startsWith("multipart/") && part.getContent() instanceof Multipart all) {
            addAll(all, depth);
        } else if (isAttached(part) || !type.startsWith("text/")) {
            attach(part, type);
        } else {
            StringBuilder text = type.equals("text/html") ? html : plain;
            text.append(decoded(part, Math.max(0, LARGEST_TEXT - text.length()))).append('\n');
        }
    }

    private void addAll(Multipart all, int depth) throws MessagingException, IOException, UnreadableMailException {
        if (all.getCount() > MOST_PARTS) {
            throw new UnreadableMailException("more than " + MOST_PARTS + " parts");
        }
        for (int i = 0; i < all.getCount(); i++) {
            add(all.getBodyPart(i), depth + 1);
        }
    }

    private static String type(Part part) throws MessagingException {
        try {
            return new ContentType(part.getContentType()).getBaseType().toLowerCase(Locale.ROOT);
        } catch (ParseException e) {
            return "text/plain"; // what RFC 2045, section 5.2, takes for granted
        }
    }

    private static boolean isAttached(Part part) throws MessagingException {
        try {
            return Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || part.getFileName() != null;
        } catch (ParseException e) {
            return false;
        }
    }

    /** Pictures that the text shows, as in a signature, are no news. */
    private void attach(Part part, String type) throws MessagingException {
        boolean isShown = type.startsWith("image/") && part.getHeader("Content-ID") != null && !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
        if (!isShown && !type.endsWith("-signature")) {
            attachments.add("[attachment: " + name(part, type) + ", " + (Math.max(0, part.getSize()) * 3L / 4 + 1023) / 1024 + " kB]");
        }
    }

    private static String name(Part part, String type) throws MessagingException {
        String name = type;
        try {
            name = part.getFileName() == null ? type : MimeUtility.decodeText(part.getFileName());
        } catch (ParseException | UnsupportedEncodingException e) {
            name = type; // its kind tells enough
        }
        String plain = name.replaceAll("[\\p{C}\\p{Z}\\[\\]]+", " ").strip();
        return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME) + "…";
    }

    /** A part that is badly encoded says nothing; what the subject and the other parts say counts all the same, a STOP above all. */
    private static String decoded(Part part, int most) {
        try (InputStream in = part.getInputStream()) {
            return text(in.readNBytes(most), charset(part));
        } catch (IOException | MessagingException e) {
            return "[not readable]";
        }
    }

    /** Null if none is named, or none that there is. */
    private static Charset charset(Part part) throws MessagingException {
        try {
            String name = new ContentType(part.getContentType()).getParameter("charset");
            return name == null ? null : Charset.forName(MimeUtility.javaCharset(name));
        } catch (ParseException | IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    /** In a charset that is not to be believed, bytes that are UTF-8 are UTF-8: nothing else looks like it. */
    private static String text(byte[] bytes, Charset named) {
        if (named != null && !named.equals(StandardCharsets.US_ASCII)) {
            return new String(bytes, named);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, Charset.forName("windows-1252"));
        }
    }
}
