package io.keyline.channel.voice;

import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.HttpRequest;
import io.keyline.channel.http.Refusals;
import io.keyline.channel.http.WebServer;
import io.keyline.channel.http.Webhook;
import io.keyline.hub.Arrival;
import io.keyline.hub.Fingerprint;
import io.keyline.hub.Hub;
import io.keyline.hub.Live;
import io.keyline.hub.Phrases;
import io.keyline.store.Trust;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Takes the requests of a provider of telephony, and answers each with what the caller is told. */
final class VoiceConsumer extends DefaultConsumer implements Webhook {

    private final VoiceEndpoint endpoint;
    private final Refusals refusals;
    private WebServer web;
    private Calls calls;
    private Format format;

    VoiceConsumer(VoiceEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.refusals = new Refusals("voice:" + endpoint.getConnection());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        web = find(WebServer.class);
        if (web == null) {
            return; // routes are only checked
        }
        calls = new Calls(endpoint.getConnection(), find(Hub.class), find(Phrases.class), endpoint.rules(), web.threads());
        format = endpoint.format(new Script(find(Phrases.class)));
        web.add(endpoint.path(), Set.of("GET", "POST"), this);
    }

    @Override
    protected void doStop() throws Exception {
        if (web != null) {
            web.remove(endpoint.path());
        }
        super.doStop();
    }

    private <T> T find(Class<T> type) {
        return endpoint.getCamelContext().getRegistry().findSingleByType(type);
    }

    @Override
    public CompletionStage<HttpAnswer> answer(HttpRequest request) {
        Optional<String> refusal = endpoint.refusal(request);
        if (refusal.isPresent()) {
            refusals.add(refusal.get());
            return CompletableFuture.completedStage(HttpAnswer.empty(401));
        }
        return format.read(request).map(heard -> answer(request, heard))
                .orElseGet(() -> CompletableFuture.completedStage(format.begin(request)));
    }

    private CompletionStage<HttpAnswer> answer(HttpRequest request, Heard heard) {
        if (heard.isOver()) {
            calls.end(heard.call());
            return CompletableFuture.completedStage(format.gone());
        }
        if (heard.transfer() != null) {
            return CompletableFuture.completedStage(format.afterTransfer(heard, calls.language(heard.call())));
        }
        return calls.next(heard, this::ask).thenApply(step -> format.write(request, step.number(), heard.call(), step.said()));
    }

    /** Runs the route, on an exchange that holds nothing of the request. */
    private CompletableFuture<Live.Answer> ask(Calls.Words said) {
        CompletableFuture<Live.Answer> answer = new CompletableFuture<>();
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(new Arrival.Text(Calls.CHANNEL, endpoint.getConnection(), Arrival.Text.NAMED, said.from(), said.to(),
                said.words(), true, fingerprint(said), Trust.CLAIMED, said.call()));
        getAsyncProcessor().process(exchange, synchronously -> {
            if (exchange.getException() != null) {
                answer.completeExceptionally(exchange.getException());
            } else {
                answer.complete(exchange.getMessage().getBody(Live.Answer.class));
            }
            releaseExchange(exchange, false);
        });
        return answer;
    }

    /** The same step of the same call is the same message, whatever it says. */
    private static long fingerprint(Calls.Words said) {
        return new Fingerprint().with(Calls.CHANNEL).with(said.step()).with(said.call()).value();
    }
}
