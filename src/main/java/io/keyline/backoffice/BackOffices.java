package io.keyline.backoffice;

import io.keyline.channel.http.WebServer;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** All systems of the back office, each reached as the {@link Plan} says: what the hub calls. */
public final class BackOffices implements AutoCloseable {

    /** The name of the way that the plan does not name: the hub's own broker. */
    public static final String OWN = "broker";

    /** @param gate null: no limits */
    private record Route(BackOffice way, boolean idempotent, Gate gate) {
    }

    private final Plan plan;
    private final Unclaimed unclaimed;
    private final Map<String, BackOffice> ways = new LinkedHashMap<>();
    private final Map<String, Gate> gates = new TreeMap<>();
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    /**
     * Starts at once, whether the brokers are there or not.
     *
     * @param own for what the plan does not say how to reach; closed with this
     * @param hub this hub's number
     */
    public BackOffices(Plan plan, BackOffice own, int hub, Unclaimed unclaimed) {
        this.plan = plan;
        this.unclaimed = unclaimed;
        ways.put(OWN, own);
        plan.ways().forEach((name, way) -> ways.put(name, opened(way, hub, unclaimed.of(name))));
        plan.treatments().forEach((name, treatment) -> {
            if (treatment.hasLimits()) {
                gates.put(name, new Gate(name, treatment.limits(isHttp(name) ? Plan.Usual.HTTP_PLACES : Limits.UNLIMITED)));
            }
        });
        plan.ways().forEach((name, way) -> {
            if (way instanceof Plan.Http) {
                gates.putIfAbsent(name, new Gate(name, new Limits(Plan.Usual.HTTP_PLACES, null)));
            }
        });
    }

    private static BackOffice opened(Plan.Way way, int hub, Unclaimed unclaimed) {
        return switch (way) {
            case Plan.Jms jms -> new JmsBackOffice(Brokers.connectionFactory(jms.url(), jms.user(), jms.password()), jms.prefix(), hub, unclaimed);
            case Plan.Kafka kafka -> new KafkaBackOffice(kafka.brokers(), kafka.properties(), kafka.prefix(), hub, unclaimed);
            case Plan.Http http -> new HttpBackOffice(http.place());
        };
    }

    private boolean isHttp(String operation) {
        return plan.by(operation).map(plan.ways()::get).filter(Plan.Http.class::isInstance).isPresent();
    }

    /** As {@link BackOffice#call}, within the limits of its system. */
    public CompletableFuture<Reply> call(Request request) {
        var route = routes.computeIfAbsent(request.operation(), this::route);
        return route.gate == null ? route.way.call(request) : route.gate.call(request, route.way, route.idempotent);
    }

    private Route route(String operation) {
        var by = plan.by(operation).orElse(OWN);
        return new Route(ways.get(by), plan.isIdempotent(operation), gates.get(plan.limitsOf(operation).orElse(by)));
    }

    /** From here on web services may bring replies later, to {@code /back-office/NAME}, where the plan has a secret for that. */
    public void takeCallbacks(WebServer web) {
        plan.ways().forEach((name, way) -> {
            if (way instanceof Plan.Http http && http.callbackSecret() != null) {
                var system = (HttpBackOffice) ways.get(name);
                var path = "/back-office/" + name;
                web.add(path, Set.of("POST"), new Callback(http.callbackSecret(), system, unclaimed));
                system.callback(URI.create(web.url() + path));
            }
        });
    }

    /** Takes the replies to hubs that are gone, too; to those that are named no more it does not. */
    public void standInFor(Set<Integer> hubs) {
        ways.values().forEach(way -> way.standInFor(hubs));
    }

    /** By name; the hub's own broker is {@link #OWN}. */
    public Map<String, BackOffice> ways() {
        return Map.copyOf(ways);
    }

    /** Before the systems and operations that have limits. */
    public Collection<Gate> gates() {
        return List.copyOf(gates.values());
    }

    @Override
    public void close() {
        ways.values().forEach(BackOffice::close);
    }
}
