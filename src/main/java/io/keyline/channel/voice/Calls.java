package io.keyline.channel.voice;

import io.keyline.hub.Hub;
import io.keyline.hub.Live;
import io.keyline.hub.LiveSessions;
import io.keyline.hub.Phrases;
import io.keyline.store.Json;
import io.keyline.store.LiveSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/**
 * What a caller is told, step by step. What was told at a step is kept before it goes out, and told again to who asks again: in the
 * database, so that it holds over a restart and for every hub.
 */
final class Calls {

    static final String CHANNEL = "voice";
    private static final int MOST_MISSES = 2;

    /**
     * What an operator decides.
     *
     * @param entries   what a caller says by calling a number, by that number; any other number shows the menu
     * @param agentWord what the hub understands as the wish to talk to a person
     * @param transfers whether there is a person to put callers through to
     * @param language  of callers of whom nothing is known, BCP 47
     * @param region    of numbers without a country, ISO 3166; may be empty
     */
    record Rules(Map<String, String> entries, String agentWord, boolean transfers, String language, String region) {
    }

    /** Words of a caller for the hub. */
    record Words(String call, int step, String from, String to, String words) {
    }

    /** Tells the hub what a caller said; completes as {@link io.keyline.hub.Intake#ask}. */
    interface Asking {
        CompletableFuture<Live.Answer> ask(Words words);
    }

    /** A step of a call, and what is said there. */
    record Step(int number, Said said) {
    }

    /** What follows from what was heard: words for the hub, or something to say at once. */
    private record Move(String words, boolean toAgent, Said said) {
    }

    private final String connection;
    private final Hub hub;
    private final LiveSessions sessions;
    private final Phrases phrases;
    private final Rules rules;
    private final Executor threads;

    /**
     * @param connection of the provider, which names its calls as it likes
     * @param threads    where to wait for the database: what the hub says comes on a thread of its own
     */
    Calls(String connection, Hub hub, Phrases phrases, Rules rules, Executor threads) {
        this.connection = connection;
        this.hub = hub;
        this.sessions = hub.liveSessions();
        this.phrases = phrases;
        this.rules = rules;
        this.threads = threads;
    }

    CompletionStage<Step> next(Heard heard, Asking asking) {
        Optional<LiveSession> known = session(heard.call());
        if (known.isPresent() && (known.get().endedAt() != null || Integer.parseInt(known.get().step()) >= heard.step())) {
            return CompletableFuture.completedStage(new Step(Integer.parseInt(known.get().step()), said(known.get())));
        }
        String from = known.map(LiveSession::customerAddress).orElseGet(() -> CallNumber.customer(heard.from(), rules.region()));
        if (from.isEmpty()) {
            return CompletableFuture.completedStage(new Step(heard.step(), instead("voice.withheld")));
        }
        Instant now = hub.time().instant();
        String to = CallNumber.company(heard.to(), rules.region());
        LiveSession session = known.orElse(new LiveSession(CHANNEL, name(heard.call()), from, to, "-1", 0, "{}", now, now, null));
        Move move = move(known.map(Calls::said).orElse(null), heard, to);
        if (move.said() != null) {
            return CompletableFuture.completedStage(keep(session, heard, move.said()));
        }
        return asking.ask(new Words(name(heard.call()), heard.step(), from, session.companyAddress(), move.words()))
                .handleAsync((answer, failure) -> failure == null ? keep(session, heard, told(session, move, answer))
                        : untold(session, heard, move, failure), threads);
    }

    private Optional<LiveSession> session(String call) {
        return sessions.find(CHANNEL, name(call));
    }

    /** Nobody can speak in a call of another provider by giving theirs its name. */
    private String name(String call) {
        return connection + "/" + call;
    }

    /** The caller has hung up. */
    void end(String call) {
        session(call).filter(session -> session.endedAt() == null)
                .ifPresent(session -> sessions.keep(session.ended(hub.time().instant())));
    }

    /** The language in which somebody who called was spoken to last. */
    String language(String call) {
        return session(call).map(session -> said(session).language()).orElse(rules.language());
    }

    private Move move(Said before, Heard heard, String to) {
        if (before == null) {
            return new Move(heard.step() == 0 ? rules.entries().getOrDefault(to, "") : "", false, null);
        }
        if (heard.missed() > 0 || Keypad.wantsAgent(before, heard.keys())) {
            return new Move(rules.agentWord(), true, null);
        }
        if (heard.isNothing()) {
            return missed(before);
        }
        if (heard.keys().isEmpty()) {
            return new Move(Keypad.spoken(before, heard.words()), false, null);
        }
        if (Keypad.wantsMore(before, heard.keys())) {
            return new Move(null, false, before.more());
        }
        return Keypad.words(before, heard.keys()).map(words -> new Move(words, false, null)).orElseGet(() -> missed(before));
    }

    private Move missed(Said before) {
        return before.misses() < MOST_MISSES ? new Move(null, false, before.again()) : new Move(rules.agentWord(), true, null);
    }

    private Said told(LiveSession session, Move move, Live.Answer answer) {
        String language = language(session);
        if (move.toAgent() || sessions.isHandedOver(session.customerAddress(), session.startedAt())) {
            return Said.last(language, move.toAgent() && rules.transfers() ? List.of() : answer.texts(), end());
        }
        return answer.menu() == null ? Said.last(language, answer.texts(), Said.Next.HANG_UP) : Said.asking(language, answer.texts(), answer.menu());
    }

    /** It took too long, and goes by SMS; or nothing was stored: then nothing is kept here either, and who asks again may be luckier. */
    private Step untold(LiveSession session, Heard heard, Move move, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            String language = language(session);
            Said later = move.toAgent() && rules.transfers() ? Said.last(language, List.of(), Said.Next.TRANSFER)
                    : Said.last(language, List.of(say("voice.later", language)), Said.Next.HANG_UP);
            return keep(session, heard, later);
        }
        return new Step(heard.step(), instead("voice.sorry"));
    }

    /** What is said where no dialogue can be held. */
    private Said instead(String key) {
        return Said.last(rules.language(), List.of(say(key, rules.language())), end());
    }

    private Step keep(LiveSession session, Heard heard, Said said) {
        Instant now = hub.time().instant();
        LiveSession shown = session.showing(String.valueOf(heard.step()), said.page(), Json.write(said), now);
        sessions.keep(said.next() == Said.Next.ASK ? shown : shown.ended(now));
        return new Step(heard.step(), said);
    }

    private Said.Next end() {
        return rules.transfers() ? Said.Next.TRANSFER : Said.Next.HANG_UP;
    }

    private String language(LiveSession session) {
        return sessions.language(session.customerAddress()).orElse(rules.language());
    }

    private String say(String key, String language) {
        return phrases.say(key, language, Map.of());
    }

    private static Said said(LiveSession session) {
        return Json.read(session.shown(), Said.class);
    }
}
