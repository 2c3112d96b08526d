package io.keyline.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.store.Database;
import io.keyline.worklist.RefusedException;
import io.keyline.worklist.Worklist;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One route for each operation, on its exact path. */
final class WorklistRoutes extends RouteBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(WorklistRoutes.class);

    private final Employees employees;
    private final Worklist worklist;

    WorklistRoutes(Employees employees, Worklist worklist) {
        this.employees = employees;
        this.worklist = worklist;
    }

    @Override
    public void configure() {
        for (Operation operation : Operation.values()) {
            from("platform-http:" + operation.path() + "?httpMethodRestrict=" + operation.method())
                    .routeId("worklist-" + operation.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                    .process(exchange -> perform(operation, exchange));
        }
    }

    private void perform(Operation operation, Exchange exchange) {
        Request request = Request.of(exchange);
        try {
            String who = employees.acting(request.token(), request.as());
            respond(exchange, operation.status(), "application/json", operation.perform(request, who, worklist));
        } catch (ProblemException e) {
            respond(exchange, e);
        } catch (RefusedException e) {
            respond(exchange, ProblemException.of(e));
        } catch (RuntimeException e) {
            respond(exchange, unforeseen(operation, e));
        }
    }

    private static ProblemException unforeseen(Operation operation, RuntimeException e) {
        if (e instanceof JdbiException || Database.sqlState(e) != null) {
            LOG.warn("{} of the work list: the database does not take it: {}", operation, Database.sqlState(e));
            return new ProblemException(503, "the database does not take it now; look what was done before you try again");
        }
        LOG.error("{} of the work list met an error of ours", operation, e);
        return new ProblemException(500, "an error of ours; the log says more");
    }

    private static void respond(Exchange exchange, ProblemException problem) {
        respond(exchange, problem.status(), "application/problem+json", problem.body());
        if (problem.status() == 401) {
            exchange.getMessage().setHeader("WWW-Authenticate", "Bearer");
        }
        if (problem.status() == 503) {
            exchange.getMessage().setHeader("Retry-After", "2");
        }
    }

    /** Nothing of the request goes back. */
    private static void respond(Exchange exchange, int status, String type, ObjectNode body) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setBody(body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
