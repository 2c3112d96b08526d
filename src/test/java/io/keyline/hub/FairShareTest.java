package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.store.HubSql.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A hub with too few customers asks those with most")
class FairShareTest {

    private static final int US = 1;

    private final List<Bucket> all = new ArrayList<>();

    private void owned(int owner, int number) {
        owned(owner, number, null);
    }

    private void owned(int owner, int number, Integer wantedBy) {
        for (int i = 0; i < number; i++) {
            all.add(new Bucket(all.size(), owner, wantedBy));
        }
    }

    private List<Integer> ownersOf(Set<Integer> buckets) {
        return buckets.stream().map(number -> all.get(number).owner()).toList();
    }

    @Test
    void whoHasMostIsAskedUntilTheShareIsReached() {
        owned(2, 10);
        owned(3, 6);
        assertThat(ownersOf(FairShare.wanted(all, US, 5, 5))).hasSize(5).filteredOn(owner -> owner == 3).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void nobodyIsAskedForMoreThanTheyHaveTooMuch() {
        owned(2, 6);
        owned(3, 5);
        assertThat(ownersOf(FairShare.wanted(all, US, 5, 5))).containsExactly(2);
    }

    @Test
    void whatIsOnItsWayIsNotAskedForAgain() {
        owned(US, 2);
        owned(2, 3, US);
        owned(2, 11);
        assertThat(FairShare.wanted(all, US, 5, 5)).isEmpty();
        assertThat(FairShare.wanted(all, US, 6, 5)).hasSize(1).allMatch(number -> all.get(number).wantedBy() == null);
    }

    @Test
    void whatAnotherHubHasAskedForIsTheirs() {
        owned(2, 4, 3);
        assertThat(FairShare.wanted(all, US, 2, 0)).isEmpty();
    }

    @Test
    void oneThatActsForAllAsksForAll() {
        owned(2, 7);
        owned(3, 1);
        assertThat(FairShare.wanted(all, US, 8, 0)).hasSize(8);
    }
}
