package io.keyline.route;

import io.keyline.backoffice.Gate;
import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.hub.CrashPoint;
import io.keyline.hub.Time;
import io.keyline.hub.Turn;
import io.keyline.identity.Links;
import io.keyline.language.AddressAnswer;
import io.keyline.store.Call;
import io.keyline.store.Conversation.State;
import io.keyline.store.Json;
import io.keyline.store.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call to the back office within a turn: asked, answered, parked or given up. No thread waits meanwhile. */
final class BackOfficeProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(BackOfficeProducer.class);
    private static final String CONTINUE = "continue";
    private static final String UNAVAILABLE = "back-office.refused." + Gate.UNAVAILABLE;
    private static final String ADDRESSES = "addresses";
    private static final int MOST_ADDRESSES = 10;

    private final BackOfficeEndpoint endpoint;
    private Keyline keyline;
    private Wording wording;

    BackOfficeProducer(BackOfficeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        keyline = Keyline.of(endpoint.getCamelContext());
        wording = Wording.of(endpoint.getCamelContext());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Turn turn = TurnExchange.turn(exchange, "back-office:" + endpoint.getOperation());
            Optional<Step> earlier = turn.steps().begin("call " + endpoint.getOperation());
            if (earlier.isEmpty() && !turn.isOverdue()) {
                ask(exchange, turn, callback);
                return false;
            }
            goOnWith(earlier, exchange, turn);
        } catch (RuntimeException e) {
            exchange.setException(e); // thrown from here it would leave the turn without an end
        }
        callback.done(true);
        return true;
    }

    private void goOnWith(Optional<Step> earlier, Exchange exchange, Turn turn) {
        if (earlier.isPresent()) {
            answered(exchange, turn, TurnExchange.kept(earlier.get(), Reply.class));
        } else {
            giveUp(exchange, turn, "no answer from " + endpoint.getOperation() + " in time");
        }
    }

    private void ask(Exchange exchange, Turn turn, AsyncCallback callback) {
        CrashPoint.CALL_BEFORE_SEND.pass();
        CompletableFuture<Reply> answer = keyline.backOffice().apply(request(exchange, turn));
        Time time = keyline.hub().time();
        long asked = System.nanoTime();
        time.limit(answer, turn.patience(Duration.ofMillis(endpoint.getPatience()), time.instant())).whenComplete((reply, failure) -> {
            try {
                if (failure instanceof TimeoutException) {
                    park(exchange, turn, answer);
                } else {
                    turn.called(call(reply, failure, since(asked)));
                    goOnWith(reply, failure, exchange, turn);
                }
            } catch (RuntimeException | Error e) {
                exchange.setException(e); // whatever it is, the customer's next message must not wait for ever
            }
            callback.done(false);
        });
        CrashPoint.CALL_AFTER_SEND.pass();
    }

    private void goOnWith(Reply reply, Throwable failure, Exchange exchange, Turn turn) {
        if (reply == null) {
            giveUp(exchange, turn, endpoint.getOperation() + ": " + failure);
            return;
        }
        CrashPoint.CALL_ANSWERED.pass();
        turn.steps().result(json(reply));
        answered(exchange, turn, reply);
    }

    private Call call(Reply reply, Throwable failure, long millis) {
        return reply == null ? new Call(endpoint.getOperation(), "error", cause(failure).getClass().getSimpleName(), millis, null)
                : new Call(endpoint.getOperation(), reply.status().name().toLowerCase(Locale.ROOT), reply.reason(), millis, reply.held());
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static long since(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private Request request(Exchange exchange, Turn turn) {
        return new Request(turn.stepKey(), endpoint.getOperation(),
                Map.of("address", turn.customerAddress(), "channel", turn.channel(), "language", wording.language(turn)),
                deadline(turn), endpoint.chosen(TurnExchange.data(exchange, turn)), turn.memory().isSecret());
    }

    private Instant deadline(Turn turn) {
        return turn.deadline(Duration.ofMillis(endpoint.getDeadline()));
    }

    private void answered(Exchange exchange, Turn turn, Reply reply) {
        switch (reply.status()) {
            case OK, REFUSED -> goOn(exchange, turn, reply);
            case FAILED -> giveUp(exchange, turn, endpoint.getOperation() + " failed: " + reply.reason());
            case MALFORMED -> giveUp(exchange, turn, endpoint.getOperation() + " sent a malformed reply: " + reply.reason());
        }
    }

    private void goOn(Exchange exchange, Turn turn, Reply reply) {
        if (reply.status() == Reply.Status.OK && reply.data().get(ADDRESSES) instanceof List<?> addresses) {
            link(turn, addresses);
        }
        TurnExchange.remember(exchange, turn, reply.data());
        exchange.getMessage().setBody(reply.data());
        if (endpoint.getRefused().equals(CONTINUE)) {
            exchange.setVariable("outcome", reply.status() == Reply.Status.OK ? "ok" : "refused");
            exchange.setVariable("reason", reply.reason());
        } else if (reply.status() == Reply.Status.REFUSED) {
            Map<String, Object> data = new HashMap<>(reply.data());
            data.put("reason", reply.reason());
            String text = refusal(reply.reason());
            turn.reply(text, () -> wording.say(text, turn, data));
            exchange.setRouteStop(true);
        }
    }

    /** That a system is left alone is no answer of it: the route's own text for refusals would say something else. */
    private String refusal(String reason) {
        String special = endpoint.getRefused() + "." + reason;
        if (wording.has(special)) {
            return special;
        }
        return Gate.UNAVAILABLE.equals(reason) && wording.has(UNAVAILABLE) ? UNAVAILABLE : endpoint.getRefused();
    }

    /** The back office knows other addresses of the customer. That they cannot be linked now is no reason not to answer. */
    private void link(Turn turn, List<?> addresses) {
        try {
            addresses.stream().limit(MOST_ADDRESSES).flatMap(one -> AddressAnswer.any(String.valueOf(one), keyline.company().region()).stream())
                    .forEach(address -> keyline.links().want(turn.stepKey() + " " + address, turn.customer().id(), address, Links.BY_BACK_OFFICE,
                            "the answer of " + endpoint.getOperation()));
        } catch (RuntimeException e) {
            LOG.warn("addresses from {} are not linked; they will be when it names them again: {}", endpoint.getOperation(), e.getClass().getName());
        }
    }

    /** The answer takes longer than the customer should wait in silence. */
    private void park(Exchange exchange, Turn turn, CompletableFuture<Reply> answer) {
        turn.notice(wording.say("back-office.working", turn, Map.of()));
        Instant deadline = deadline(turn);
        turn.park(State.CALLING, null, deadline, deadline);
        String key = turn.stepKey();
        turn.afterCommit(() -> answer.thenAccept(reply -> keyline.hub().results().keep(key, json(reply))));
        exchange.setRouteStop(true);
    }

    private void giveUp(Exchange exchange, Turn turn, String why) {
        turn.failAtCall(wording.say("back-office.failed", turn, Map.of()), why);
        exchange.setRouteStop(true);
    }

    /** A reply as the journal keeps it. */
    static String json(Reply reply) {
        return Json.write(reply);
    }
}
