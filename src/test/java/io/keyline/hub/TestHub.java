package io.keyline.hub;

import io.keyline.hub.Outgoing.PartSent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What the hubs of tests have in common, so that each says only what it is about. */
public final class TestHub {

    /** Customers write to this number. */
    public static final String NUMBER = "1234";

    private static final AtomicLong PROVIDER_IDS = new AtomicLong();

    private TestHub() {
    }

    /** Of a hub alone, where everybody may write as often as they like, and nothing acts before it is whole. */
    public static Hub.Settings settings(Path data) {
        return settings(data, new Channels(Map.of(), NUMBER));
    }

    public static Hub.Settings settings(Path data, Channels channels) {
        return settings(data, Time.system(), channels);
    }

    public static Hub.Settings settings(Path data, Time time, Channels channels) {
        return new Hub.Settings(0, data, Duration.ofMinutes(10), Duration.ofMinutes(30), text -> false, time, channels);
    }

    /** Opens a provider that takes every message, each in one part. @param taken gets them */
    public static void carry(Hub hub, String provider, Consumer<Outgoing> taken) {
        hub.outbox().open(provider, message -> take(message, provider, taken), 50, 0);
    }

    /** What such a provider does with a message. */
    public static void take(Outgoing message, String provider, Consumer<Outgoing> taken) {
        message.parts().writing(1);
        message.parts().sent(new PartSent(1, 1, 0, provider, "id-" + PROVIDER_IDS.incrementAndGet()));
        taken.accept(message);
    }
}
