package io.keyline.console;

import io.keyline.store.Database;
import io.keyline.worklist.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One route for each operation, on its exact path. */
final class OperationRoutes extends RouteBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(OperationRoutes.class);

    private final Employees employees;
    private final List<Operation> operations;

    OperationRoutes(Employees employees, List<Operation> operations) {
        this.employees = employees;
        this.operations = operations;
    }

    @Override
    public void configure() {
        for (Operation operation : operations) {
            from("platform-http:" + operation.path() + "?httpMethodRestrict=" + operation.method())
                    .routeId(operation.name()).process(exchange -> perform(operation, exchange));
        }
    }

    private void perform(Operation operation, Exchange exchange) {
        try {
            Request request = Request.of(exchange, operation);
            String who = employees.acting(request.token(), request.as(), operation.role());
            respond(exchange, operation.status(), operation.work().perform(request, who), request);
        } catch (ProblemException e) {
            respond(exchange, e);
        } catch (RefusedException e) {
            respond(exchange, ProblemException.of(e));
        } catch (Exception e) {
            respond(exchange, unforeseen(operation, e));
        }
    }

    private static ProblemException unforeseen(Operation operation, Exception e) {
        if (e instanceof JdbiException || Database.sqlState(e) != null) {
            LOG.warn("{}: the database does not take it: {}", operation.name(), Database.sqlState(e));
            return new ProblemException(503, "the database does not take it now; look what was done before you try again");
        }
        LOG.error("{} met an error of ours", operation.name(), e);
        return new ProblemException(500, "an error of ours; the log says more");
    }

    private static void respond(Exchange exchange, ProblemException problem) {
        respond(exchange, problem.status(), "application/problem+json", problem.body().toString().getBytes(StandardCharsets.UTF_8));
        if (problem.status() == 401) {
            exchange.getMessage().setHeader("WWW-Authenticate", "Bearer");
        }
        if (problem.status() == 503) {
            exchange.getMessage().setHeader("Retry-After", "2");
        }
    }

    private static void respond(Exchange exchange, int status, Object answer, Request request) {
        if (answer instanceof Operation.Download download) {
            respond(exchange, status, download.type(), new WholeStream(download.body(), request::breakOff));
        } else {
            respond(exchange, status, "application/json", answer.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Nothing of the request goes back. */
    private static void respond(Exchange exchange, int status, String type, Object body) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setBody(body);
    }
}
