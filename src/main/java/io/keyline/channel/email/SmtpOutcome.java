package io.keyline.channel.email;

import io.keyline.hub.SendException;
import io.keyline.hub.SendException.Outcome;
import jakarta.mail.MessagingException;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** What is to be done about a mail that did not go out (RFC 5321, sections 4.2.1 and 4.5.4.1). */
final class SmtpOutcome {

    private static final int NO_REPLY = -1;
    /** Authentication and TLS (RFC 4954, section 6; RFC 3207): no message would go. */
    private static final Set<Integer> ABOUT_US = Set.of(421, 530, 534, 535, 538);

    private SmtpOutcome() {
    }

    /** @param isWritten whether all of the mail went to the socket */
    static SendException of(MessagingException failure, boolean isWritten) {
        int code = code(failure);
        if (ABOUT_US.contains(code)) {
            return new SendException(Outcome.RETRY_LATER, SendException.NOT_CONNECTED, "the mail server does not let us send: " + code, failure);
        }
        String unknown = unknownAddress(failure);
        if (unknown != null) {
            return new SendException(Outcome.UNKNOWN_ADDRESS, code + " " + unknown, "the mail server does not know the address: " + unknown, failure);
        }
        if (code >= 500 && code <= 599) {
            return new SendException(Outcome.REFUSED, String.valueOf(code), "the mail server refuses it: " + code, failure);
        }
        if (code >= 400 && code <= 499) {
            return new SendException(Outcome.RETRY_LATER, String.valueOf(code), "the mail server cannot take it now: " + code, failure);
        }
        return isWritten ? new SendException(Outcome.UNCERTAIN, "no-reply", "the connection was lost before the mail server's answer", failure)
                : new SendException(Outcome.RETRY_LATER, SendException.NOT_CONNECTED, "the connection to the mail server was lost", failure);
    }

    /** The most exact reply code: that of the recipient, if there is one. */
    private static int code(Throwable failure) {
        int code = NO_REPLY;
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            int own = switch (cause) {
                case SMTPAddressFailedException address -> address.getReturnCode();
                case SMTPSenderFailedException sender -> sender.getReturnCode();
                case SMTPSendFailedException send -> send.getReturnCode();
                default -> NO_REPLY;
            };
            code = own > 0 ? own : code;
        }
        return code;
    }

    /** The enhanced code by which the server refuses the recipient as nobody's; null if it does not. */
    private static String unknownAddress(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof SMTPAddressFailedException address && address.getReturnCode() >= 500) {
                String status = MailStatus.of(address.getMessage());
                return MailStatus.isUnknownAddress(status) ? status : null;
            }
        }
        return null;
    }

    private static Throwable next(Throwable cause) {
        return cause instanceof MessagingException failure && failure.getNextException() != null ? failure.getNextException() : cause.getCause();
    }
}
