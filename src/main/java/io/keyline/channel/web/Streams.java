package io.keyline.channel.web;

import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.WebServer;
import io.keyline.hub.Time;
import io.keyline.store.Ids;
import io.keyline.store.PortalEntry;
import io.keyline.store.PortalSql;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What arrives for customers, as it arrives: one thread reads for all browsers that listen. What a stream sends comes from the
 * database; that something was sent only wakes it, and once a second it looks by itself, for other channels and other hubs.
 */
final class Streams implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final String PATH = Api.ROOT + "/events";
    private static final int PAGE = 100;
    private static final int MOST = 5_000;
    /** More than a browser opens; whoever changes networks leaves some behind that nobody has noticed yet. */
    private static final int MOST_A_SESSION = 8;
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Something came for the customer with this address, null if that is still to be read: the message with this id, or later ones. */
    private record Woken(String address, long id) {
    }

    private final WebServer web;
    private final Jdbi jdbi;
    private final Time time;
    private final Sessions sessions;
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Woken> woken = new LinkedBlockingQueue<>();
    private final Thread reader = Thread.ofPlatform().name("portal-streams").daemon().unstarted(this::read);
    private Route route;
    private long lastTick = System.nanoTime();

    Streams(WebServer web, Jdbi jdbi, Time time, Sessions sessions) {
        this.web = web;
        this.jdbi = jdbi;
        this.time = time;
        this.sessions = sessions;
    }

    void open() {
        route = web.router().get(PATH).handler(context -> web.threads().execute(() -> begin(context)));
        reader.start();
    }

    /** Something may have come for the customer with this address. */
    void wake(String address) {
        wake(address, Long.MAX_VALUE);
    }

    /** As {@link #wake(String)}, with the id of a message that is to be seen only now, however old it is. */
    void wake(String address, long id) {
        woken.add(new Woken(address, id));
    }

    /** As {@link #wake(String, long)}, where only the message is known. */
    void wake(long id) {
        wake(null, id);
    }

    private void begin(RoutingContext context) {
        try {
            String cookies = Optional.ofNullable(context.request().getHeader("Cookie")).orElse("");
            String address = sessions.address(cookies, false).orElseThrow(() -> Problem.of(401, "nobody is signed in"));
            if (streams.size() >= MOST) {
                throw Problem.later(503, 10, "too many listen");
            }
            begin(context.response(), new Stream(context.response(), sessions.name(cookies).orElseThrow(), address, last(context)));
        } catch (Problem e) {
            refuse(context, e);
        } catch (RuntimeException e) {
            LOG.warn("a stream cannot begin: {}", e.getClass().getSimpleName());
            refuse(context, Problem.later(503, 2, "that cannot be done now, try again"));
        }
    }

    /** Where the browser is: it says so itself when it comes again; the first time the page says up to where it has read. */
    private long last(RoutingContext context) {
        String last = Optional.ofNullable(context.request().getHeader("Last-Event-ID")).orElse(context.request().getParam("after"));
        return last == null ? Ids.floor(time.instant()) : Visit.id("after", last);
    }

    private static void refuse(RoutingContext context, Problem problem) {
        HttpAnswer answer = problem.answer();
        answer.headers().forEach(context.response()::putHeader);
        context.response().setStatusCode(answer.status()).putHeader("Content-Type", answer.type())
                .end(Buffer.buffer(answer.body()));
    }

    private void begin(HttpServerResponse response, Stream stream) {
        response.closeHandler(closed -> streams.remove(stream));
        response.exceptionHandler(failure -> streams.remove(stream));
        response.setChunked(true).putHeader("Content-Type", "text/event-stream").putHeader("X-Accel-Buffering", "no");
        stream.write("retry: 2000\n\n");
        List<Stream> before = streams.stream().filter(other -> other.session().equals(stream.session())).toList();
        if (before.size() >= MOST_A_SESSION) {
            before.getFirst().close();
        }
        streams.add(stream);
        wake(stream.address());
    }

    private void read() {
        try {
            while (true) {
                read(awaitNews());
            }
        } catch (InterruptedException e) {
            LOG.debug("closed");
        }
    }

    private void read(List<Woken> heard) {
        try {
            streams.removeIf(Stream::isClosed);
            List<Woken> news = addressed(heard);
            news.forEach(one -> of(one.address).forEach(stream -> stream.lookBack(one.id)));
            send(isTick() ? streams : news.stream().map(Woken::address).distinct().flatMap(address -> of(address).stream()).toList());
        } catch (RuntimeException e) {
            LOG.warn("streams cannot be read for now: {}", e.getClass().getSimpleName());
        }
    }

    private List<Woken> addressed(List<Woken> heard) {
        List<Long> unknown = streams.isEmpty() ? List.of() : heard.stream().filter(one -> one.address == null).map(Woken::id).toList();
        List<Woken> news = new ArrayList<>(heard.stream().filter(one -> one.address != null).toList());
        if (!unknown.isEmpty()) {
            jdbi.withHandle(handle -> PortalSql.addresses(handle, unknown)).forEach((id, address) -> news.add(new Woken(address, id)));
        }
        return news;
    }

    private List<Stream> of(String address) {
        return streams.stream().filter(stream -> stream.address().equals(address)).toList();
    }

    /** Waits for news, but not beyond the next tick while anybody listens. */
    private List<Woken> awaitNews() throws InterruptedException {
        long left = TICK_NANOS - (System.nanoTime() - lastTick);
        Woken first = streams.isEmpty() ? woken.take() : woken.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
        List<Woken> news = new ArrayList<>();
        if (first != null) {
            news.add(first);
            woken.drainTo(news);
        }
        return news;
    }

    private boolean isTick() {
        boolean tick = System.nanoTime() - lastTick >= TICK_NANOS;
        lastTick = tick ? System.nanoTime() : lastTick;
        return tick;
    }

    private void send(Collection<Stream> due) {
        due.stream().filter(Stream::isStuck).forEach(Stream::close);
        due.forEach(Stream::beat);
        List<Stream> ready = due.stream().filter(stream -> !stream.isFull()).toList();
        if (ready.isEmpty()) {
            return;
        }
        Map<Integer, List<PortalEntry>> news = jdbi.withHandle(handle -> PortalSql.news(handle,
                ready.stream().map(stream -> new PortalSql.Since(stream.session(), stream.since())).toList(), PAGE, time.instant()));
        IntStream.range(0, ready.size()).forEach(place -> send(ready.get(place), news.get(place)));
    }

    private void send(Stream stream, List<PortalEntry> entries) {
        if (entries == null) {
            streams.remove(stream);
            stream.end();
        } else if (stream.send(entries, PAGE)) {
            wake(stream.address());
        }
    }

    /** How many browsers listen. */
    int size() {
        return streams.size();
    }

    @Override
    public void close() {
        route.remove();
        reader.interrupt();
        streams.forEach(Stream::close);
    }
}
