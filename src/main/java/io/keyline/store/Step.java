package io.keyline.store;

/**
 * One step that a route took before it was parked: given back when the route runs again, instead of taking effect a second time.
 *
 * @param number the step's place in its turn, from 1
 * @param kind   reply, consent, notice or call
 * @param result what it gave back, as JSON; null for a step without a result
 */
public record Step(int number, String kind, String result) {
}
