package io.keyline.channel.provider;

import io.keyline.channel.http.WebServer;
import io.keyline.channel.sms.SmsSize;
import io.keyline.hub.Outgoing;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.SendException;
import io.keyline.hub.SendException.Outcome;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Gives {@link Outgoing} messages to a provider, each on the thread that calls. Fails with {@link SendException}. */
final class ProviderProducer extends DefaultProducer {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final long A_DAY = Duration.ofDays(1).toSeconds();

    private final ProviderEndpoint endpoint;
    private final SendingOptions options;
    private final RequestTemplate template;
    private final AnswerReader answers;
    private final String[] alphabet;
    private HttpClient client;
    private String url = "";

    ProviderProducer(ProviderEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        options = endpoint.getSending();
        template = new RequestTemplate(options);
        answers = new AnswerReader(options);
        alphabet = options.getAlphabet().split(",", -1);
        if (alphabet.length != 2 || options.getLongest() < 1 || options.getTimeout() < 1) {
            throw new IllegalArgumentException("sms-http:" + endpoint.getConnection() + ": alphabet should be two words, longest and timeout above 0");
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        // not HTTP/2: over plain HTTP the JDK would ask old gateways to upgrade
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build();
        WebServer web = endpoint.getCamelContext().getRegistry().lookupByNameAndType("web", WebServer.class);
        url = web == null ? "" : web.url().toString();
    }

    @Override
    protected void doStop() throws Exception {
        if (client != null) {
            client.shutdownNow();
        }
        super.doStop();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Outgoing message = exchange.getMessage().getMandatoryBody(Outgoing.class);
        List<String> pieces = Pieces.of(message.text(), options.getLongest());
        int reference = pieces.size() == 1 ? 0 : message.parts().reference();
        List<Integer> sent = message.partsSent().stream().map(PartSent::number).toList();
        for (int number = 1; number <= pieces.size(); number++) {
            if (!sent.contains(number)) {
                send(message, pieces.get(number - 1), new PartSent(number, pieces.size(), reference, endpoint.getConnection(), null));
            }
        }
    }

    private void send(Outgoing message, String text, PartSent part) throws SendException {
        String id = part.total() == 1 ? Long.toString(message.id()) : message.id() + "-" + part.number();
        var request = template.with(values(message, text, id));
        message.parts().writing(part.number());
        HttpResponse<String> answer = exchange(request);
        Verdict verdict = answers.verdict(answer.statusCode(), answer.body());
        if (verdict != Verdict.ACCEPTED) {
            String code = answers.code(answer.statusCode(), answer.body());
            boolean isUnknown = verdict == Verdict.REFUSED && answers.isUnknownAddress(code);
            throw new SendException(isUnknown ? Outcome.UNKNOWN_ADDRESS : verdict.outcome(), code,
                    endpoint.getConnection() + " answered with status " + answer.statusCode(), null);
        }
        accepted(message, part, answers.ids(answer.body()), id);
    }

    /** A provider that cuts a text by itself gives each part its id: then these are the parts, unless we have cut it before. */
    private static void accepted(Outgoing message, PartSent part, List<String> ids, String ours) {
        if (part.total() > 1 || ids.size() < 2) {
            message.parts().sent(new PartSent(part.number(), part.total(), part.reference(), part.connection(), ids.isEmpty() ? ours : ids.getFirst()));
            return;
        }
        for (int number = 1; number <= ids.size(); number++) {
            message.parts().sent(new PartSent(number, ids.size(), 0, part.connection(), ids.get(number - 1)));
        }
    }

    private Map<String, String> values(Outgoing message, String text, String id) {
        long left = message.expiresAt() == null ? A_DAY : Math.max(1, Duration.between(Instant.now(), message.expiresAt()).toSeconds());
        return Map.of("from", message.from(), "from.digits", digits(message.from()), "to", message.to(), "to.digits", digits(message.to()),
                "text", text, "id", id, "url", url, "alphabet", alphabet[SmsSize.of(text).gsm() ? 0 : 1], "validity", Long.toString(left));
    }

    /** Many providers want numbers without their plus. */
    private static String digits(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }

    /** Not client.send: the time that it takes ends with the answer's headers. */
    private HttpResponse<String> exchange(java.net.http.HttpRequest request) throws SendException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, FirstBytes.asText());
        try {
            return answer.get(options.getTimeout(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw lost(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new SendException(Outcome.UNCERTAIN, "no answer in time", endpoint.getConnection() + " did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SendException(Outcome.UNCERTAIN, "interrupted", endpoint.getConnection() + " was not waited for", e);
        }
    }

    private SendException lost(Throwable cause) {
        boolean neverThere = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException;
        // not NOT_CONNECTED: the route may have other providers, which go on
        return new SendException(neverThere ? Outcome.RETRY_LATER : Outcome.UNCERTAIN, neverThere ? "unreachable" : "connection lost",
                endpoint.getConnection() + ": " + cause, cause);
    }
}
