package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.store.Ids;
import io.keyline.store.Inbound;
import io.keyline.store.IntakeSql.EarlierCopy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A message sent again by the provider is told from one sent again by the customer")
class DuplicatesTest {

    private static final Duration REACH = Duration.ofMinutes(10);

    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final Sessions sessions = new Sessions(() -> now);
    private final Duplicates duplicates = new Duplicates(() -> now, sessions, REACH, now.minusSeconds(30));

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private EarlierCopy arrived(long session) {
        return new EarlierCopy(Ids.floor(now), 9, 77, session);
    }

    private boolean isCopy(EarlierCopy earlier) {
        return isCopy(earlier, 9, 77);
    }

    private boolean isCopy(EarlierCopy earlier, long customer, long fingerprint) {
        return duplicates.isCopy(new Inbound(1, customer, "sms", "main", "+4520000001", "1234", "BAL", "RECEIVED", null, now, 5,
                fingerprint), earlier);
    }

    @Test
    void nobodyTypesTheSameMessageAgainAtOnce() {
        EarlierCopy first = arrived(sessions.opened());
        pass(Duration.ofSeconds(4));
        assertThat(isCopy(first)).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(isCopy(first)).isFalse();
    }

    @Test
    void whatDiffersInAByteOrASenderIsNoCopy() {
        EarlierCopy first = arrived(sessions.opened());
        assertThat(isCopy(first, 9, 78)).isFalse();
        assertThat(isCopy(first, 10, 77)).isFalse();
    }

    @Test
    void onTheSameSessionTheProviderHasHadItsAnswer() {
        EarlierCopy first = arrived(sessions.opened());
        pass(Duration.ofMinutes(1));
        assertThat(isCopy(first)).isFalse();
    }

    @Test
    void afterALostSessionItsLastMessagesMayComeAgain() {
        long session = sessions.opened();
        EarlierCopy confirmed = arrived(session);
        pass(Duration.ofSeconds(30));
        EarlierCopy last = arrived(session);
        pass(Duration.ofSeconds(50));
        sessions.closed(session);
        pass(Duration.ofMinutes(9));
        assertThat(isCopy(last)).isTrue();
        assertThat(isCopy(confirmed)).as("acknowledged more than a minute before the session was lost").isFalse();
        pass(Duration.ofMinutes(2));
        assertThat(isCopy(last)).as("too late for a provider").isFalse();
    }

    @Test
    void afterOurRestartTheLastMessagesBeforeItMayComeAgain() {
        long before = 3;
        EarlierCopy last = new EarlierCopy(Ids.floor(now.minusSeconds(40)), 9, 77, before);
        EarlierCopy older = new EarlierCopy(Ids.floor(now.minusSeconds(120)), 9, 77, before);
        pass(Duration.ofMinutes(9));
        assertThat(isCopy(last)).isTrue();
        assertThat(isCopy(older)).isFalse();
        pass(Duration.ofMinutes(2));
        assertThat(isCopy(last)).isFalse();
    }

    @Test
    void theWaitForALongDowntimeBeginsWhenTheProviderCanSendAgain() {
        Duplicates afterAWeek = new Duplicates(() -> now, sessions, REACH, now.minus(Duration.ofDays(7)));
        EarlierCopy last = new EarlierCopy(Ids.floor(now.minus(Duration.ofDays(7))), 9, 77, 3);
        pass(Duration.ofMinutes(5));
        assertThat(afterAWeek.isCopy(new Inbound(1, 9, "sms", "main", "+4520000001", "1234", "BAL", "RECEIVED", null, now, 5, 77), last))
                .isTrue();
    }

    @Test
    void whatWasRefusedComesAgainOnTheSameSession() {
        EarlierCopy first = arrived(sessions.opened());
        duplicates.refused(first.id());
        pass(Duration.ofMinutes(2));
        assertThat(isCopy(first)).isTrue();
    }

    @Test
    void theSecondRepetitionOfWhatWasRefusedIsTheCustomers() {
        EarlierCopy first = arrived(sessions.opened());
        duplicates.refused(first.id());
        duplicates.settled(first, 99);
        pass(Duration.ofMinutes(2));
        assertThat(isCopy(first)).isFalse();
    }

    @Test
    void whileItsFirstCopyWaitsForItsAcknowledgementAMessageMayComeAgain() {
        EarlierCopy slow = arrived(sessions.opened());
        pass(Duration.ofSeconds(12));
        duplicates.acknowledged(slow.id());
        pass(Duration.ofSeconds(1));
        assertThat(isCopy(slow)).isTrue();
        pass(Duration.ofSeconds(4));
        assertThat(isCopy(slow)).isFalse();
    }

    @Test
    void oneCopyComesOfWhatALostSessionCarriedAndTheNextIsTheCustomers() {
        long session = sessions.opened();
        EarlierCopy last = arrived(session);
        sessions.closed(session);
        pass(Duration.ofMinutes(1));
        assertThat(isCopy(last)).isTrue();
        duplicates.settled(last, sessions.opened());
        pass(Duration.ofMinutes(1));
        assertThat(isCopy(last)).isFalse();
    }

    @Test
    void whatWasTakenAfterARefusalIsTheCustomersToSayAgain() {
        long session = sessions.opened();
        duplicates.refused(arrived(session).id());
        pass(Duration.ofSeconds(10));
        EarlierCopy taken = arrived(session);
        pass(Duration.ofMinutes(2));
        assertThat(isCopy(taken)).isFalse();
    }

    @Test
    void whatCanComeAgainIsLookedForAsFarBackAsItCanHaveCome() {
        assertThat(duplicates.since(1)).isEqualTo(now.minus(REACH).minusSeconds(60));
        Duplicates afterAWeek = new Duplicates(() -> now, sessions, REACH, now.minus(Duration.ofDays(7)));
        assertThat(afterAWeek.since(1)).isEqualTo(now.minus(Duration.ofDays(7)).minusSeconds(60));
        pass(REACH.plusSeconds(1));
        assertThat(afterAWeek.since(1)).isEqualTo(now.minus(REACH).minusSeconds(60));
    }
}
