package io.keyline.channel.email;

import io.keyline.hub.Arrival;
import io.keyline.hub.TryLater;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a mailbox: one hub of all that share the database. A mail is moved away when it is stored, and not before; one that fails again and
 * again is set aside, and the others go on.
 *
 * <p>Not a consumer of camel-mail: there one mail that cannot be mapped ends the poll for all, headers of a mail steer what becomes of it
 * ({@code delete}, {@code copyTo}, {@code moveTo}), and nothing stops two hubs from reading the same mailbox.
 */
final class MailboxConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxConsumer.class);
    private static final int[] PORTS = {993, 143};
    private static final int BATCH = 50;
    private static final int HEADERS = 64 * 1024;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;
    private static final long STOP_MILLIS = 10_000;

    /** A mail for which another attempt may do. */
    private static final class NotNow extends Exception {

        private static final long serialVersionUID = 1L;

        NotNow(Throwable cause) {
            super(cause);
        }
    }

    private final EmailEndpoint endpoint;
    private final AnswerLimit limit;
    private final Map<Long, Integer> tries = new HashMap<>();
    private MailAccount account;
    private MailReader reader;
    private PollerLock lock;
    private Mailbox mailbox;
    private Thread poller;
    private volatile boolean stopping;
    private String trouble;

    MailboxConsumer(EmailEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.limit = new AnswerLimit(endpoint.getAnswersAnHour(), endpoint.getAnswersADay());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Desk desk = endpoint.getComponent().desk();
        if (desk == null) {
            return; // the route is only checked
        }
        account = endpoint.account(PORTS);
        reader = endpoint.reader(desk);
        lock = new PollerLock(desk.connections(), account.user() + " " + endpoint.getFolder() + " at " + account.host() + ":" + account.port());
        stopping = false;
        poller = Thread.ofPlatform().name("mailbox-" + endpoint.getConnection()).daemon().start(this::run);
    }

    @Override
    protected void doStop() throws Exception {
        stopping = true;
        if (poller != null) {
            poller.interrupt();
            poller.join(STOP_MILLIS);
        }
        super.doStop();
    }

    private void run() {
        int failures = 0;
        try {
            while (!stopping) {
                failures = pollWell() ? 0 : failures + 1;
                Thread.sleep(Math.min(endpoint.pollEvery().toMillis() << Math.min(failures, 6), Math.max(LONGEST_PAUSE_MILLIS, endpoint.getPoll())));
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is not read any more", endpoint.getConnection());
        } finally {
            disconnect();
        }
    }

    private boolean pollWell() {
        try {
            if (lock.isHeld()) {
                poll();
            } else {
                closeMailbox();
            }
            recovered();
            return true;
        } catch (NotNow e) {
            troubled("mails are left in the mailbox: " + e.getCause().getMessage());
            return true; // the server is well, the hub is not: it is asked again as usual
        } catch (Exception | Error e) { // whatever it is, the next poll comes
            troubled(e.getClass().getSimpleName() + ": " + e.getMessage());
            closeMailbox();
            return false;
        }
    }

    /** Says a trouble once. */
    private void troubled(String what) {
        if (!stopping && !what.equals(trouble)) {
            LOG.warn("mailbox {}: {}", endpoint.getConnection(), what);
            trouble = what;
        }
    }

    private void recovered() {
        if (trouble != null) {
            LOG.info("mailbox {} is read again", endpoint.getConnection());
            trouble = null;
        }
    }

    private void poll() throws Exception {
        if (mailbox == null) {
            mailbox = Mailbox.open(account, endpoint.getFolder(), List.of(endpoint.getDoneFolder(), endpoint.getAsideFolder()));
        }
        Mailbox open = mailbox;
        List<Mailbox.Waiting> waiting = open.waiting(BATCH);
        long validity = open.uidValidity();
        while (!waiting.isEmpty()) {
            int moved = 0;
            for (Mailbox.Waiting mail : waiting) {
                if (stopping || mailbox != open || !lock.isHeld()) {
                    return;
                }
                moved += take(mail, validity) ? 1 : 0;
            }
            waiting = moved == 0 || mailbox != open ? List.of() : open.waiting(BATCH);
        }
    }

    /** Returns whether the mail is moved away. */
    private boolean take(Mailbox.Waiting mail, long validity) throws Exception {
        try {
            Arrival arrival = read(mail, endpoint.getAddress() + " " + validity + " " + mail.uid());
            store(arrival);
            mailbox.move(mail, arrival instanceof Arrival.Unreadable ? endpoint.getAsideFolder() : endpoint.getDoneFolder());
            tries.remove(mail.uid());
            return true;
        } catch (NotNow | SQLException e) {
            throw e;
        } catch (Exception e) {
            return failed(mail, e);
        }
    }

    private Arrival read(Mailbox.Waiting mail, String name) throws MessagingException, IOException {
        if (mail.size() > endpoint.getLargest()) {
            return reader.unreadable(mailbox.bytes(mail, HEADERS), "larger than " + endpoint.getLargest() + " bytes");
        }
        byte[] raw = mailbox.bytes(mail, endpoint.getLargest() + 1); // servers have been wrong about sizes
        if (raw.length > endpoint.getLargest()) {
            return reader.unreadable(raw, "larger than " + endpoint.getLargest() + " bytes");
        }
        return limited(reader.read(raw, name));
    }

    private Arrival limited(Arrival arrival) {
        if (!(arrival instanceof Arrival.Text text) || text.ignored() != null || endpoint.getComponent().desk().optsOut().test(text.text())
                || limit.mayHave(text.from(), text.fingerprint(), Instant.now())) {
            return arrival;
        }
        return new Arrival.Text(text.channel(), text.connection(), text.session(), text.from(), text.to(), text.text(), text.answerable(),
                text.fingerprint(), text.trust(), text.thread(), "more mails of this sender than are answered");
    }

    /** Hands it to the route; returns when it is committed. */
    private void store(Arrival arrival) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(arrival);
            getProcessor().process(exchange);
            boolean failed = exchange.getException() != null || exchange.isRollbackOnly();
            if (failed && !exchange.getProperty(Arrival.STORED, false, Boolean.class)) {
                throw isForLater(exchange.getException()) ? new NotNow(exchange.getException())
                        : new IllegalStateException("the route fails", exchange.getException());
            }
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static boolean isForLater(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TryLater) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the mail is moved away: never. */
    private boolean failed(Mailbox.Waiting mail, Exception failure) throws Exception {
        if (stopping) {
            throw failure;
        }
        int attempt = tries.merge(mail.uid(), 1, Integer::sum);
        LOG.warn("a mail of {} failed, attempt {} of {}: {}", endpoint.getConnection(), attempt, endpoint.getTries(), failure.toString());
        if (attempt >= endpoint.getTries()) {
            setAside(mail.uid(), "failed " + attempt + " times: " + failure.getClass().getSimpleName() + ", UID " + mail.uid());
        } else if (!mailbox.isOpen()) {
            throw failure; // the next mails are not to blame
        }
        return false;
    }

    /** By a new connection, for the mail may have spoilt the old one. */
    private void setAside(long uid, String reason) throws Exception {
        closeMailbox();
        mailbox = Mailbox.open(account, endpoint.getFolder(), List.of());
        store(reader.unreadable(new byte[0], reason));
        for (Mailbox.Waiting same : mailbox.waiting(Integer.MAX_VALUE)) {
            if (same.uid() == uid) {
                mailbox.move(same, endpoint.getAsideFolder());
            }
        }
        tries.remove(uid);
    }

    private void closeMailbox() {
        Mailbox old = mailbox;
        mailbox = null;
        if (old != null) {
            try {
                old.close();
            } catch (MessagingException | RuntimeException e) {
                LOG.debug("the mailbox did not close well", e);
            }
        }
    }

    private void disconnect() {
        closeMailbox();
        try {
            lock.close();
        } catch (SQLException e) {
            LOG.debug("the lock's connection did not close well", e);
        }
    }
}
