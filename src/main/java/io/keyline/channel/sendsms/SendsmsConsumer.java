package io.keyline.channel.sendsms;

import io.keyline.channel.http.Callers;
import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.HttpRequest;
import io.keyline.channel.http.Refusals;
import io.keyline.channel.http.WebServer;
import io.keyline.channel.sendsms.Order.Kept;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes sendsms requests and answers as Kannel does. While the route is started, callers also get their reports. */
final class SendsmsConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(SendsmsConsumer.class);
    private static final HttpAnswer ACCEPTED = HttpAnswer.text(202, "0: Accepted for delivery");
    private static final HttpAnswer QUEUED = HttpAnswer.text(202, "3: Queued for later delivery");
    private static final HttpAnswer LATER = HttpAnswer.text(503, "Temporal failure, try again later.");

    private final SendsmsEndpoint endpoint;
    private final OrderReader reader;
    private final Callers callers;
    private final Refusals refusals;
    private final String path;
    private WebServer web;
    private Reporter reporter;

    SendsmsConsumer(SendsmsEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        reader = new OrderReader(endpoint);
        callers = new Callers(endpoint.getAllowFrom());
        path = "/" + endpoint.getPlace().replaceFirst("^/+", "");
        refusals = new Refusals("sendsms:" + path);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        WebServer server = endpoint.getCamelContext().getRegistry().lookupByNameAndType("web", WebServer.class);
        server.add(path, Set.of("GET", "POST"), this::answer);
        web = server; // not before: a path that another route has stays its own
        reporter = new Reporter(endpoint.getCamelContext().getRegistry().lookupByNameAndType("jdbi", Jdbi.class),
                new CallbackHosts(endpoint.getCallbackHosts()));
        reporter.start();
    }

    @Override
    protected void doStop() throws Exception {
        if (web != null) {
            web.remove(path);
        }
        if (reporter != null) {
            reporter.close();
        }
        super.doStop();
    }

    private CompletionStage<HttpAnswer> answer(HttpRequest request) {
        Optional<String> stranger = callers.refusal(request);
        if (stranger.isPresent()) {
            refusals.add(stranger.get());
            return CompletableFuture.completedFuture(HttpAnswer.empty(403));
        }
        try {
            return hand(reader.read(request, Instant.now()));
        } catch (RefusedOrderException e) {
            return CompletableFuture.completedFuture(HttpAnswer.text(e.status(), e.getMessage()));
        }
    }

    private CompletionStage<HttpAnswer> hand(Order order) {
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(order);
        getAsyncProcessor().process(exchange, doneSync -> {
            answer.complete(answer(exchange));
            releaseExchange(exchange, false);
        });
        return answer;
    }

    private static HttpAnswer answer(Exchange exchange) {
        if (exchange.getException() != null) {
            LOG.warn("an order cannot be stored now: {}", exchange.getException().getMessage());
            return LATER;
        }
        if (exchange.getMessage().getBody() instanceof Kept kept) {
            return kept.later() ? QUEUED : ACCEPTED;
        }
        return HttpAnswer.text(403, "Rejected by the route");
    }
}
