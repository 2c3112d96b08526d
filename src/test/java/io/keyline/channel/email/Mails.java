package io.keyline.channel.email;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

/** Mails as they come, and the company that they come to. */
final class Mails {

    static final String HUB = "hub@acme.example";
    private static final Set<String> COMMANDS = Set.of("BAL", "PAY", "STOP");

    private Mails() {
    }

    static boolean isCommand(String text) {
        return COMMANDS.contains(text.strip().split("\\s+")[0].toUpperCase(Locale.ROOT));
    }

    static boolean optsOut(String text) {
        return text.equals("STOP");
    }

    static MailReader reader() {
        return new MailReader("mail", HUB, "mx.acme.example", Mails::isCommand, Mails::optsOut);
    }

    /** @param connections to the database, for whoever reads a mailbox */
    static Desk desk(Callable<Connection> connections, String portal) {
        return new Desk(connections, Mails::isCommand, Mails::optsOut, address -> address.startsWith("bo@") ? "da" : "en",
                (key, language) -> language.equals("da") ? "Svar med et nummer." : "Answer with a number.", "Acme <&> Co", portal);
    }

    /** A mail of Anna's with these header lines and this body. */
    static byte[] mail(String headers, String body) {
        return raw("From: Anna <Anna@Example.COM>\r\nTo: " + HUB + "\r\nMessage-ID: <1@example.com>\r\n" + headers, body);
    }

    static byte[] raw(String headers, String body) {
        return (headers.strip().replaceAll("\r?\n", "\r\n") + "\r\n\r\n" + body.replaceAll("\r?\n", "\r\n")).getBytes(StandardCharsets.UTF_8);
    }
}
