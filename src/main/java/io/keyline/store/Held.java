package io.keyline.store;

/**
 * Why a call took longer than its system.
 *
 * @param attempts how often it was asked
 * @param millis   how long the call waited in the hub meanwhile: for a place, for the system to be back, to be tried again
 * @param circuit  whether the system was left alone then
 */
public record Held(int attempts, long millis, boolean circuit) {
}
