package io.keyline.backoffice;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** What an answer of a web service means: a reply, or that it may be tried again. */
final class HttpAnswers {

    private static final Set<String> OF_THE_PROBLEM = Set.of("type", "title", "status", "detail", "instance");
    private static final Pattern REASON = Pattern.compile("[a-z0-9-]{1,60}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,5}");

    private HttpAnswers() {
    }

    /**
     * @return the reply
     * @throws TryAgainException it may be tried again: the system has certainly not taken it (429, 503, or 502 and 504 with Retry-After), or that is
     *                           not known (500, 502, 504, 408)
     */
    static Reply read(String key, HttpResponse<String> answer) throws TryAgainException {
        var status = answer.statusCode();
        if (status == 204) {
            return new Reply(key, Reply.Status.OK, null, Map.of());
        }
        if (status >= 200 && status < 300) {
            return ReplyReader.read(key, answer.body());
        }
        var failed = new Reply(key, Reply.Status.FAILED, "HTTP " + status, Map.of());
        if (status == 408 || status == 429 || status >= 500) {
            var after = retryAfter(answer);
            throw new TryAgainException(status == 429 || status == 503 || after != null && (status == 502 || status == 504), after, failed);
        }
        return status >= 400 && status != 401 && status != 407 && isProblem(answer) ? refused(key, answer.body(), failed) : failed;
    }

    /** @return what a call comes to whose connection failed */
    static TryAgainException failure(String key, Throwable cause) {
        boolean untouched = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException;
        var reason = untouched ? "unreachable" : cause instanceof TimeoutException ? "no answer in time" : "connection lost";
        return new TryAgainException(untouched, null, new Reply(key, Reply.Status.FAILED, reason, Map.of()));
    }

    /** Seconds, of which more than a day is none of our business; a date (RFC 9110) is not read: the usual pause will do. */
    private static Duration retryAfter(HttpResponse<String> answer) {
        return answer.headers().firstValue("Retry-After").filter(SECONDS.asMatchPredicate()).map(Long::parseLong).map(Duration::ofSeconds).orElse(null);
    }

    private static boolean isProblem(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
    }

    /** A problem (RFC 9457) that has a type is a business answer: the end of its type is the reason, what it adds is the data. */
    private static Reply refused(String key, String body, Reply otherwise) {
        try {
            var problem = Contract.read(body);
            var type = String.valueOf(problem.get("type"));
            var reason = type.substring(Math.max(type.lastIndexOf('/'), type.lastIndexOf(':')) + 1);
            if (!(problem.get("type") instanceof String) || type.equals("about:blank") || !REASON.matcher(reason).matches()) {
                return otherwise;
            }
            var data = new LinkedHashMap<>(problem);
            data.keySet().removeAll(OF_THE_PROBLEM);
            return new Reply(key, Reply.Status.REFUSED, reason, data);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
