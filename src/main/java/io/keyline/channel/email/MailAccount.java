package io.keyline.channel.email;

import jakarta.mail.Session;
import java.util.Properties;

/**
 * A mailbox at a server, for reading or for sending.
 *
 * @param user empty: the server asks nobody who they are
 */
record MailAccount(String host, int port, Security security, String user, Credentials credentials) {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 60_000;

    /** Settings of Jakarta Mail of our own making alone: what a mail says never gets here. @param protocol imap or smtp */
    Session session(String protocol) {
        Properties properties = new Properties();
        String prefix = "mail." + protocol + ".";
        properties.put(prefix + "connectiontimeout", String.valueOf(CONNECT_MILLIS));
        properties.put(prefix + "timeout", String.valueOf(READ_MILLIS));
        properties.put(prefix + "writetimeout", String.valueOf(READ_MILLIS));
        properties.put(prefix + "ssl.enable", String.valueOf(security == Security.TLS));
        properties.put(prefix + "starttls.enable", String.valueOf(security == Security.STARTTLS));
        properties.put(prefix + "starttls.required", String.valueOf(security == Security.STARTTLS));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "ssl.protocols", "TLSv1.2 TLSv1.3");
        properties.put(prefix + "auth", String.valueOf(!user.isEmpty()));
        if (credentials.isToken()) {
            properties.put(prefix + "auth.mechanisms", "XOAUTH2");
        }
        properties.put("mail.imap.peek", "true"); // what a person has not read stays unread
        properties.put("mail.imap.fetchsize", "1048576");
        return Session.getInstance(properties);
    }
}
