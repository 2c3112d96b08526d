package io.keyline.store;

/**
 * What a turn called, and what came of it.
 *
 * @param what    the operation of the back office, or the step of a component as the journal names it
 * @param outcome ok, refused, failed, malformed, or error if there was no answer
 * @param reason  the word that the answer gave for it, or the class of the error; else null
 * @param millis  from when the route came to it until it went on
 * @param held    what held it up in the hub; null if nothing did
 */
public record Call(String what, String outcome, String reason, long millis, Held held) {
}
