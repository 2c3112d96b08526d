package io.keyline.consent;

import java.util.List;

/**
 * A message read as one of the reserved words. Kept as evidence with the message itself.
 *
 * @param kind      what it means
 * @param word      the word or phrase of the pack that was found, as the pack spells it
 * @param rule      which rule found it: {@link ReservedWords#HARD_ALONE} and the others there; the ids are stable
 * @param language  the language that the word tells, or null for a word of every or of several languages
 * @param arguments the words after a hard word that begins the message, folded: {@code STOP 4711} is not an opt-out where a
 *                  command declares that argument, and {@code STOP news} ends that topic only; empty for all other rules
 */
public record Reading(Kind kind, String word, String rule, String language, List<String> arguments) {

    /** What a message means for consent. */
    public enum Kind {
        /** Opts out, before everything else. */
        HARD_OPT_OUT,
        /** Opts out, unless the open question offers the word as an answer. */
        SOFT_OPT_OUT,
        /** Opts out in other words, such as "leave me alone". Before everything else. */
        PHRASE_OPT_OUT,
        /** May be an opt-out: an employee decides, and nothing is sent until then. */
        POSSIBLE_OPT_OUT,
        /** Asks for help. Always answered; an open question stays open. */
        HELP,
        /** Opts in, if nothing else wants the word. */
        OPT_IN
    }

    /**
     * Whether it goes before the answer to an open question (consent, section 3). Of the possible opt-outs only those do that
     * would else be taken for a yes or a no.
     */
    public boolean beforeOpenQuestion() {
        return switch (kind) {
            case HARD_OPT_OUT, PHRASE_OPT_OUT, HELP -> true;
            case SOFT_OPT_OUT, OPT_IN -> false;
            case POSSIBLE_OPT_OUT -> rule.equals(ReservedWords.STOP_AFTER_ANSWER);
        };
    }
}
