package io.keyline.hub;

import java.time.Instant;
import java.util.Map;

/**
 * A step of a message's way that has ended, for a trace of it. It names messages, routes, operations and states, and nothing of customers.
 *
 * @param trace      the id of the message, or of the conversation, with which it all began: all of a trace have it, whichever hub tells of
 *                   them, and however much later. 0: that of the message {@code subject}, which is to be looked up
 * @param name       of the step: intake, turn, call, send, receipt
 * @param subject    the message or the conversation that it is about
 * @param key        which is its own within the trace; null for the first step of all
 * @param within     the key of the step that led to it; null for the first step of all
 * @param attributes what came of it
 * @param failed     whether that is not as it should be
 */
public record Span(long trace, String name, long subject, String key, String within, Instant began, Instant ended,
        Map<String, String> attributes, boolean failed) {
}
