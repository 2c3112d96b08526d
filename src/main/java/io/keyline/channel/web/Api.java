package io.keyline.channel.web;

import io.keyline.channel.http.HttpAnswer;
import io.keyline.channel.http.HttpRequest;
import io.keyline.channel.http.WebServer;
import io.keyline.hub.TryLater;
import io.keyline.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations of the portal, on their paths: who may use them, and what is answered when they fail. */
final class Api {

    static final String ROOT = Portal.PATH + "/api";
    /** No page of another origin can send it without asking first (Fetch, section 3.3), and to be asked is not foreseen here. */
    static final String HEADER = "Keyline-Portal";
    private static final int SOON_SECONDS = 2;
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final Sessions sessions;
    private final List<Operation> operations;

    Api(Sessions sessions, SignIn signIn, Customers customers, Posts posts) {
        this.sessions = sessions;
        operations = List.of(
                open("POST", "/code", signIn::sendCode),
                open("POST", "/session", signIn::begin),
                signedIn("GET", "/session", signIn::whoIsIn),
                open("DELETE", "/session", signIn::end),
                new Operation("GET", ROOT + "/words", false, false, now(this::greeted, customers::words)),
                signedIn("GET", "/commands", customers::commands),
                signedIn("GET", "/messages", customers::history),
                new Operation("POST", ROOT + "/messages", true, true, posts::message),
                new Operation("GET", ROOT + "/questions", true, false, now(visit -> visit, customers::questions)),
                new Operation("GET", ROOT + "/consent", true, false, now(visit -> visit, customers::consent)),
                new Operation("PUT", ROOT + "/consent", true, true, posts::consent));
    }

    private static Operation open(String method, String path, Function<Visit, HttpAnswer> perform) {
        return new Operation(method, ROOT + path, false, false, now(visit -> visit, perform));
    }

    private static Operation signedIn(String method, String path, Function<Visit, HttpAnswer> perform) {
        return new Operation(method, ROOT + path, true, true, now(visit -> visit, perform));
    }

    private static Function<Visit, CompletionStage<HttpAnswer>> now(Function<Visit, Visit> who, Function<Visit, HttpAnswer> perform) {
        return visit -> CompletableFuture.completedFuture(perform.apply(who.apply(visit)));
    }

    /** Nobody has to be signed in, but who is gets their own language. */
    private Visit greeted(Visit visit) {
        return new Visit(visit.request(), sessions.address(visit.cookies(), false).orElse(null));
    }

    List<Operation> operations() {
        return operations;
    }

    void mount(WebServer web) {
        byPath().forEach((path, methods) -> web.add(path, methods.keySet(), request -> answer(methods.get(request.method()), request)));
    }

    void unmount(WebServer web) {
        byPath().keySet().forEach(web::remove);
    }

    private Map<String, Map<String, Operation>> byPath() {
        return operations.stream().collect(Collectors.groupingBy(Operation::path, Collectors.toMap(Operation::method, one -> one)));
    }

    private CompletionStage<HttpAnswer> answer(Operation operation, HttpRequest request) {
        try {
            refuseForeign(request);
            Visit visit = new Visit(request, null);
            return operation.perform().apply(operation.session() ? signedIn(visit, operation.acts()) : visit).exceptionally(e -> refused(operation, e));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(refused(operation, e));
        }
    }

    /** A page of another site may not act in the customer's name (CSRF). */
    private static void refuseForeign(HttpRequest request) {
        boolean reads = request.method().equals("GET");
        boolean foreign = !OWN_SITE.contains(request.header("sec-fetch-site").orElse("none"));
        if (!reads && (foreign || request.header(HEADER).isEmpty())) {
            throw Problem.of(403, "a request that changes something comes from the portal's own page, with the header " + HEADER);
        }
    }

    private Visit signedIn(Visit visit, boolean acts) {
        String address = sessions.address(visit.cookies(), acts).orElseThrow(() -> Problem.of(401, "nobody is signed in"));
        return new Visit(visit.request(), address);
    }

    private static HttpAnswer refused(Operation operation, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Problem problem) {
            return problem.answer();
        }
        if (cause instanceof TryLater || cause instanceof JdbiException || Database.sqlState(cause) != null) {
            LOG.warn("{} {} cannot be done now: {}", operation.method(), operation.path(), cause.getClass().getSimpleName());
        } else {
            LOG.error("{} {} met an error of ours", operation.method(), operation.path(), cause);
        }
        return Problem.later(503, SOON_SECONDS, "that cannot be done now, try again").answer();
    }
}
