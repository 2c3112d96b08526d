package io.keyline.route;

import io.keyline.hub.CrashPoint;
import io.keyline.hub.Seal;
import io.keyline.hub.Turn;
import io.keyline.store.Call;
import io.keyline.store.Json;
import io.keyline.store.Step;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** A step of one of Camel's components in a turn: it takes effect once, and gives back what was kept when the route runs again. */
final class RecordedStep extends DelegateAsyncProcessor {

    /** The attempt at a step that failed last: Camel's counter alone stays set for the steps that follow. */
    private record Failed(RecordedStep step, int attempts) {
    }

    private static final String FAILED = "KeylineFailedStep";
    private static final String SEALED = "sealed";

    private final String kind;

    RecordedStep(Processor target, String kind) {
        super(target);
        this.kind = kind;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Turn turn = TurnExchange.find(exchange);
        if (turn == null) {
            return super.process(exchange, callback);
        }
        try {
            if (begin(exchange, turn)) {
                return take(exchange, turn, callback);
            }
        } catch (RuntimeException e) {
            exchange.setException(e); // thrown from here it would leave the turn without an end
        }
        callback.done(true);
        return true;
    }

    /** Whether it is to be taken now; if not, it gives back what it gave then. */
    private boolean begin(Exchange exchange, Turn turn) {
        turn.steps().passNode();
        if (isRedelivered(exchange)) {
            turn.steps().again();
        }
        Optional<Step> earlier = turn.steps().begin(kind);
        earlier.ifPresent(step -> {
            TurnExchange.kept(opened(exchange, step), Recording.class).restore(exchange);
            noteFailure(exchange);
        });
        return earlier.isEmpty();
    }

    /** Where the conversation knows a secret, the step may have it, in whatever form. */
    private static String kept(Exchange exchange, Turn turn, String json) {
        return turn.memory().isSecret() ? Json.write(Map.of(SEALED, seal(exchange).seal(json))) : json;
    }

    private static Step opened(Exchange exchange, Step step) {
        Object sealed = TurnExchange.kept(step, Map.class).get(SEALED);
        return sealed instanceof String text ? new Step(step.number(), step.kind(), seal(exchange).open(text)) : step;
    }

    private static Seal seal(Exchange exchange) {
        return Keyline.of(exchange.getContext()).hub().seal();
    }

    /** Camel's error handler tries the same step again. */
    private boolean isRedelivered(Exchange exchange) {
        return exchange.getProperty(FAILED) instanceof Failed failed && failed.step == this && attempts(exchange) == failed.attempts + 1;
    }

    private static int attempts(Exchange exchange) {
        Integer attempts = exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class);
        return attempts == null ? 0 : attempts;
    }

    private Call call(Exchange exchange, long began) {
        Exception failure = exchange.getException();
        return new Call(kind, failure == null ? "ok" : "error", failure == null ? null : failure.getClass().getSimpleName(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began), null);
    }

    private void noteFailure(Exchange exchange) {
        if (exchange.getException() != null) {
            exchange.setProperty(FAILED, new Failed(this, attempts(exchange)));
        }
    }

    private boolean take(Exchange exchange, Turn turn, AsyncCallback callback) {
        // what the step does on the side, in a copy of the exchange, is not a step of this turn
        exchange.removeProperty(TurnExchange.PROPERTY);
        Object before = exchange.getMessage().getBody();
        long began = System.nanoTime();
        return super.process(exchange, doneSync -> {
            exchange.setProperty(TurnExchange.PROPERTY, turn);
            CrashPoint.STEP_TAKEN.pass();
            turn.called(call(exchange, began));
            try {
                Recording recording = Recording.of(exchange, before, kind);
                turn.steps().result(kept(exchange, turn, recording.json()));
                recording.restore(exchange);
                noteFailure(exchange);
            } catch (RuntimeException e) {
                exchange.setException(e);
            }
            callback.done(doneSync);
        });
    }
}
