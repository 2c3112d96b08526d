package io.keyline.channel.web;

import io.keyline.channel.http.HttpAnswer;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * An operation of the API.
 *
 * @param session whether somebody must be signed in for it
 * @param acts    whether it shows that the customer is still there; what the page does by itself does not
 */
record Operation(String method, String path, boolean session, boolean acts, Function<Visit, CompletionStage<HttpAnswer>> perform) {
}
