package io.keyline.backoffice;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Reads an answer up to the largest that a reply may be, and a byte further: what is longer is not read, and seen to be longer. */
final class LimitedText implements BodySubscriber<String> {

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CompletableFuture<String> text = new CompletableFuture<>();
    private Flow.Subscription subscription;

    static BodyHandler<String> handler() {
        return answer -> new LimitedText();
    }

    @Override
    public CompletionStage<String> getBody() {
        return text;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscribed) {
        subscription = subscribed;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            var octets = new byte[Math.min(buffer.remaining(), ReplyReader.LARGEST + 1 - kept.size())];
            buffer.get(octets);
            kept.writeBytes(octets);
        }
        if (kept.size() > ReplyReader.LARGEST) {
            subscription.cancel();
            text.complete("x".repeat(ReplyReader.LARGEST + 1));
        }
    }

    @Override
    public void onError(Throwable failure) {
        text.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        text.complete(kept.toString(StandardCharsets.UTF_8));
    }
}
