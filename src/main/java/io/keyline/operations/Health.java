package io.keyline.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;

/**
 * How the hub is. It is ready when its routes run and what it cannot do without is there. A provider or a broker that is away is
 * told, but takes nobody off the other channels: what waits for it waits in the database.
 */
final class Health {

    /** The answer to a question, as JSON. @param up false if something that counts is wrong */
    record Report(boolean up, String json) {
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<HealthCheck> checks = new CopyOnWriteArrayList<>();
    private volatile String obstacle = "the routes are not started yet";

    Health() {
        add(new Check("routes", true, () -> Optional.ofNullable(obstacle)));
    }

    void add(HealthCheck check) {
        checks.add(check);
    }

    /** The routes run. */
    void running() {
        obstacle = null;
    }

    /** The hub takes its leave. */
    void draining() {
        obstacle = "the hub is stopping";
    }

    /** Who can ask has an answer: a restart would help nothing else. */
    Report live() {
        return new Report(true, "{\"status\":\"UP\"}");
    }

    /** Whether messages should come here; with all checks, of which only those count that the hub cannot do without. */
    Report ready() {
        return report(HealthCheck::isReadiness);
    }

    /** Whether all is well. */
    Report whole() {
        return report(check -> true);
    }

    private Report report(Predicate<HealthCheck> counts) {
        ObjectNode report = JSON.createObjectNode();
        report.put("status", "UP");
        ArrayNode list = report.putArray("checks");
        boolean up = true;
        for (HealthCheck check : checks) {
            Result result = check.call();
            boolean well = result.getState() == State.UP;
            up &= well || !counts.test(check);
            describe(list.addObject(), check, result);
        }
        report.put("status", up ? "UP" : "DOWN");
        return new Report(up, report.toString());
    }

    private static void describe(ObjectNode node, HealthCheck check, Result result) {
        node.put("name", check.getId()).put("status", result.getState().name()).put("required", check.isReadiness());
        result.getMessage().ifPresent(words -> node.put("message", words));
    }
}
