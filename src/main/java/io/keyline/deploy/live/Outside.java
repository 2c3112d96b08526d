package io.keyline.deploy.live;

import io.keyline.deploy.Plan.Unit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * The routes to channels, brokers and timers. Their context stays; of its routes only those are replaced whose own files changed, so that
 * no connection drops for anything else.
 */
final class Outside implements AutoCloseable {

    private final DefaultCamelContext camel;
    private final Set<Unit> running = new LinkedHashSet<>();

    /** @param camel not started; stopped by {@link #close} */
    Outside(DefaultCamelContext camel) {
        this.camel = camel;
    }

    DefaultCamelContext camel() {
        return camel;
    }

    void start(Collection<Unit> units) throws Exception {
        for (Unit unit : units) {
            RouteContext.add(camel, unit.files(), unit.ids());
        }
        running.addAll(units);
        camel.start();
    }

    /**
     * Stops what goes, then starts what comes. A receiver stops accepting before its successor begins; providers keep messages meanwhile.
     *
     * @throws NotStartedException if one of them does not start; then those before it run again
     */
    void replace(Set<Unit> wanted) throws NotStartedException {
        Deque<Runnable> back = new ArrayDeque<>();
        for (Unit unit : Set.copyOf(running)) {
            if (!wanted.contains(unit)) {
                stop(unit);
                back.push(() -> restart(unit));
            }
        }
        for (Unit unit : wanted) {
            if (!running.contains(unit)) {
                try {
                    start(unit);
                    back.push(() -> stop(unit));
                } catch (Exception e) {
                    stop(unit);
                    back.forEach(Runnable::run);
                    throw new NotStartedException(unit, e);
                }
            }
        }
    }

    /** The ids of the routes that are to run. */
    Set<String> ids() {
        return camel.getRouteDefinitions().stream().filter(route -> !"false".equals(camel.resolvePropertyPlaceholders(route.getAutoStartup())))
                .map(RouteDefinition::getRouteId).collect(Collectors.toSet());
    }

    private void start(Unit unit) throws Exception {
        RouteContext.add(camel, unit.files(), unit.ids());
        running.add(unit);
    }

    private void restart(Unit unit) {
        try {
            start(unit);
        } catch (Exception e) {
            throw new IllegalStateException("the routes " + unit.ids() + ", which ran until now, do not start again", e);
        }
    }

    private void stop(Unit unit) {
        running.remove(unit);
        try {
            camel.removeRouteDefinitions(camel.getRouteDefinitions().stream().filter(route -> unit.ids().contains(route.getRouteId())).toList());
        } catch (Exception e) {
            throw new IllegalStateException("the routes " + unit.ids() + " do not stop", e);
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
