package io.keyline.demo;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/** A mail server in memory: takes mail for any address by SMTP, and lets anybody read the mailbox of any address by IMAP. */
final class MailServer implements AutoCloseable {

    /** By which its word for who sent a mail is known. The simulated one does not check: who writes says what it would say. */
    static final String NAME = "mx.keyline.example";


    private static final String HOST = "127.0.0.1";

    private final GreenMail server;

    private MailServer(GreenMail server) {
        this.server = server;
    }

    /**
     * @param smtpPort 0 for any free one
     * @param imapPort 0 for any free one
     * @throws IllegalStateException if a port is taken
     */
    static MailServer start(int smtpPort, int imapPort) {
        GreenMail server = new GreenMail(new ServerSetup[]{new ServerSetup(smtpPort, HOST, ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(imapPort, HOST, ServerSetup.PROTOCOL_IMAP)});
        server.getUserManager().setAuthRequired(false);
        server.start();
        return new MailServer(server);
    }

    int smtpPort() {
        return server.getSmtp().getPort();
    }

    int imapPort() {
        return server.getImap().getPort();
    }

    @Override
    public void close() {
        server.stop();
    }
}
