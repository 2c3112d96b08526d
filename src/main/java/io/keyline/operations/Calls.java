package io.keyline.operations;

import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.hub.Counts;
import io.keyline.hub.Traces;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Calls to the back office, counted by operation and outcome, each a step of its trace.
 *
 * @param traces empty while none are made: then systems are told of none
 */
record Calls(Function<Request, CompletableFuture<Reply>> backOffice, Counts counts, Optional<Traces> traces)
        implements Function<Request, CompletableFuture<Reply>> {

    @Override
    public CompletableFuture<Reply> apply(Request request) {
        long began = System.nanoTime();
        try {
            CompletableFuture<Reply> reply = backOffice.apply(traces.map(made -> request.in(made.ofCall(request.key()))).orElse(request));
            reply.whenComplete((answer, failure) -> count(request, outcome(answer, failure), began));
            return reply;
        } catch (RuntimeException e) {
            count(request, "error", began);
            throw e;
        }
    }

    private void count(Request request, String outcome, long began) {
        counts.called(request.key(), request.operation(), outcome, System.nanoTime() - began);
    }

    private static String outcome(Reply answer, Throwable failure) {
        if (answer != null) {
            return answer.status().name().toLowerCase(Locale.ROOT);
        }
        return failure instanceof TimeoutException ? "timeout" : "error";
    }
}
