package io.keyline.deploy.rehearsal;

import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.hub.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Brings to the hub what a rehearsal's back office answers: at once, at its virtual time, or never. */
final class Replies {

    private record Late(Instant at, Reply reply, CompletableFuture<Reply> to) {
    }

    private final Time time;
    /** By idempotency key: a call that is made again is the same call. */
    private final Map<String, CompletableFuture<Reply>> calls = new HashMap<>();
    private final List<Late> late = new ArrayList<>();
    private BackOffice backOffice;

    Replies(Time time) {
        this.time = time;
    }

    /** Calls go to this back office from now on, and nothing that was called before is answered. */
    synchronized void comeFrom(BackOffice next) {
        backOffice = next;
        calls.clear();
        late.clear();
    }

    synchronized CompletableFuture<Reply> call(Request request) {
        return calls.computeIfAbsent(request.key(), key -> answer(request));
    }

    private CompletableFuture<Reply> answer(Request request) {
        CompletableFuture<Reply> future = new CompletableFuture<>();
        Instant now = time.instant();
        Answer answer = backOffice.call(request.operation(), request.data(), now);
        if (answer.isSilence()) {
            return future;
        }
        Reply reply = new Reply(request.key(), answer.status(), answer.reason(), answer.data());
        if (answer.after().isZero()) {
            future.complete(reply);
        } else {
            late.add(new Late(now.plus(answer.after()), reply, future));
        }
        return future;
    }

    /** When the next late answer comes. */
    synchronized Optional<Instant> next() {
        return late.stream().map(Late::at).min(Comparator.naturalOrder());
    }

    /** Brings the answers that have come by now, in their order. */
    void bring() {
        due().forEach(one -> one.to.complete(one.reply));
    }

    private synchronized List<Late> due() {
        Instant now = time.instant();
        List<Late> due = late.stream().filter(one -> !one.at.isAfter(now)).sorted(Comparator.comparing(Late::at)).toList();
        late.removeAll(due);
        return due;
    }
}
