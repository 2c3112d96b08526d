package io.keyline.channel.web;

import io.keyline.channel.http.WebServer;
import io.keyline.hub.Arrival;
import io.keyline.hub.Hub;
import io.keyline.hub.Outgoing;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Jdbi;

/** The portal, put together: closed until a route opens it. Bound in Camel's registry. */
public final class Portal {

    static final String CHANNEL = "web";
    static final String PATH = "/portal";

    private final WebServer web;
    private final Hub hub;
    private final Jdbi jdbi;
    private final Codes codes;
    private final Offers offers;
    private final LongConsumer viewer = this::arrivedElsewhere;
    private Api api;
    private volatile Streams streams;

    public Portal(WebServer web, Hub hub, Jdbi jdbi, Codes codes, Offers offers) {
        this.web = web;
        this.hub = hub;
        this.jdbi = jdbi;
        this.codes = codes;
        this.offers = offers;
    }

    /**
     * Serves from now on.
     *
     * @param connection names the route to the hub
     * @param route      takes a message in, and completes when that is committed
     * @throws IllegalStateException if another route has opened it
     */
    synchronized void open(String connection, Function<Arrival.Text, CompletableFuture<Void>> route) {
        if (api != null) {
            throw new IllegalStateException("the portal is taken by another route");
        }
        Sessions sessions = new Sessions(jdbi, hub.time(), "https".equals(web.url().getScheme()));
        Customers customers = new Customers(jdbi, offers);
        Streams opened = new Streams(web, jdbi, hub.time(), sessions);
        Posts posts = new Posts(hub, jdbi, customers, connection, text -> route.apply(text).thenRun(() -> opened.wake(text.from())));
        api = new Api(sessions, new SignIn(codes, offers, sessions, customers), customers, posts);
        api.mount(web);
        Page.mount(web);
        opened.open();
        streams = opened;
        hub.view(viewer);
    }

    synchronized void close() {
        if (api == null) {
            return;
        }
        Page.unmount(web);
        api.unmount(web);
        hub.viewNoMore(viewer);
        streams.close();
        streams = null;
        api = null;
    }

    /** A message is stored and may be seen: whoever listens is to see it now. */
    void arrived(Outgoing message) {
        Streams listening = streams;
        if (listening != null) {
            listening.wake(message.to(), message.id());
        }
        hub.shown(message.id());
    }

    private void arrivedElsewhere(long message) {
        Streams listening = streams;
        if (listening != null) {
            listening.wake(message);
        }
    }

    Api api() {
        return api;
    }
}
