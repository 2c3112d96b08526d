package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.store.Outbound;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinesTest {

    private final Lines lines = new Lines();
    private long id;

    @Test
    void aReplyGoesBeforeRemindersThatWaitedLonger() {
        lines.add(reminder("+451"));
        lines.add(reminder("+452"));
        Outbound reply = reply("+453");
        lines.add(reply);

        assertThat(lines.take()).isEqualTo(reply);
        assertThat(lines.hasReady(Rank.URGENT)).isFalse();
        assertThat(lines.take().customerAddress()).isEqualTo("+451");
    }

    @Test
    void aReplyTakesWhatWaitsBeforeItToTheSameCustomerAlong() {
        lines.add(reminder("+451"));
        Outbound reminder = reminder("+452");
        Outbound reply = reply("+452");
        lines.add(reminder);
        lines.add(reply);

        assertThat(lines.take()).isEqualTo(reminder);
        lines.release("+452");
        assertThat(lines.take()).isEqualTo(reply);
        assertThat(lines.take().customerAddress()).isEqualTo("+451");
    }

    @Test
    void whatIsTriedAgainStaysTheFirstOfItsDestination() {
        Outbound first = reminder("+451");
        lines.add(first);
        assertThat(lines.take()).isEqualTo(first);
        lines.add(reply("+451"));
        lines.add(reminder("+452"));
        lines.rest(first);
        lines.again(first);

        assertThat(lines.hasReady(Rank.URGENT)).isTrue();
        assertThat(lines.take()).isEqualTo(first);
        assertThat(lines.waiting()).isEqualTo(2);
    }

    @Test
    void anAlarmGoesWithTheRepliesAndACampaignAfterAllElse() {
        lines.add(message("+451", Outbound.CAMPAIGN));
        lines.add(reminder("+452"));
        lines.add(message("+453", Outbound.ALARM));
        assertThat(lines.hasReady(Rank.URGENT)).isTrue();

        assertThat(lines.take().customerAddress()).isEqualTo("+453");
        assertThat(lines.take().customerAddress()).isEqualTo("+452");
        assertThat(lines.hasReady(Rank.ORDINARY)).isFalse();
        assertThat(lines.take().customerAddress()).isEqualTo("+451");
    }

    @Test
    void aSenderWithManyMessagesHoldsUpNoOther() {
        for (int i = 0; i < 3; i++) {
            lines.add(from("BANK", "+451" + i));
        }
        lines.add(from("SHOP", "+452"));
        assertThat(Stream.generate(lines::take).limit(4).map(Outbound::companyAddress)).containsExactly("BANK", "SHOP", "BANK", "BANK");
    }

    @Test
    void whatBecomesUrgentLeavesItsSendersTurn() {
        lines.add(from("BANK", "+451"));
        lines.add(from("SHOP", "+452"));
        lines.add(reply("+451"));
        assertThat(lines.take().customerAddress()).isEqualTo("+451");
        assertThat(lines.take().customerAddress()).isEqualTo("+452");
        assertThat(lines.hasReady()).isFalse();
        lines.release("+451");
        assertThat(lines.take().isReply()).isTrue();
        assertThat(lines.waiting()).isZero();
    }

    @Test
    void whatAnotherHubWillSendIsTakenOutUnlessItIsUnderWay() {
        Outbound underWay = reminder("+451");
        Outbound resting = reminder("+452");
        List.of(underWay, resting, reply("+451"), reply("+452"), reminder("+453"), reminder("+454")).forEach(lines::add);
        assertThat(List.of(lines.take(), lines.take())).containsExactly(underWay, resting);
        lines.rest(resting);

        assertThat(lines.takeOut(message -> !message.customerAddress().equals("+454"))).extracting(Outbound::customerAddress)
                .containsExactlyInAnyOrder("+451", "+452", "+452", "+453");
        lines.again(resting);
        assertThat(lines.waiting()).as("of the fourth").isEqualTo(1);
        assertThat(lines.isFree("+451")).as("one is under way").isFalse();
        assertThat(lines.isFree("+452")).isTrue();
    }

    @Test
    void whatComesBackLateIsNotPutInThePlaceOfAnother() {
        Outbound gone = reminder("+451");
        lines.add(gone);
        lines.rest(lines.take());
        assertThat(lines.takeOut(message -> true)).containsExactly(gone);
        Outbound other = reminder("+451");
        lines.add(other);
        lines.rest(lines.take());

        lines.again(gone);
        assertThat(lines.hasReady()).isFalse();
        lines.again(other);
        assertThat(lines.take()).isEqualTo(other);
    }

    @Test
    void whatIsNotTakenOutKeepsItsTurn() {
        List.of("+451", "+452", "+453").forEach(address -> lines.add(reminder(address)));
        lines.takeOut(message -> message.customerAddress().equals("+452"));
        assertThat(List.of(lines.take().customerAddress(), lines.take().customerAddress())).containsExactly("+451", "+453");
    }

    @Test
    void nothingGoesToADestinationThatIsHeld() {
        Outbound before = reminder("+451");
        lines.add(before);
        lines.hold("+451");
        lines.hold("+451");
        lines.add(reply("+451"));
        assertThat(lines.hasReady()).isFalse();
        assertThat(lines.isFree("+451")).isFalse();

        lines.letGo("+451");
        Outbound first = reminder("+451");
        lines.addFirst(first);
        assertThat(lines.hasReady()).isFalse();
        assertThat(lines.waiting()).isEqualTo(3);
        lines.letGo("+451");
        assertThat(lines.take()).isEqualTo(first);
        lines.release("+451");
        assertThat(lines.take()).isEqualTo(before);
    }

    @Test
    void aHeldDestinationThatNobodyWaitsForIsForgotten() {
        lines.hold("+451");
        lines.letGo("+451");
        assertThat(lines.isFree("+451")).isTrue();
    }

    @Test
    void aDestinationIsFreeWhenItsLineIsEmpty() {
        lines.add(reminder("+451"));
        assertThat(lines.isFree("+451")).isFalse();
        lines.take();
        assertThat(lines.isFree("+451")).isFalse();
        lines.release("+451");
        assertThat(lines.isFree("+451")).isTrue();
        assertThat(lines.hasReady()).isFalse();
        assertThat(lines.waiting()).isZero();
    }

    private Outbound reminder(String address) {
        return message(address, Outbound.DIALOGUE);
    }

    private Outbound reply(String address) {
        return message(address, Outbound.REPLY);
    }

    private Outbound from(String sender, String address) {
        return new Outbound(++id, 1, "sms", address, sender, "text", "QUEUED", Instant.EPOCH, 0, 0, "notice", 0, null, null);
    }

    private Outbound message(String address, String category) {
        return new Outbound(++id, 1, "sms", address, "2000", "text", "QUEUED", Instant.EPOCH, 0, 0, category, 0, null, null);
    }
}
