package io.keyline.channel.provider;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;

/** Keeps the beginning of an answer, however long it is. */
final class FirstBytes implements Flow.Subscriber<List<ByteBuffer>> {

    private static final int MOST = 64 * 1024;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    /** Gives the beginning of the body, at most 64 KiB of UTF-8. */
    static BodyHandler<String> asText() {
        return answer -> BodySubscribers.fromSubscriber(new FirstBytes(), FirstBytes::text);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] octets = new byte[Math.min(buffer.remaining(), MOST - kept.size())];
            buffer.get(octets);
            kept.writeBytes(octets);
        }
    }

    @Override
    public void onError(Throwable failure) {
        // the client says so
    }

    @Override
    public void onComplete() {
        // all is there
    }

    private String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
