package io.keyline.hub;

import io.keyline.store.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of a turn: those that its conversation took before it waited give back their results, all others take effect and are
 * kept. Steps are counted in the order in which the route takes them.
 */
public final class Steps {

    /** A route that has gone through more than this runs in a circle. */
    private static final int MOST_STEPS = 1_000;
    private static final int MOST_NODES = 20_000;

    private final Map<Integer, Step> recorded = new HashMap<>();
    private final List<Step> taken = new ArrayList<>();
    private int number;
    private int nodes;
    private boolean waitedHere;

    Steps(List<Step> journal) {
        replay(journal);
    }

    /** From here on these are the steps that were taken before. */
    void replay(List<Step> journal) {
        recorded.clear();
        journal.forEach(step -> recorded.put(step.number(), step));
    }

    /**
     * Begins a step that takes effect once.
     *
     * @param kind what it does; a journal whose step of this number did something else does not fit the route any more
     * @return what it gave back when it was taken before the turn was parked; empty if it is to be taken now
     * @throws ChangedRouteException if the route was changed meanwhile
     */
    public Optional<Step> begin(String kind) {
        Step earlier = recorded.get(++number);
        if (number > MOST_STEPS) {
            throw new IllegalStateException("more than " + MOST_STEPS + " steps: the route runs in a circle");
        }
        if (earlier != null && !earlier.isOf(kind)) {
            throw new ChangedRouteException("step " + number + " was " + earlier.kind() + " before the route was changed, now it is " + kind);
        }
        waitedHere = earlier != null && earlier.isPending();
        if (earlier == null || earlier.isPending()) {
            taken.add(new Step(number, kind, null));
            return Optional.empty();
        }
        return Optional.of(earlier);
    }

    /** Something was done before the route's first step. It has a place of its own, so that the route's steps fit their journal. */
    void tookBefore(String kind, String json) {
        taken.add(new Step(0, kind, json));
    }

    /** The step that was begun last is tried once more, under the same number. */
    public void again() {
        if (!taken.isEmpty() && taken.getLast().number() == number) {
            taken.removeLast();
        }
        number--;
    }

    /** Records what the step that was begun last gave back, as JSON. */
    public void result(String json) {
        Step last = taken.removeLast();
        taken.add(new Step(last.number(), last.kind(), json));
    }

    /** Whether the conversation waited at the step that was begun last. */
    public boolean waitedHere() {
        return waitedHere;
    }

    /** The route passes one of its nodes. */
    public void passNode() {
        if (++nodes > MOST_NODES) {
            throw new IllegalStateException("more than " + MOST_NODES + " nodes passed: the route runs in a circle");
        }
    }

    /** The number of the step that was begun last. */
    int number() {
        return number;
    }

    /** Those that were taken in this turn. */
    List<Step> taken() {
        return List.copyOf(taken);
    }

    /** Whether the customer was answered before the conversation waited. */
    boolean hasReplied() {
        return recorded.values().stream().anyMatch(step -> step.kind().startsWith("reply"));
    }

    /** The route has ended; a journal that goes on beyond its end belongs to another route. */
    void reachedEnd() {
        int last = recorded.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        if (last > number) {
            throw new ChangedRouteException("step " + last + " was " + recorded.get(last).kind()
                    + " before the route was changed, now the route ends at step " + number);
        }
    }
}
