package io.keyline.channel.provider;

import io.keyline.channel.http.Callers;
import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.HttpRequest;
import io.keyline.channel.http.Refusals;
import io.keyline.channel.http.TwilioSignature;
import io.keyline.channel.http.WebServer;
import io.keyline.hub.Arrival;
import io.keyline.hub.TryLater;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Takes what a provider calls with. The provider gets its answer when all that the request brings is stored, and 503 if it is not. */
final class ProviderConsumer extends DefaultConsumer {

    private final ProviderEndpoint endpoint;
    private final ReceivingOptions options;
    private final RequestReader reader;
    private final Callers callers;
    private final Function<HttpRequest, Optional<String>> signature;
    private final HttpAnswer stored;
    private final Refusals refusals;
    private WebServer web;

    ProviderConsumer(ProviderEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.refusals = new Refusals("sms-http:" + endpoint.getConnection());
        this.endpoint = endpoint;
        options = endpoint.getReceiving();
        if (!options.getPath().startsWith("/")) {
            throw new IllegalArgumentException("sms-http:" + endpoint.getConnection() + ": path should be the path that the provider calls, with "
                    + "a secret in it, for example /acme/k3Jd82");
        }
        reader = new RequestReader(endpoint.getConnection(), options);
        callers = new Callers(options.getAllowFrom());
        signature = signature(options);
        stored = options.getAnswerBody().isEmpty() ? HttpAnswer.empty(options.getAnswerStatus())
                : HttpAnswer.of(options.getAnswerStatus(), options.getAnswerType(), options.getAnswerBody());
    }

    private static Function<HttpRequest, Optional<String>> signature(ReceivingOptions options) {
        if (options.getSignature() != ReceivingOptions.Signature.NONE && options.getSecret().isBlank()) {
            throw new IllegalArgumentException("signature: " + options.getSignature() + " needs a secret");
        }
        return switch (options.getSignature()) {
            case NONE -> request -> Optional.empty();
            case TWILIO -> new TwilioSignature(Arrays.asList(options.getSecret().split(",")))::refusal;
            case VONAGE -> new VonageSignature(options.getSignatureAlgorithm(), options.getSecret(), InstantSource.system())::refusal;
            case HMAC -> new HmacSignature(options.getSignatureAlgorithm(), options.getSignatureHeader(), options.getSecret())::refusal;
        };
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        WebServer server = endpoint.getCamelContext().getRegistry().lookupByNameAndType("web", WebServer.class);
        Set<String> methods = Arrays.stream(options.getMethods().split(",")).map(String::trim).collect(Collectors.toSet());
        server.add(options.getPath(), methods, this::answer);
        web = server; // not before: a path that another route has stays its own
    }

    @Override
    protected void doStop() throws Exception {
        if (web != null) {
            web.remove(options.getPath());
        }
        super.doStop();
    }

    private CompletionStage<HttpAnswer> answer(HttpRequest request) {
        Optional<String> foreign = callers.refusal(request);
        Optional<String> refusal = foreign.isPresent() ? foreign : signature.apply(request);
        if (refusal.isPresent()) {
            refusals.add(refusal.get());
            return CompletableFuture.completedFuture(HttpAnswer.empty(foreign.isPresent() ? 403 : 401));
        }
        CompletableFuture<?>[] all = reader.read(request).stream().map(this::store).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).thenApply(nothing -> stored);
    }

    private CompletableFuture<Void> store(Arrival arrival) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(arrival);
        getAsyncProcessor().process(exchange, doneSync -> {
            boolean failed = exchange.getException() != null || exchange.isRollbackOnly();
            if (failed && !exchange.getProperty(Arrival.STORED, false, Boolean.class)) {
                result.completeExceptionally(new TryLater("not stored", exchange.getException()));
            } else {
                result.complete(null);
            }
            releaseExchange(exchange, false);
        });
        return result;
    }
}
