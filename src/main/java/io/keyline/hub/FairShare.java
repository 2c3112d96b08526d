package io.keyline.hub;

import io.keyline.store.HubSql.Bucket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Which buckets a hub asks for that has fewer than its share: of those that have most, so that none of them falls below its own. */
final class FairShare {

    private FairShare() {
    }

    /**
     * The buckets to ask for.
     *
     * @param all   with their owners, and who has asked for them
     * @param hub   that asks
     * @param share how many it should have
     * @param left  how many each other one keeps, at least
     */
    static Set<Integer> wanted(List<Bucket> all, int hub, int share, int left) {
        long coming = all.stream().filter(bucket -> Objects.equals(bucket.owner(), hub) || Objects.equals(bucket.wantedBy(), hub)).count();
        Collection<List<Integer>> others = ofOthers(all, hub);
        Set<Integer> wanted = new HashSet<>();
        while (coming + wanted.size() < share) {
            List<Integer> most = others.stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
            if (most.size() <= left) {
                break;
            }
            wanted.add(most.removeLast());
        }
        return wanted;
    }

    /** What nobody has asked for yet, by owner, in no order: two who ask at the same time want different ones, mostly. */
    private static Collection<List<Integer>> ofOthers(List<Bucket> all, int hub) {
        Map<Integer, List<Integer>> byOwner = all.stream()
                .filter(bucket -> bucket.owner() != null && bucket.owner() != hub && bucket.wantedBy() == null)
                .collect(Collectors.groupingBy(Bucket::owner, Collectors.mapping(Bucket::number, Collectors.toCollection(ArrayList::new))));
        byOwner.values().forEach(Collections::shuffle);
        return byOwner.values();
    }
}
