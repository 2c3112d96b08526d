package io.keyline.hub;

import io.keyline.store.Conversation;
import io.keyline.store.ConversationSql;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * The conversations whose time has come: to begin, to go on with a result, to remind, to give up. They are claimed page by page, and their
 * turns begin.
 */
final class DueConversations {

    /** What a hub has claimed and not done by then, another one may. */
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int PAGE = 100;
    private static final int MOST_IN_HAND = 5_000;
    /** With more than this waiting for a provider, reminders wait in the database: in memory they would crowd out what arrives. */
    private static final int MOST_UNSENT = 50_000;

    private final Jdbi jdbi;
    private final Membership membership;
    private final Buckets buckets;
    private final Turns turns;
    private final Outbox outbox;
    private final Time time;
    /** There may be something due: the last page was full, or somebody said so. */
    private volatile boolean more;

    DueConversations(Jdbi jdbi, Membership membership, Buckets buckets, Turns turns, Outbox outbox, Time time) {
        this.jdbi = jdbi;
        this.membership = membership;
        this.buckets = buckets;
        this.turns = turns;
        this.outbox = outbox;
        this.time = time;
    }

    /** There may be something due. */
    void look() {
        more = true;
    }

    /** A page of what is due comes with each round; more as fast as turns become free, so that customers who write now hardly wait. */
    void takeUpMore() {
        if (!more || turns.areBusy()) {
            return;
        }
        try {
            takeUp();
        } catch (RuntimeException e) {
            more = false; // the next round tries again, and says what it is
        }
    }

    /** Takes up a page of the reminders, deadlines and results whose time has come. Returns how many. */
    int takeUp() {
        if (turns.inHand() >= MOST_IN_HAND || outbox.waiting() >= MOST_UNSENT) {
            return 0;
        }
        Instant now = time.instant();
        List<Integer> mine = buckets.areAllMine() ? null : buckets.mine();
        List<Conversation> page = jdbi.inTransaction(handle -> ConversationSql.claimDue(handle, membership.number(), now, now.plus(LEASE), mine, PAGE));
        CrashPoint.DUE_CLAIMED.passIf(!page.isEmpty());
        page.stream().sorted(Comparator.comparing(Conversation::dueAt)).forEach(due -> turns.wake(due.id(), due.customerAddress()));
        more = page.size() == PAGE;
        return page.size();
    }
}
