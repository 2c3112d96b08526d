package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.store.Customer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("One customer's messages go one after another")
class LanesTest {

    private static final Customer CUSTOMER = Customer.unknown(1);

    private final Lanes lanes = new Lanes();

    private static Occasion occasion(long id) {
        return new Occasion.Due(id, "+4520000001");
    }

    @Test
    void theFirstBeginsAndTheOthersWaitTheirTurn() {
        Lane lane = lanes.enter("+4520000001");
        assertThat(lane.arrive(occasion(1))).isTrue();
        assertThat(lane.arrive(occasion(2))).isFalse();
        assertThat(lane.arrive(occasion(3))).isFalse();
        assertThat(lane.next()).isEqualTo(occasion(2));
        assertThat(lane.next()).isEqualTo(occasion(3));
        assertThat(lane.next()).isNull();
        assertThat(lane.arrive(occasion(4))).isTrue();
    }

    @Test
    void allOfOneCustomerShareALaneAndNobodyElse() {
        Lane lane = lanes.enter("+4520000001");
        assertThat(lanes.enter("+4520000001")).isSameAs(lane);
        assertThat(lanes.enter("+4520000002")).isNotSameAs(lane);
        assertThat(lanes.users()).isEqualTo(3);
    }

    @Test
    void aLaneIsThereUntilTheLastHasLeft() {
        Lane lane = lanes.enter("+4520000001");
        lanes.enter("+4520000001");
        lanes.leave(lane);
        assertThat(lanes.enter("+4520000001")).isSameAs(lane);
        lanes.leave(lane);
        lanes.leave(lane);
        assertThat(lanes.users()).isZero();
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
