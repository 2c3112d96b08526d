package io.keyline.deploy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.SplitDefinition;

/**
 * What a route cannot wait within: a stop at a question would not end the run there, or the run would not come there again. In choice,
 * filter, loop, doTry, doCatch, pipeline and direct: it does both.
 */
enum Obstacle {
    SPLIT("split", false, "a question there ends one part, and the others go on"),
    MULTICAST("multicast", false, "a question there ends one branch, and the others go on"),
    RECIPIENT_LIST("recipientList", false, "a question there ends one branch, and the others go on"),
    ROUTING_SLIP("routingSlip", false, "what it calls is not kept step by step"),
    DYNAMIC_ROUTER("dynamicRouter", false, "what it calls is not kept step by step"),
    ENRICH("enrich", false, "it is kept as one step, without what is inside"),
    POLL_ENRICH("pollEnrich", false, "it is kept as one step, without what is inside"),
    LOAD_BALANCE("loadBalance", false, "another branch may be taken when the answer comes"),
    CIRCUIT_BREAKER("circuitBreaker", false, "it counts and times what happens inside, and may be open when the answer comes"),
    SAGA("saga", false, "it would be completed at the question"),
    KAMELET("kamelet", false, "it is a route of its own, whose steps are not kept"),
    ON_EXCEPTION("onException", false, "the error is gone when the answer comes"),
    INTERCEPT("intercept", false, "it runs before every step"),
    INTERCEPT_FROM("interceptFrom", false, "it runs before the route"),
    INTERCEPT_SEND("interceptSendToEndpoint", false, "it runs inside another step"),
    FINALLY("doFinally", false, "an error on its way there would be forgotten while the route waits"),
    WIRE_TAP("wireTap", true, "it runs beside the route"),
    AGGREGATE("aggregate", true, "it runs when the customer's turn is over"),
    RESEQUENCE("resequence", true, "it runs when the customer's turn is over"),
    THREADS("threads", true, "what follows runs beside the customer's turn"),
    ON_COMPLETION("onCompletion", true, "it runs when the customer's turn is over");

    private final String word;
    private final boolean beside;
    private final String reason;

    Obstacle(String word, boolean beside, String reason) {
        this.word = word;
        this.beside = beside;
        this.reason = reason;
    }

    /** An obstacle at its place. */
    record Met(Obstacle obstacle, Step step) {

        String id() {
            return obstacle + (isBeside() ? " beside" : "");
        }

        /** Whether it runs beside the turn of the customer, so that not even an answer could be sent from there. */
        boolean isBeside() {
            return obstacle.beside || isParallel(step);
        }

        String where() {
            return "inside " + obstacle.word + " (" + step.place() + ")";
        }

        String reason() {
            return obstacle.beside || !isBeside() ? obstacle.reason : "its parts run beside the customer's turn, in parallel";
        }
    }

    /** The worst among these: the first that runs beside the turn, or else the first. */
    static Optional<Met> of(List<Step> within) {
        List<Met> met = within.stream().map(Obstacle::of).flatMap(Optional::stream).toList();
        return met.stream().filter(Met::isBeside).findFirst().or(() -> met.stream().findFirst());
    }

    private static Optional<Met> of(Step step) {
        return Arrays.stream(values()).filter(one -> one.word.equals(step.node().getShortName())).findFirst().map(one -> new Met(one, step));
    }

    private static boolean isParallel(Step step) {
        Function<String, Boolean> yes = option -> "true".equals(option);
        return switch (step.node()) {
            case SplitDefinition split -> yes.apply(split.getParallelProcessing());
            case MulticastDefinition multicast -> yes.apply(multicast.getParallelProcessing());
            case RecipientListDefinition<?> list -> yes.apply(list.getParallelProcessing());
            default -> false;
        };
    }
}
