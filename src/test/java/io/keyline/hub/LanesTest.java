package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.store.Customer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("One customer's messages go one after another")
class LanesTest {

    private static final Customer CUSTOMER = Customer.unknown(1);

    private final Lanes lanes = new Lanes();

    @Test
    void theFirstBeginsAndTheOthersWaitTheirTurn() {
        Lane lane = lanes.enter("+4520000001");
        Runnable second = () -> { };
        Runnable third = () -> { };
        assertThat(lane.arrive(() -> { })).isTrue();
        assertThat(lane.arrive(second)).isFalse();
        assertThat(lane.arrive(third)).isFalse();
        assertThat(lane.next()).isSameAs(second);
        assertThat(lane.next()).isSameAs(third);
        assertThat(lane.next()).isNull();
        assertThat(lane.arrive(() -> { })).isTrue();
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
