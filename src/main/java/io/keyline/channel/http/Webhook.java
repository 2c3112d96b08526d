package io.keyline.channel.http;

import java.util.concurrent.CompletionStage;

/** Takes the requests of one path. */
public interface Webhook {

    /**
     * Answers a request. May wait, but not for a person or a slow system: that is what the stage is for.
     *
     * @return completes with the answer; if it fails the caller gets 503 and asks again, and learns nothing else
     */
    CompletionStage<HttpAnswer> answer(HttpRequest request);
}
