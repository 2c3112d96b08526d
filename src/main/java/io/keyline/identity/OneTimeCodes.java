package io.keyline.identity;

import io.keyline.hub.Channels;
import io.keyline.hub.CrashPoint;
import io.keyline.hub.Hub;
import io.keyline.store.CodeSql;
import io.keyline.store.IntakeSql;
import io.keyline.store.Outbound;
import io.keyline.store.TurnSql;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Codes that prove who holds an address (OWASP ASVS 5.0, 6.5 and 6.6): six digits, good once, for ten minutes, for one purpose and
 * five tries. Whoever asks learns nothing of whether anybody has the address: the answer and the work are the same.
 */
public final class OneTimeCodes {

    /**
     * What an operator decides.
     *
     * @param countries ISO 3166, of the telephone numbers that codes go to
     * @param hourly    codes an hour at most, over all customers: what fraud may cost
     * @param source    of six digits each; {@link #random} unless it is a rehearsal
     */
    public record Settings(Set<String> countries, int hourly, Supplier<String> source) {
    }

    /** What became of the wish for a code. */
    public enum Issued {
        /** It is on its way, if anybody has the address. */
        SENT,
        /** Too many were asked for: later. */
        TOO_OFTEN,
        /** No code goes to such an address, whoever has it. */
        IMPOSSIBLE
    }

    /**
     * A wish for a code.
     *
     * @param address   where it goes, by SMS or, if there is an @ in it, by e-mail
     * @param purpose   what it is good for; redeemed for another one it is wrong
     * @param requester on whose behalf, the IP address of a browser for example (of IPv6 the first 64 bits); null if a customer wrote
     * @param key       the same key makes no second code, so that whoever does not know whether they asked may ask again; may be null
     * @param isNew     it goes out also if nobody has the address yet: a known customer says that it is theirs
     */
    public record Wish(String address, String purpose, String requester, String key, boolean isNew) {

        /** For somebody who has the address, or nobody. */
        public Wish(String address, String purpose, String requester, String key) {
            this(address, purpose, requester, key, false);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(OneTimeCodes.class);
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int MOST_TRIES = 5;
    private static final int MOST_SHORTLY = 3;
    private static final int MOST_A_DAY = 10;
    private static final int MOST_A_REQUESTER = 5;
    private static final int MOST_A_PREFIX = 20;
    /** From so many codes an hour on it is strange if hardly any comes back. */
    private static final int MANY = 50;
    private static final int FEW_OF_MANY = 5;
    private static final int SALT_BYTES = 16;
    private static final long NOBODY = 0;

    private final Hub hub;
    private final Jdbi jdbi;
    private final Settings settings;
    private final Receivers receivers;
    private final IntakeSql customers;
    private final SecureRandom random = new SecureRandom();

    public OneTimeCodes(Hub hub, Jdbi jdbi, Settings settings) {
        this.hub = hub;
        this.jdbi = jdbi;
        this.settings = settings;
        this.customers = hub.customers();
        this.receivers = new Receivers(settings.countries);
    }

    /** Codes that nobody can guess. */
    public static Supplier<String> random() {
        SecureRandom random = new SecureRandom();
        return () -> "%06d".formatted(random.nextInt(1_000_000));
    }

    /**
     * Sends a code to an address, if somebody has it. Returns when that is committed.
     *
     * @param words the text that brings the code
     */
    public Issued issue(Wish wish, UnaryOperator<String> words) {
        if (!receivers.mayReceive(wish.address)) {
            return Issued.IMPOSSIBLE;
        }
        Optional<Long> owner = jdbi.inTransaction(handle -> wish.isNew ? Optional.of(customer(handle, wish.address))
                : CodeSql.owner(handle, wish.address));
        String code = settings.source.get();
        Outbound message = message(wish.address, owner.orElse(NOBODY), words.apply(code));
        try {
            if (owner.isPresent()) {
                hub.outbox().submit(List.of(message), handle -> keep(handle, wish, code));
            } else {
                // written all the same: who has no account here must not be told by the time that it takes
                jdbi.useTransaction(handle -> {
                    keep(handle, wish, code);
                    TurnSql.insert(handle, List.of(message.withState("IGNORED")));
                });
            }
        } catch (NotNowException e) {
            return e.instead;
        }
        return Issued.SENT;
    }

    private long customer(Handle handle, String address) {
        return customers.customers(handle, Set.of(address)).get(address).id();
    }

    /** The channel by which a code gets to an address. */
    public static String channel(String address) {
        return Receivers.isMail(address) ? Channels.EMAIL : Channels.SMS;
    }

    private Outbound message(String address, long customer, String text) {
        Instant now = hub.time().instant();
        return new Outbound(hub.newId(), customer, channel(address), address, Receivers.isMail(address) ? "" : hub.channels().sender(),
                hub.seal().seal(text), "QUEUED", now, 0, 0, Outbound.CODE, 0, null, now.plus(hub.channels().lifetimes().code()));
    }

    /** Takes the message back that was to be stored with the code. */
    private static final class NotNowException extends RuntimeException {
        private final Issued instead;

        NotNowException(Issued instead) {
            super(instead.name(), null, false, false);
            this.instead = instead;
        }
    }

    private void keep(Handle handle, Wish wish, String code) {
        Instant now = hub.time().instant();
        String prefix = Receivers.prefix(wish.address);
        CodeSql.lock(handle);
        if (wish.key != null && CodeSql.isMade(handle, wish.key)) {
            throw new NotNowException(Issued.SENT); // it was made before a crash, or the wish came twice
        }
        if (isTooOften(CodeSql.count(handle, wish.address, wish.requester, prefix, now))) {
            throw new NotNowException(Issued.TOO_OFTEN);
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        CodeSql.keep(handle, new CodeSql.Kept(hub.newId(), wish.key, wish.address, wish.purpose, wish.requester, prefix, salt,
                hash(salt, wish.address, wish.purpose, code), now, now.plus(LIFETIME)));
        CrashPoint.CODE_BEFORE_COMMIT.pass();
    }

    private boolean isTooOften(CodeSql.Count made) {
        if (made.hour() >= settings.hourly) {
            return true; // said when the last one went: who asks on and on must not fill the log, too
        }
        if (made.hour() >= MANY && made.used() * FEW_OF_MANY < made.hour()) {
            LOG.warn("of {} one-time codes in the last hour only {} came back: somebody may be asking for codes that are not theirs", made.hour(), made.used());
        }
        boolean tooOften = made.shortly() >= MOST_SHORTLY || made.day() >= MOST_A_DAY || made.requester() >= MOST_A_REQUESTER || made.prefix() >= MOST_A_PREFIX;
        if (!tooOften && made.hour() + 1 == settings.hourly) {
            LOG.error("{} one-time codes in an hour: the budget is used up, and no more go out for now. Is somebody after the cost of them?",
                    settings.hourly);
        }
        return tooOften;
    }

    /**
     * Whether this is the code that was sent to the address last, for this purpose; it is used up by that.
     *
     * @param by names who asks; asked again by the same, after a crash, the answer is the same
     */
    public boolean redeem(String address, String purpose, String code, String by) {
        Instant now = hub.time().instant();
        boolean isRight = jdbi.inTransaction(handle -> {
            Optional<CodeSql.Made> made = CodeSql.last(handle, address, purpose);
            byte[] salt = made.map(CodeSql.Made::salt).orElseGet(() -> new byte[SALT_BYTES]);
            byte[] hash = hash(salt, address, purpose, code.strip()); // also where there is none: it takes as long
            return made.isPresent() && redeem(handle, made.get(), hash, by, now);
        });
        CrashPoint.CODE_REDEEMED.pass();
        return isRight;
    }

    private static boolean redeem(Handle handle, CodeSql.Made made, byte[] hash, String by, Instant now) {
        boolean right = MessageDigest.isEqual(made.hash(), hash);
        if (made.usedAt() != null) {
            return right && by.equals(made.usedBy());
        }
        if (made.tries() >= MOST_TRIES || !now.isBefore(made.expiresAt())) {
            return false;
        }
        CodeSql.tried(handle, made.id());
        if (right) {
            CodeSql.used(handle, made.id(), by, now);
        }
        return right;
    }

    private byte[] hash(byte[] salt, String address, String purpose, String code) {
        return hub.seal().mac(salt, address, purpose, code);
    }
}
