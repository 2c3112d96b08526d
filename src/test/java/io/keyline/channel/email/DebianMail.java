package io.keyline.channel.email;

import static org.awaitility.Awaitility.await;

import io.keyline.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's Postfix and Dovecot, with configurations of their own and beside those of the machine: Postfix delivers mails to acme.example
 * into the folders that Dovecot shows, and refuses those to bounce.example after it has taken them.
 */
final class DebianMail implements AutoCloseable {

    private static final Path DOVECOT = Path.of("/usr/sbin/dovecot");
    private static final Path POSTFIX = Path.of("/usr/sbin/postfix");
    private static final int NOBODY = 65_534;

    private final Path home;
    private final int smtpPort = FreePort.next();
    private final int imapPort = FreePort.next();
    private final Process dovecot;

    private DebianMail(Path home) throws IOException {
        this.home = home;
        Files.createDirectories(home.resolve("mail"));
        run("chown", "-R", String.valueOf(NOBODY), home.resolve("mail").toString());
        writePostfix();
        writeDovecot();
        run(POSTFIX.toString(), "-c", home.resolve("postfix").toString(), "start");
        dovecot = new ProcessBuilder(DOVECOT.toString(), "-F", "-c", home.resolve("dovecot.conf").toString()).redirectErrorStream(true)
                .redirectOutput(home.resolve("dovecot.out").toFile()).start();
        List.of(smtpPort, imapPort).forEach(port -> await("port " + port).atMost(Duration.ofSeconds(20)).until(() -> listens(port)));
    }

    /** Why it cannot be started here; null if it can. */
    static String lacks() {
        if (!Files.isExecutable(DOVECOT) || !Files.isExecutable(POSTFIX)) {
            return "Dovecot and Postfix are not installed: apt-get install dovecot-imapd postfix";
        }
        return "root".equals(System.getProperty("user.name")) ? null : "Dovecot and Postfix are started by root alone";
    }

    static DebianMail start() throws IOException {
        Path home = Files.createTempDirectory("keyline-mail");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new DebianMail(home);
    }

    int smtpPort() {
        return smtpPort;
    }

    int imapPort() {
        return imapPort;
    }

    private void writePostfix() throws IOException {
        Path etc = Files.createDirectories(home.resolve("postfix"));
        Files.createDirectories(home.resolve("spool"));
        Files.createDirectories(home.resolve("data"));
        run("chown", "postfix", home.resolve("data").toString());
        Files.writeString(etc.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/spool
                data_directory = %1$s/data
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                myhostname = mx.acme.example
                mydestination =
                local_recipient_maps =
                alias_maps =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mynetworks = 127.0.0.0/8
                maillog_file = %1$s/postfix.log
                maillog_file_prefixes = /var, %1$s
                virtual_mailbox_domains = acme.example
                virtual_mailbox_base = %1$s/mail
                virtual_mailbox_maps = inline:{ hub@acme.example=hub@acme.example/, anna@acme.example=anna@acme.example/ }
                virtual_uid_maps = static:%2$d
                virtual_gid_maps = static:%2$d
                virtual_minimum_uid = 1
                transport_maps = inline:{ bounce.example=nobody: }
                smtpd_recipient_restrictions = permit_mynetworks, reject
                smtpd_peername_lookup = no
                """.formatted(home, NOBODY));
        Files.writeString(etc.resolve("master.cf"), """
                127.0.0.1:%d inet n - n - - smtpd
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                error unix - - n - - error
                proxymap unix - - n - - proxymap
                nobody unix - n n - - pipe user=nobody argv=/bin/sh -c {exit 67}
                virtual unix - n n - - virtual
                anvil unix - - n - 1 anvil
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(smtpPort));
    }

    private void writeDovecot() throws IOException {
        Files.writeString(home.resolve("dovecot.conf"), """
                protocols = imap
                listen = 127.0.0.1
                base_dir = %1$s/run
                log_path = %1$s/dovecot.log
                ssl = no
                disable_plaintext_auth = no
                first_valid_uid = 1
                first_valid_gid = 1
                mail_location = maildir:%1$s/mail/%%u
                passdb {
                  driver = static
                  args = password=secret
                }
                userdb {
                  driver = static
                  args = uid=%2$d gid=%2$d home=%1$s/mail/%%u
                }
                service imap-login {
                  inet_listener imap {
                    port = %3$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                """.formatted(home, NOBODY, imapPort));
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(home.resolve("commands.out").toFile()).start();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + Files.readString(home.resolve("commands.out")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        dovecot.destroy();
        dovecot.onExit().join();
        run(POSTFIX.toString(), "-c", home.resolve("postfix").toString(), "stop");
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
