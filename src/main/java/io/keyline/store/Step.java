package io.keyline.store;

/**
 * One step that a route took before it was parked: given back when the route runs again, instead of taking effect a second time.
 *
 * @param number the step's place in its turn, from 1
 * @param kind   what it does: reply, consent, or call and the operation
 * @param result what it gave back, as JSON; null while it is waited for
 */
public record Step(int number, String kind, String result) {

    /** Whether a step of this kind may have given this result; one that came before the turn was parked tells no operation. */
    public boolean isOf(String asked) {
        return asked.equals(kind) || asked.startsWith(kind + " ");
    }

    /** Whether its result has not come yet. */
    public boolean isPending() {
        return result == null;
    }
}
