package io.keyline.backoffice;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Request and reply with a web service, by the contract of docs/back-office.md. The JDK's client: it holds a connection for a call and no thread,
 * and nothing besides one selector thread runs while thousands wait. A call fails with {@link TryAgainException} where another attempt may help.
 */
public final class HttpBackOffice implements BackOffice {

    private static final Duration TO_CONNECT = Duration.ofSeconds(5);

    /**
     * @param url           the operation follows after a slash
     * @param authorization the header's value; null for none
     * @param timeout       for an answer; a call's deadline may come before
     */
    public record Place(URI url, String authorization, Duration timeout) {
    }

    private final Callers callers = new Callers();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TO_CONNECT).build();
    private final Place place;
    private volatile URI callback;
    private volatile boolean connected = true;

    public HttpBackOffice(Place place) {
        this.place = place;
    }

    /** From here on the system may answer 202, and bring the reply there when it has it. */
    void callback(URI url) {
        callback = url;
    }

    @Override
    public CompletableFuture<Reply> call(Request request) {
        return callers.call(request, this::send);
    }

    private boolean send(Request request) {
        var exchange = client.sendAsync(message(request), LimitedText.handler());
        // not HttpRequest.timeout, which ends with the answer's headers
        exchange.copy().orTimeout(patience(request).toMillis(), TimeUnit.MILLISECONDS).whenComplete((answer, failure) -> {
            if (answer != null) {
                answered(request.key(), answer);
            } else {
                exchange.cancel(true);
                failed(request.key(), failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
            }
        });
        return true;
    }

    private HttpRequest message(Request request) {
        var message = HttpRequest.newBuilder(URI.create(place.url() + "/" + request.operation())).header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json").header("Idempotency-Key", request.key())
                .POST(BodyPublishers.ofString(Contract.write(request)));
        if (place.authorization() != null) {
            message.header("Authorization", place.authorization());
        }
        if (request.trace() != null) {
            message.header(Request.TRACEPARENT, request.trace());
        }
        if (callback != null) {
            message.header("Keyline-Callback", callback.toString());
        }
        return message.build();
    }

    private Duration patience(Request request) {
        var left = Duration.between(Instant.now(), request.deadline());
        return left.compareTo(place.timeout()) < 0 ? left : place.timeout();
    }

    private void answered(String key, HttpResponse<String> answer) {
        connected = true;
        if (answer.statusCode() == 202 && callback != null) {
            return; // the answer comes by itself, or the deadline
        }
        try {
            callers.answer(HttpAnswers.read(key, answer));
        } catch (TryAgainException e) {
            callers.fail(key, e);
        }
    }

    private void failed(String key, Throwable cause) {
        connected = cause instanceof TimeoutException;
        callers.fail(key, HttpAnswers.failure(key, cause));
    }

    /** A reply came by another way. @return false if nobody waits for it */
    boolean answer(Reply reply) {
        return callers.answer(reply);
    }

    /** Whether the last call reached it. */
    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public void close() {
        callers.close();
        client.shutdownNow();
        callers.forgetAll();
    }
}
