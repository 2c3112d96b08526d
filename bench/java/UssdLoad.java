import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A USSD gateway under load: each request is the first of a session of another customer, and so many wait for their screen at once.
 * UssdLoad URL FIRST-NUMBER TEXT EXPECTED SESSIONS-AT-ONCE COUNT... makes as many runs as counts, and prints a line of JSON for each.
 */
public final class UssdLoad {

    private final Vertx vertx = Vertx.vertx();
    private final URI url;
    private final String text;
    private final String expected;
    private final int atOnce;
    private final HttpClient client;
    private long number;

    private UssdLoad(String[] arguments) {
        url = URI.create(arguments[0]);
        number = Long.parseLong(arguments[1]);
        text = URLEncoder.encode(arguments[2], StandardCharsets.UTF_8);
        expected = arguments[3];
        atOnce = Integer.parseInt(arguments[4]);
        client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(atOnce).setDefaultHost(url.getHost()).setDefaultPort(url.getPort()));
    }

    public static void main(String[] arguments) throws Exception {
        UssdLoad load = new UssdLoad(arguments);
        for (String count : Arrays.asList(arguments).subList(5, arguments.length)) {
            load.run(Integer.parseInt(count));
        }
        load.vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** One run. */
    private void run(int count) throws InterruptedException {
        long[] nanos = new long[count];
        AtomicInteger next = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(count);
        long first = number;
        number += count;
        long begin = System.nanoTime();
        for (int i = 0; i < Math.min(atOnce, count); i++) {
            dial(first, next, nanos, wrong, left);
        }
        left.await();
        double seconds = (System.nanoTime() - begin) / 1e9;
        Arrays.sort(nanos);
        System.out.printf(java.util.Locale.ROOT, "{\"requests\": %d, \"perSecond\": %.0f, \"p50\": %.1f, \"p95\": %.1f, \"p99\": %.1f, \"max\": %.1f, \"wrong\": %d}%n",
                count, count / seconds, at(nanos, 0.50), at(nanos, 0.95), at(nanos, 0.99), at(nanos, 1), wrong.get());
    }

    private static double at(long[] sorted, double part) {
        return sorted[Math.min(sorted.length - 1, (int) (part * sorted.length))] / 1e6;
    }

    private void dial(long first, AtomicInteger next, long[] nanos, AtomicInteger wrong, CountDownLatch left) {
        int mine = next.getAndIncrement();
        if (mine >= nanos.length) {
            return;
        }
        String form = "sessionId=bench" + (first + mine) + "&serviceCode=*123%23&phoneNumber=%2B" + (first + mine) + "&networkCode=1&text=" + text;
        long begin = System.nanoTime();
        client.request(HttpMethod.POST, url.getPath())
                .compose(request -> request.putHeader("Content-Type", "application/x-www-form-urlencoded").send(Buffer.buffer(form)))
                .compose(response -> response.body().map(body -> response.statusCode() == 200 && body.toString().startsWith("END")
                        && body.toString().contains(expected)))
                .onComplete(right -> {
                    nanos[mine] = System.nanoTime() - begin;
                    if (!right.succeeded() || !right.result()) {
                        wrong.incrementAndGet();
                    }
                    left.countDown();
                    dial(first, next, nanos, wrong, left);
                });
    }
}
