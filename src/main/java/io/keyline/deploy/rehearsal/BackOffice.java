package io.keyline.deploy.rehearsal;

import io.keyline.backoffice.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All back-office systems of one rehearsal: answers as its lines say, and remembers the calls. Any thread may call. */
public final class BackOffice {

    private static final Answer UNKNOWN = new Answer(Reply.Status.FAILED, "not-in-the-rehearsal", Map.of(), Duration.ZERO);

    private final Map<String, Answer> lasting = new HashMap<>();
    private final Map<String, Deque<Answer>> once = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private int seen;

    /** @param at when, in virtual time */
    record Call(String operation, Map<String, Object> data, Instant at, Answer answer) {

        boolean isUnknown() {
            return answer == UNKNOWN;
        }

        boolean waitsAt(Instant time) {
            return answer.isSilence() || at.plus(answer.after()).isAfter(time);
        }

        @Override
        public String toString() {
            return operation + " " + Json.write(data);
        }
    }

    /**
     * A route calls. The same call asked again after a crash, by the same idempotency key, must not come here twice.
     *
     * @param at virtual time
     * @return what is to be answered, and when; a failure for what no line of the rehearsal answers
     */
    public synchronized Answer call(String operation, Map<String, Object> data, Instant at) {
        Answer next = Optional.ofNullable(once.get(operation)).map(Deque::poll).orElseGet(() -> lasting.getOrDefault(operation, UNKNOWN));
        calls.add(new Call(operation, data, at, next));
        return next;
    }

    synchronized void set(Step.Answers line) {
        if (line.once()) {
            once.computeIfAbsent(line.operation(), any -> new ArrayDeque<>()).add(line.answer());
        } else {
            lasting.put(line.operation(), line.answer());
        }
    }

    /** The calls since this was last asked. */
    synchronized List<Call> news() {
        List<Call> news = List.copyOf(calls.subList(seen, calls.size()));
        seen = calls.size();
        return news;
    }

    /** Calls whose answer has not come at this time. */
    synchronized List<Call> waiting(Instant time) {
        return calls.stream().filter(call -> call.waitsAt(time)).toList();
    }

    /** Operations that have an answer left for exactly one call. */
    synchronized List<String> unused() {
        return once.entrySet().stream().filter(left -> !left.getValue().isEmpty()).map(Map.Entry::getKey).sorted().toList();
    }
}
