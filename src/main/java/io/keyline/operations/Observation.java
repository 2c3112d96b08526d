package io.keyline.operations;

import io.keyline.backoffice.BackOffice;
import io.keyline.backoffice.BackOffices;
import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.WebServer;
import io.keyline.channel.sms.Bind;
import io.keyline.channel.sms.LinkState;
import io.keyline.hub.Counts;
import io.keyline.hub.Hub;
import io.keyline.hub.Membership;
import io.keyline.hub.Traces;
import io.keyline.hub.Traffic;
import io.keyline.publish.Publisher;
import io.keyline.store.Database;
import io.keyline.store.HubSql;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Shows how a hub is, by HTTP on a port of its own that is not for the outside. It is there before all else and goes last, so that it
 * can say what is missing.
 */
public final class Observation implements AutoCloseable {

    private static final long LEAST_ROOM = 512L << 20;

    private final WebServer server;
    private final Health health = new Health();
    private final Measures measures = new Measures();
    private volatile Membership membership;
    private final Counts counts = new Counts(measures.registry());
    private Tracing tracing;

    private Observation(WebServer server) {
        this.server = server;
    }

    /**
     * Begins to answer.
     *
     * @param port 0: any free one
     * @throws IllegalStateException if the port is taken
     */
    public static Observation start(String host, int port) throws Exception {
        try {
            Observation observation = new Observation(WebServer.start(host, port, null));
            observation.serve();
            return observation;
        } catch (IllegalStateException e) {
            throw new IllegalStateException("health and metrics cannot be served on " + host + ":" + port
                    + ": set management.host and management.port, or end the program that has that port", e);
        }
    }

    private void serve() {
        serve("/observe/health", () -> json(health.whole()));
        serve("/observe/health/live", () -> json(health.live()));
        serve("/observe/health/ready", () -> json(health.ready()));
        serve("/observe/metrics", () -> HttpAnswer.of(200, "text/plain; version=0.0.4", measures.scrape()));
    }

    private void serve(String path, Supplier<HttpAnswer> answer) {
        server.add(path, Set.of("GET"), request -> CompletableFuture.completedFuture(answer.get()));
    }

    private static HttpAnswer json(Health.Report report) {
        return HttpAnswer.of(report.up() ? 200 : 503, "application/json", report.json());
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    public Counts counts() {
        return counts;
    }

    public void database(Database database) {
        database.measure(measures.registry());
        health.add(new Check("database", true, () -> membership != null && membership.isHeld() ? Optional.empty()
                : Optional.of("PostgreSQL does not answer, or this hub could not renew its lease")));
        measures.before(new Backlog(database.jdbi(), measures.registry()));
    }

    /** This hub among those that share the database. */
    public void membership(Membership joined) {
        membership = joined;
        Gauge.builder("keyline.hubs", () -> joined.peers().stream().filter(HubSql.Peer::living).count())
                .description("hubs that share the database and live, as this one sees it").register(measures.registry());
    }

    /** What this hub has of what they share. */
    public void sharing(Hub hub) {
        Gauge.builder("keyline.buckets.owned", hub::bucketsOwned).description("how many of the 256 buckets of customers are this hub's")
                .register(measures.registry());
        FunctionCounter.builder("keyline.buckets.given", hub, Hub::bucketsGiven).description("buckets that it has given to other hubs")
                .register(measures.registry());
        FunctionCounter.builder("keyline.hubs.buried", hub, Hub::hubsBuried)
                .description("hubs that did not renew their lease, and from which it has taken over").register(measures.registry());
    }

    /** The ways by which messages leave. */
    public void ways(Supplier<List<Traffic>> traffic) {
        WaysOut ways = new WaysOut(traffic);
        measures.before(ways.measured(measures.registry()));
        health.add(new Check("ways out", false, ways::wrong));
    }

    /** From now on steps of messages are sent to this collector. */
    public void trace(TracingSettings settings, Database database) {
        tracing = Tracing.start(settings, database.jdbi(), measures.registry());
        counts.tell(tracing.traces());
    }

    /** What names steps of traces to others; empty while none are made. */
    public Optional<Traces> traces() {
        return Optional.ofNullable(tracing).map(Tracing::traces);
    }

    /** Returns what asks these back offices, and counts it. */
    public Function<Request, CompletableFuture<Reply>> backOffices(BackOffices backOffices) {
        BackOffice own = backOffices.ways().get(BackOffices.OWN);
        Gauge.builder("keyline.broker.up", () -> own.connected() ? 1 : 0).description("1 if the broker of the back office is connected")
                .register(measures.registry());
        health.add(new Check(BackOffices.OWN, false, () -> own.connected() ? Optional.empty()
                : Optional.of("the broker is away; requests to the back office wait until their deadline")));
        health.add(new Check("back offices", false, () -> new Systems(backOffices).wrong()));
        measures.before(new Systems(backOffices).measured(measures.registry()));
        return new Calls(backOffices::call, counts, traces());
    }

    /** What leaves for brokers. */
    public void publisher(Publisher publisher) {
        Gauge.builder("keyline.events.stopped", () -> publisher.isStopped() ? 1 : 0).description("1 if too many events wait and no more are written")
                .register(measures.registry());
        health.add(new Check("publisher", false, publisher::obstacle));
    }

    /** The connections of all routes that run. */
    public void connections(Supplier<Collection<Bind>> binds) {
        measures.connections(binds);
        health.add(new Check("smpp", false, () -> Optional.of(binds.get().stream().map(Bind::status)
                .filter(bind -> bind.state() != LinkState.BOUND).map(Observation::described).collect(Collectors.joining("; ")))
                .filter(wrong -> !wrong.isEmpty())));
    }

    private static String described(Bind.Status bind) {
        return bind.role() + " " + bind.connection() + " to " + bind.address() + " is " + bind.state() + " since " + bind.since()
                + (bind.error() == null ? "" : ": " + bind.error());
    }

    /** What operators wrote and does not run, because something is wrong with it: words by file. */
    public void deployments(Supplier<Map<String, List<String>>> refused) {
        Gauge.builder("keyline.files.refused", () -> refused.get().size()).description("files in the directories that are wrong, and do not run")
                .register(measures.registry());
        health.add(Check.told("deployments", () -> Optional.of(refused.get().values().stream().flatMap(List::stream).distinct()
                .collect(Collectors.joining("; "))).filter(words -> !words.isEmpty()).map(words -> "not deployed, what ran runs on: " + words)));
    }

    /** The directory of what must survive. */
    public void disk(Path data) {
        Gauge.builder("keyline.disk.free.bytes", () -> (double) data.toFile().getUsableSpace()).description("room for data.directory")
                .register(measures.registry());
        health.add(new Check("disk", true, () -> {
            if (!Files.isWritable(data)) {
                return Optional.of("the data directory cannot be written");
            }
            long room = Files.getFileStore(data).getUsableSpace();
            return room >= LEAST_ROOM ? Optional.empty() : Optional.of("only " + (room >> 20) + " MiB are left for the data directory");
        }));
    }

    public void web(WebServer web) {
        web.onRefusal((path, status) -> counts.refused(path, Integer.toString(status)));
    }

    /** The routes run: messages may come. */
    public void running() {
        health.running();
    }

    /** The hub is about to stop: no messages should come any more. */
    public void draining() {
        health.draining();
    }

    @Override
    public void close() {
        if (tracing != null) {
            tracing.close();
        }
        server.close();
        measures.close();
    }
}
