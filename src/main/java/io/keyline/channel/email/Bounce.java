package io.keyline.channel.email;

import io.keyline.hub.ReceiptState;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a mail server reports of a mail that we sent (RFC 3464).
 *
 * @param messageId our Message-ID
 * @param status    for example 5.1.1 (RFC 3463); null if it tells none
 */
record Bounce(String messageId, ReceiptState state, String status) {

    private static final int LARGEST = 64 * 1024;
    private static final int MOST_PARTS = 10;
    private static final int MOST_GROUPS = 5;
    private static final Pattern STATUS = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");

    /** Whether the mail did not arrive, and never will, because nobody has the address. */
    boolean isUnknownAddress() {
        return state == ReceiptState.UNDELIVERABLE && MailStatus.isUnknownAddress(status);
    }

    /** Empty if it is no report, or one of a mail that is not ours. */
    static Optional<Bounce> read(MimeMessage mail, MessageIds ids) throws MessagingException, IOException {
        if (!AutomaticMail.isReport(mail) || !(mail.getContent() instanceof Multipart parts)) {
            return Optional.empty();
        }
        InternetHeaders status = null;
        Optional<String> ours = ids.ours(mail.getHeader("Original-Message-ID", " "));
        for (int i = 0; i < Math.min(parts.getCount(), MOST_PARTS); i++) {
            BodyPart part = parts.getBodyPart(i);
            byte[] content = content(part);
            if (part.isMimeType("message/delivery-status")) {
                status = recipient(content);
                ours = ours.or(() -> ids.ours(new String(content, StandardCharsets.ISO_8859_1)));
            } else if (part.isMimeType("message/rfc822") || part.isMimeType("text/rfc822-headers")) {
                String returned = new InternetHeaders(new ByteArrayInputStream(content)).getHeader("Message-ID", " ");
                ours = ours.or(() -> ids.ours(returned));
            }
        }
        String answered = mail.getHeader("In-Reply-To", " ");
        ours = ours.or(() -> ids.ours(answered));
        return status == null ? Optional.empty() : of(ours, status);
    }

    private static Optional<Bounce> of(Optional<String> ours, InternetHeaders status) {
        String action = Optional.ofNullable(status.getHeader("Action", null)).orElse("").strip().toLowerCase(Locale.ROOT);
        String code = Optional.ofNullable(status.getHeader("Status", null)).orElse("").strip().split("\\s+")[0];
        return ours.map(id -> new Bounce(id, state(action), STATUS.matcher(code).matches() ? code : null));
    }

    private static byte[] content(BodyPart part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            return in.readNBytes(LARGEST);
        }
    }

    /** The first group is about the server, each one after it about a recipient; we write to one alone. */
    private static InternetHeaders recipient(byte[] content) throws MessagingException {
        ByteArrayInputStream in = new ByteArrayInputStream(content);
        InternetHeaders found = new InternetHeaders();
        for (int group = 0; group < MOST_GROUPS && in.available() > 0; group++) {
            InternetHeaders headers = new InternetHeaders(in);
            if (headers.getHeader("Action") != null) {
                found = headers;
            }
        }
        return found;
    }

    private static ReceiptState state(String action) {
        return switch (action) {
            case "failed" -> ReceiptState.UNDELIVERABLE;
            case "delivered" -> ReceiptState.DELIVERED;
            case "delayed" -> ReceiptState.ENROUTE;
            case "relayed", "expanded" -> ReceiptState.ACCEPTED;
            default -> ReceiptState.UNKNOWN;
        };
    }
}
