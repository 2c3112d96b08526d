package io.keyline.dialogue;

import io.keyline.hub.Channels;
import io.keyline.language.Expected;
import io.keyline.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A question that waits for its answer, as the conversation keeps it: what is needed to recognise the answer without running
 * the route.
 *
 * @param text      the key of its text
 * @param prompt    as the customer read it
 * @param bare      as it reads above a menu of its choices; null in what was kept before this was
 * @param expected  what it accepts
 * @param more      what a customer writes to see more of its list
 * @param from      the first element of the list that they see, from 0
 * @param number    its number among the customer's open questions, for short codes
 * @param reminders when to remind, in epoch milliseconds, those that are to come
 * @param tries     how many answers were not understood
 * @param lateUntil until when a late answer is recognised, in epoch milliseconds
 * @param queue     the queue of the work list for what comes too late
 * @param which     its number in the list that the customer was asked to choose from; 0 if they were not asked which question
 *                  they meant
 * @param held      what they had answered then, sealed if it may be a PIN
 * @param given     what an employee answered in their stead, or null; without a text the customer is to be asked again
 */
public record Question(String text, String prompt, String bare, Expected expected, List<String> more, int from, int number, List<Long> reminders,
        int tries, long lateUntil, String queue, int which, String held, Given given) {

    /** The text of the question for a one-time code. */
    static final String PROOF = "access.code";

    public Question {
        Objects.requireNonNull(text);
        Objects.requireNonNull(prompt);
        Objects.requireNonNull(expected);
        Objects.requireNonNull(more);
        Objects.requireNonNull(reminders);
    }

    /** An answer in the customer's stead. */
    public record Given(String text, String by) {
    }

    /** What everybody writes is soon taken for a late answer to a question that accepts any text. */
    private static final Duration LATE_TEXT = Duration.ofDays(1);
    private static final Duration LATE = Duration.ofDays(7);

    /** How long after its deadline an answer is recognised. */
    public static Duration late(Expected expected) {
        return expected.kind() == Expected.Kind.TEXT ? LATE_TEXT : LATE;
    }

    /** @throws IllegalArgumentException if it cannot be read */
    public static Question read(String json) {
        Question question = Json.read(json, Question.class);
        if (question == null) {
            throw new IllegalArgumentException("what was kept is no Question");
        }
        return question;
    }

    /** As {@link #read}; empty if it cannot be read: then it is nobody's answer, and its deadline hands the customer to an employee. */
    public static Optional<Question> readable(String json) {
        try {
            return Optional.of(read(json));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public String json() {
        return Json.write(this);
    }

    /** The question as it is asked again on a channel, which need not be the one on which it was asked first. */
    public String prompt(String channel) {
        return bare != null && Channels.hasMenus(channel) ? bare : prompt;
    }

    public boolean isSecret() {
        return expected.kind() == Expected.Kind.PIN;
    }

    /** Whether it asks for a one-time code, before the route begins. */
    boolean isProof() {
        return text.equals(PROOF);
    }

    /** The next reminder, or {@code otherwise}. */
    public Instant nextReminder(Instant otherwise) {
        return reminders.isEmpty() ? otherwise : Instant.ofEpochMilli(reminders.getFirst());
    }

    /** Whether it is time for a reminder. */
    public boolean isReminderDue(Instant now) {
        return !reminders.isEmpty() && reminders.getFirst() <= now.toEpochMilli();
    }

    /** The reminders that are past are done with: after days of downtime there is one, not several. */
    public Question reminded(Instant now) {
        return new Question(text, prompt, bare, expected, more, from, number, reminders.stream().filter(at -> at > now.toEpochMilli()).toList(),
                tries, lateUntil, queue, which, held, given);
    }

    public Question triedAgain() {
        return new Question(text, prompt, bare, expected, more, from, number, reminders, tries + 1, lateUntil, queue, 0, null, null);
    }

    /** A late answer is recognised until then. */
    public Question until(Instant late) {
        return new Question(text, prompt, bare, expected, more, from, number, reminders, tries, late.toEpochMilli(), queue, which, held, given);
    }

    /** The customer sees the list from here on. */
    public Question showing(int first, String shown) {
        return new Question(text, shown, bare, expected, more, first, number, reminders, tries, lateUntil, queue, 0, null, null);
    }

    /** The customer is asked which of several questions they meant. */
    public Question askedWhich(int place, String answer) {
        return new Question(text, prompt, bare, expected, more, from, number, reminders, tries, lateUntil, queue, place, answer, given);
    }
}
