package io.keyline.channel.http;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.BindException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server for the outside. Not platform-http: that one holds one of twenty threads for each request until it is answered
 * (facts of Camel, A6), and here hundreds of customers wait for a back office at once, with no thread each.
 */
public final class WebServer implements AutoCloseable {

    /** In bytes; what is longer is refused before it is read. */
    public static final int LARGEST_BODY = 64 * 1024;
    private static final int IDLE_SECONDS = 60;
    private static final Pattern IP = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private record Place(Set<String> methods, Webhook webhook) {
    }

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2)
            .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final Router router = Router.router(vertx);
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final ExecutorService threads = newThreads();
    private final URI publicUrl;
    private final Proxies proxies;
    private HttpServer server;
    private volatile BiConsumer<String, Integer> refusals = (path, status) -> { };

    private WebServer(URI publicUrl, Proxies proxies) {
        this.publicUrl = publicUrl;
        this.proxies = proxies;
    }

    /** Who reads the database on the way waits for it; only from JDK 24 on virtual threads can do that in any library. */
    private static ExecutorService newThreads() {
        return Runtime.version().feature() >= 24 ? Executors.newVirtualThreadPerTaskExecutor()
                : Executors.newFixedThreadPool(64, Thread.ofPlatform().name("web-", 0).daemon().factory());
    }

    /** Starts to serve, without a proxy before it. */
    public static WebServer start(String host, int port, URI publicUrl) throws Exception {
        return start(host, port, publicUrl, Proxies.of(Set.of()));
    }

    /**
     * Starts to serve.
     *
     * @param port      0: any free one
     * @param publicUrl how the outside reaches this server, without path; null: as it listens
     * @param proxies   who may name the caller (X-Forwarded-For)
     * @throws IllegalStateException if the port is taken
     */
    public static WebServer start(String host, int port, URI publicUrl, Proxies proxies) throws Exception {
        WebServer web = new WebServer(publicUrl, proxies);
        try {
            web.listen(host, port);
            return web;
        } catch (Exception e) {
            web.close();
            throw e;
        }
    }

    private void listen(String host, int port) throws Exception {
        router.route().handler(context -> {
            context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "no-store");
            if (context.request().method() == HttpMethod.GET) {
                context.request().headers().remove("Content-Type"); // some say that it is a form, for which Vert.x answers 500
            }
            context.next();
        });
        router.route().last().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY)
                        .setMergeFormAttributes(false)) // merging fails where nobody catches it if the query is badly encoded: no answer at all
                .handler(this::take)
                .failureHandler(context -> end(context, HttpAnswer.empty(context.statusCode() < 400 ? 500 : context.statusCode())));
        HttpServerOptions options = new HttpServerOptions().setHost(host).setPort(port).setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(8 * 1024).setMaxHeaderSize(16 * 1024);
        try {
            server = vertx.createHttpServer(options).requestHandler(router).listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof BindException ? new IllegalStateException("the web server cannot listen on " + host + ":" + port
                    + ": set web.host and web.port, or end the program that has that port") : e;
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** How the outside reaches this server, without path. */
    public URI url() {
        return publicUrl != null ? publicUrl : URI.create("http://127.0.0.1:" + port());
    }

    /** For what is more than a request and its answer: a stream of events, files of a page. */
    public Router router() {
        return router;
    }

    /** Where to wait on the way, off the event loop. */
    public ExecutorService threads() {
        return threads;
    }

    /**
     * Takes the requests of a path from now on.
     *
     * @throws IllegalStateException if another route has that path
     */
    public void add(String path, Set<String> methods, Webhook webhook) {
        if (places.putIfAbsent(path, new Place(methods, webhook)) != null) {
            throw new IllegalStateException("the path " + path + " is taken by another route");
        }
    }

    public void remove(String path) {
        places.remove(path);
    }

    /**
     * Who counts what is refused, by the first segment of its path and the status from 400 on. A path that no route has is
     * {@code other}: a name that a stranger thought of tells nothing.
     */
    public void onRefusal(BiConsumer<String, Integer> counter) {
        refusals = counter;
    }

    private void take(RoutingContext context) {
        Place place = places.get(context.request().path());
        if (place == null) {
            end(context, HttpAnswer.empty(404));
        } else if (!place.methods.contains(context.request().method().name())) {
            end(context, HttpAnswer.empty(405));
        } else {
            HttpRequest request = request(context);
            threads.execute(() -> answer(place.webhook, request, context));
        }
    }

    private void answer(Webhook webhook, HttpRequest request, RoutingContext context) {
        try {
            webhook.answer(request).whenComplete((answer, failure) -> end(context, failure == null ? answer : unanswered(request, failure)));
        } catch (RuntimeException | Error e) {
            end(context, unanswered(request, e));
        }
    }

    /** The caller asks again, and learns nothing of why. */
    private static HttpAnswer unanswered(HttpRequest request, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.warn("{} {} cannot be answered now: {}", request.method(), path(request), cause.toString());
        return HttpAnswer.empty(503);
    }

    /** A path may hold the secret of a provider, and a query a customer's number: only what tells operators which route it was. */
    private static String path(HttpRequest request) {
        String path = request.url().replaceFirst("^https?://[^/?]*", "").replaceFirst("\\?.*", ""); // not URI: what callers send need not be one
        return path.indexOf('/', 1) < 0 ? path : path.substring(0, path.indexOf('/', 1)) + "/...";
    }

    private String known(String path) {
        return places.containsKey(path) ? segment(path) : "other";
    }

    private static String segment(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? path : path.substring(0, end);
    }

    private HttpRequest request(RoutingContext context) {
        Map<String, String> headers = new HashMap<>();
        context.request().headers().forEach(header -> headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        Buffer body = context.body().buffer();
        return new HttpRequest(context.request().method().name(), url() + context.request().uri(), pairs(context.queryParams()),
                context.request().method() == HttpMethod.GET ? List.of() : pairs(context.request().formAttributes()), headers,
                body == null ? new byte[0] : body.getBytes(), remote(context.request()));
    }

    /** Each proxy adds whom it got the request from at the end: that is the caller, unless it is a proxy of ours again. */
    private String remote(HttpServerRequest request) {
        String caller = request.remoteAddress().hostAddress();
        List<String> named = List.of(String.join(",", request.headers().getAll("X-Forwarded-For")).split("\\s*,\\s*"));
        for (String before : named.reversed()) {
            if (!proxies.contains(caller) || !IP.matcher(before).matches()) {
                break;
            }
            caller = before;
        }
        return caller;
    }

    private static List<Map.Entry<String, String>> pairs(MultiMap map) {
        return map.entries().stream().map(entry -> Map.entry(entry.getKey(), entry.getValue())).toList();
    }

    private void end(RoutingContext context, HttpAnswer answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (answer.status() >= 400) {
            refusals.accept(known(context.request().path()), answer.status());
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (answer.type() != null) {
            response.putHeader("Content-Type", answer.type());
        }
        response.end(Buffer.buffer(answer.body()));
    }

    /** Returns when no request is taken any more. */
    @Override
    public void close() {
        threads.shutdown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
