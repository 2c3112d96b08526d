package io.keyline.backoffice;

import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.RetriableException;

/** What a failure of Kafka's client means. */
final class KafkaFailure {

    private KafkaFailure() {
    }

    static boolean is(Throwable failure, Class<? extends Throwable> kind) {
        return kind.isInstance(cause(failure));
    }

    /** Whether the same may work later: the broker is away, or on its way. */
    static boolean mayWorkLater(Throwable failure) {
        return cause(failure) instanceof RetriableException;
    }

    static String words(Throwable failure) {
        var cause = cause(failure);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
