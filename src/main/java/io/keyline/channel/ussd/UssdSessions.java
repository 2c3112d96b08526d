package io.keyline.channel.ussd;

import io.keyline.channel.ussd.Inputs.Step;
import io.keyline.channel.ussd.Screens.Turning;
import io.keyline.hub.Arrival;
import io.keyline.hub.Fingerprint;
import io.keyline.hub.Live;
import io.keyline.store.LiveSession;
import io.keyline.store.Menu;
import io.keyline.store.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a gateway. Each request is what the customer says next, a turn to another page, or a request that was answered
 * before: then the same screen again.
 */
final class UssdSessions {

    private static final String CHANNEL = "ussd";
    private static final Logger LOG = LoggerFactory.getLogger(UssdSessions.class);
    /** More inputs behind the service's code nobody dials. */
    private static final int MOST_DIALLED = 6;

    private final UssdEndpoint endpoint;
    private final UssdComponent.Surroundings around;
    private final Function<Arrival.Text, CompletableFuture<Live.Answer>> hub;
    private final Screens screens;
    private final Map<String, String> codes;

    /** @param hub what the route answers; fails with {@link TimeoutException} when the answer will come by SMS */
    UssdSessions(UssdEndpoint endpoint, UssdComponent.Surroundings around, Function<Arrival.Text, CompletableFuture<Live.Answer>> hub) {
        this.endpoint = endpoint;
        this.around = around;
        this.hub = hub;
        this.screens = endpoint.screens();
        this.codes = endpoint.dialled();
    }

    /** What the gateway is to show, with what stands before it. Never fails: a customer who waits is told something. */
    CompletableFuture<String> screen(UssdRequest request) {
        try {
            return next(request).exceptionally(failure -> excuse(request, failure));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(excuse(request, e));
        }
    }

    private String excuse(UssdRequest request, Throwable failure) {
        LOG.warn("a session of ussd:{} ends, since it cannot go on now: {}", endpoint.getName(), cause(failure).toString().lines().findFirst().orElse("")); // the details of the database quote the row
        return endpoint.getEnds() + around.words().say("sorry.failed", request.number());
    }

    /** The gateway tells that the session is over. */
    void ended(String session) {
        around.sessions().find(CHANNEL, id(session)).filter(known -> known.endedAt() == null)
                .ifPresent(known -> around.sessions().keep(known.ended(Instant.now())));
    }

    private CompletableFuture<String> next(UssdRequest request) {
        Optional<LiveSession> known = around.sessions().find(CHANNEL, id(request.session()));
        if (known.isEmpty()) {
            return keep(begin(request), request, Instant.now());
        }
        LiveSession session = known.get();
        if (!session.customerAddress().equals(request.number())) {
            throw new IllegalStateException("the gateway gives the session of one number to another");
        }
        Place here = Place.of(session, around.seal());
        return endpoint.getInputs().after(here.seen(), request, Duration.between(session.seenAt(), Instant.now()))
                .map(step -> keep(enter(here, step, request), request, session.startedAt()))
                .orElseGet(() -> CompletableFuture.completedFuture(render(here, request.number())));
    }

    private CompletableFuture<String> keep(CompletableFuture<Place> place, UssdRequest request, Instant startedAt) {
        return place.thenApplyAsync(here -> {
            String screen = render(here, request.number());
            Instant now = Instant.now();
            around.sessions().keep(new LiveSession(CHANNEL, id(request.session()), request.number(), request.code(), here.sealed(around.seal()),
                    here.page(), here.json(), startedAt, now, screen.startsWith(endpoint.getEnds()) ? now : null));
            return screen;
        }, around.web().threads());
    }

    // --- the first request

    private CompletableFuture<Place> begin(UssdRequest request) {
        Step first = endpoint.getInputs().first(request);
        String dialled = first.input().equals(request.code()) ? "" : first.input();
        if (dialled.isEmpty()) {
            return say("", new Step(first.key(), ""), request);
        }
        String[] inputs = dialled.split("\\*", MOST_DIALLED);
        CompletableFuture<Place> place = dial(inputs[0], first.key(), request);
        for (int i = 1; i < inputs.length; i++) {
            Step step = new Step(first.key() + " " + i, inputs[i]);
            place = place.thenCompose(here -> here.shown().menu() == null ? CompletableFuture.completedFuture(here) : enter(here, step, request));
        }
        return place.thenApply(here -> here.at(first, here.page()));
    }

    /** A sub-code stands for a command: for one of the menu only if the customer gets the menu, and not a question that is open. */
    private CompletableFuture<Place> dial(String input, String key, UssdRequest request) {
        String said = codes.getOrDefault(input, input);
        if (!said.matches("\\d+")) {
            return say(said, new Step(key, input), request);
        }
        return say("", new Step(key + " menu", ""), request).thenCompose(here -> isCommands(here.shown().menu())
                ? enter(here, new Step(key, said), request) : CompletableFuture.completedFuture(here));
    }

    // --- every other

    private CompletableFuture<Place> enter(Place here, Step step, UssdRequest request) {
        int pages = pages(here.shown(), request.number()).size();
        if (Turning.NEXT.equals(step.input()) && here.page() < pages - 1) {
            return CompletableFuture.completedFuture(here.at(step, here.page() + 1));
        }
        if (Turning.BACK.equals(step.input()) && here.page() > 0) {
            return CompletableFuture.completedFuture(here.at(step, here.page() - 1));
        }
        Menu menu = here.shown().menu();
        String said = menu == null ? step.input() : menu.said(step.input());
        if (isCommands(menu) && said.matches("\\d+")) {
            return CompletableFuture.completedFuture(here.at(step, here.page())); // no item has this number
        }
        return say(said, step, request);
    }

    private static boolean isCommands(Menu menu) {
        return menu != null && Menu.COMMAND.equals(menu.expects());
    }

    private CompletableFuture<Place> say(String text, Step step, UssdRequest request) {
        long fingerprint = new Fingerprint().with(endpoint.getName()).with(request.session()).with(step.key()).value();
        return hub.apply(new Arrival.Text(CHANNEL, endpoint.getName(), Arrival.Text.NAMED, request.number(), request.code(), text, true, fingerprint,
                        Trust.IDENTIFIED, endpoint.getName() + "/" + request.session()))
                .handle((answer, failure) -> new Place(step.key(), 0, shown(answer, failure, request.number())));
    }

    /** What takes longer than the operator's patience comes by SMS. */
    private Live.Answer shown(Live.Answer answer, Throwable failure, String customer) {
        if (failure != null) {
            Throwable cause = cause(failure);
            if (cause instanceof TimeoutException) {
                return new Live.Answer(List.of(around.words().say("ussd.later", customer)), null);
            }
            throw new CompletionException(cause);
        }
        return answer.texts().isEmpty() && answer.menu() == null
                ? new Live.Answer(List.of(around.words().say("ussd.received", customer)), null) : answer;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    // --- what is shown

    private String render(Place here, String customer) {
        List<String> pages = pages(here.shown(), customer);
        int page = Math.min(here.page(), pages.size() - 1);
        boolean goesOn = here.shown().menu() != null || page < pages.size() - 1;
        return (goesOn ? endpoint.getGoesOn() : endpoint.getEnds()) + pages.get(page);
    }

    private List<String> pages(Live.Answer shown, String customer) {
        Turning none = new Turning("", "");
        return screens.isOne(shown) ? screens.of(shown, none) : screens.of(shown, new Turning(around.words().say("ussd.back", customer),
                around.words().say("ussd.next", customer)));
    }

    /** Another provider may use the same names. */
    private String id(String session) {
        return endpoint.getName() + " " + session;
    }
}
