package io.keyline.channel.ussd;

import io.keyline.channel.http.Callers;
import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.HttpRequest;
import io.keyline.channel.http.Refusals;
import io.keyline.channel.http.WebServer;
import io.keyline.hub.Arrival;
import io.keyline.hub.Live;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Takes the requests of a gateway: one path for screens, one that tells how sessions ended. */
final class UssdConsumer extends DefaultConsumer {

    private static final String ENDED = "/ended";

    private final UssdEndpoint endpoint;
    private final Callers callers;
    private final Refusals refusals;
    private UssdSessions sessions;

    UssdConsumer(UssdEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.callers = endpoint.callers();
        this.refusals = new Refusals("ussd:" + endpoint.getName());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        UssdComponent.Surroundings around = endpoint.getComponent().surroundings();
        if (around == null) {
            return;
        }
        WebServer web = around.web();
        sessions = new UssdSessions(endpoint, around, this::ask);
        web.add(endpoint.path(), Set.of(endpoint.getMethod()), this::screen);
        web.add(endpoint.path() + ENDED, Set.of("POST", "GET"), this::ended);
    }

    @Override
    protected void doStop() throws Exception {
        UssdComponent.Surroundings around = endpoint.getComponent().surroundings();
        if (around != null) {
            around.web().remove(endpoint.path());
            around.web().remove(endpoint.path() + ENDED);
        }
        super.doStop();
    }

    private CompletionStage<HttpAnswer> screen(HttpRequest request) {
        Optional<String> stranger = callers.refusal(request);
        if (stranger.isPresent()) {
            return refused(401, stranger.get());
        }
        Optional<UssdRequest> read = UssdRequest.read(request, endpoint);
        if (read.isEmpty()) {
            return refused(400, "no " + endpoint.getSession() + ", no telephone number in " + endpoint.getNumber() + ", or far too long");
        }
        return sessions.screen(read.get()).thenApply(screen -> HttpAnswer.text(200, screen));
    }

    private CompletionStage<HttpAnswer> ended(HttpRequest request) {
        Optional<String> stranger = callers.refusal(request);
        if (stranger.isPresent()) {
            return refused(401, stranger.get());
        }
        UssdRequest.session(request, endpoint).ifPresent(sessions::ended);
        return CompletableFuture.completedFuture(HttpAnswer.empty(200));
    }

    private CompletionStage<HttpAnswer> refused(int status, String why) {
        refusals.add(why);
        return CompletableFuture.completedFuture(HttpAnswer.empty(status));
    }

    /** What the route answers. */
    private CompletableFuture<Live.Answer> ask(Arrival.Text message) {
        CompletableFuture<Live.Answer> answer = new CompletableFuture<>();
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(message);
        getAsyncProcessor().process(exchange, doneSync -> {
            if (exchange.getException() != null) {
                answer.completeExceptionally(exchange.getException());
            } else if (exchange.getMessage().getBody() instanceof Live.Answer shown) {
                answer.complete(shown);
            } else {
                answer.completeExceptionally(new IllegalStateException("the route of ussd:" + endpoint.getName()
                        + " must end with to: inbound:ussd"));
            }
            releaseExchange(exchange, false);
        });
        return answer;
    }
}
