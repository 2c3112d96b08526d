package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.store.Customer;
import io.keyline.store.Inbound;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("One customer's messages go one after another")
class LanesTest {

    private static final Customer CUSTOMER = new Customer(1, null, false, false);

    private final Lanes lanes = new Lanes();

    private static Inbound message(long id) {
        return new Inbound(id, 1, "sms", "sms", "+4520000001", "1234", "text", "RECEIVED", null, Instant.EPOCH, 1, id);
    }

    @Test
    void theFirstBeginsAndTheOthersWaitTheirTurn() {
        Lane lane = lanes.enter("+4520000001");
        assertThat(lane.arrive(message(1))).isTrue();
        assertThat(lane.arrive(message(2))).isFalse();
        assertThat(lane.arrive(message(3))).isFalse();
        assertThat(lane.next().id()).isEqualTo(2);
        assertThat(lane.next().id()).isEqualTo(3);
        assertThat(lane.next()).isNull();
        assertThat(lane.arrive(message(4))).isTrue();
    }

    @Test
    void allOfOneCustomerShareALaneAndNobodyElse() {
        Lane lane = lanes.enter("+4520000001");
        assertThat(lanes.enter("+4520000001")).isSameAs(lane);
        assertThat(lanes.enter("+4520000002")).isNotSameAs(lane);
        assertThat(lanes.size()).isEqualTo(2);
    }

    @Test
    void aLaneIsThereUntilTheLastHasLeft() {
        Lane lane = lanes.enter("+4520000001");
        lanes.enter("+4520000001");
        lanes.leave(lane);
        assertThat(lanes.enter("+4520000001")).isSameAs(lane);
        lanes.leave(lane);
        lanes.leave(lane);
        assertThat(lanes.size()).isZero();
        assertThat(lanes.enter("+4520000001")).isNotSameAs(lane);
    }

    @Test
    void whatATurnDecidedIsNewerThanWhatTheDatabaseSaid() {
        Lane lane = lanes.enter("+4520000001");
        lane.know(CUSTOMER);
        lane.changed(CUSTOMER.withLanguage("da"));
        lane.know(CUSTOMER);
        assertThat(lane.customer().language()).isEqualTo("da");
    }
}
