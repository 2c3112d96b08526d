package io.keyline.route;

/**
 * What came of a question, as the journal keeps it.
 *
 * @param outcome answered, no-answer or not-understood
 * @param value   the answer, or null
 * @param label   for a choice as the customer was shown it, else null
 * @param sealed  the answer, if it is a secret, else null
 * @param ends    whether the route ended there
 */
record AskOutcome(String outcome, Object value, String label, String sealed, boolean ends) {

    static final String ANSWERED = "answered";
    static final String NO_ANSWER = "no-answer";
    static final String NOT_UNDERSTOOD = "not-understood";

    static AskOutcome answered(Object value, String label) {
        return new AskOutcome(ANSWERED, value, label, null, false);
    }

    static AskOutcome sealed(String sealed) {
        return new AskOutcome(ANSWERED, null, null, sealed, false);
    }

    static AskOutcome without(String outcome) {
        return new AskOutcome(outcome, null, null, null, false);
    }

    static AskOutcome last(String outcome) {
        return new AskOutcome(outcome, null, null, null, true);
    }
}
