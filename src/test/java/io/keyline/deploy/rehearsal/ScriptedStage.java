package io.keyline.deploy.rehearsal;

import io.keyline.store.Conversation;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** A hub that does what the test says: one reaction for each thing that can happen, on a clock of its own. */
public final class ScriptedStage implements Theatre, Stage {

    private static final ZoneId ZONE = ZoneId.of("Europe/Copenhagen");

    private record Due(ZonedDateTime at, Runnable what) {
    }

    private final Map<String, Runnable> reactions = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));
    private final Map<String, Deque<String>> texts = new HashMap<>();
    private final Map<String, Deque<Item>> items = new HashMap<>();
    private final Map<String, Conversation.State> states = new HashMap<>();
    private final List<String> heard = new ArrayList<>();
    private BackOffice backOffice;
    private ZonedDateTime now;
    private int closed;

    /** What happens when this does, written as {@code CUSTOMER> TEXT}, {@code event NAME} or {@code employee VERB TEXT}. */
    public ScriptedStage when(String happens, Runnable reaction) {
        reactions.put(happens, reaction);
        return this;
    }

    public void sends(String customer, String... all) {
        texts.computeIfAbsent(customer, any -> new ArrayDeque<>()).addAll(List.of(all));
    }

    public void opens(String customer, String queue, String reason) {
        Deque<Item> open = items.computeIfAbsent(customer, any -> new ArrayDeque<>());
        open.add(new Item(7, queue, reason));
    }

    public void is(String customer, Conversation.State state) {
        states.put(customer, state);
    }

    public void later(Duration time, Runnable what) {
        due.add(new Due(now.plus(time), what));
    }

    /** Calls the back office, and goes on with its answer when that comes. */
    public void calls(String operation, Map<String, Object> data, Consumer<Answer> then) {
        Answer answer = backOffice.call(operation, data, now.toInstant());
        if (answer.isSilence()) {
            return;
        }
        if (answer.after().isZero()) {
            then.accept(answer);
        } else {
            later(answer.after(), () -> then.accept(answer));
        }
    }

    /** All that was done to the stage, in order. */
    public List<String> heard() {
        return heard;
    }

    public int closed() {
        return closed;
    }

    @Override
    public Stage stage(LocalDateTime start, BackOffice calls) {
        backOffice = calls;
        now = start.atZone(ZONE);
        texts.clear();
        items.clear();
        due.clear();
        return this;
    }

    private void happens(String what, String more) {
        heard.add(what + more);
        Runnable reaction = reactions.get(what);
        if (reaction != null) {
            reaction.run();
        }
    }

    @Override
    public ZonedDateTime now() {
        return now;
    }

    @Override
    public void passTo(ZonedDateTime time) {
        while (!due.isEmpty() && !due.peek().at().isAfter(time)) {
            Due next = due.poll();
            now = next.at();
            next.what().run();
        }
        now = time;
        happens("pass to " + time.toLocalDateTime(), "");
    }

    @Override
    public void speaks(String customer, String language) {
        happens(customer + " speaks " + language, "");
    }

    @Override
    public void says(String customer, String channel, String text) {
        happens(customer + "> " + text, " by " + channel);
    }

    @Override
    public void starts(String customer, String channel, String dialogue, String key, Map<String, Object> data) {
        happens("event " + dialogue, " for " + customer + " by " + channel + " key " + key + " " + Json.write(data));
    }

    @Override
    public Optional<String> next(String customer) {
        return Optional.ofNullable(texts.get(customer)).map(Deque::poll);
    }

    @Override
    public Optional<Item> nextItem(String customer) {
        return Optional.ofNullable(items.get(customer)).map(Deque::poll);
    }

    @Override
    public void answers(Item item, String text) {
        happens("employee answers " + text, " in " + item.queue());
    }

    @Override
    public void handsBack(Item item, String text) {
        happens("employee hands back " + text, " in " + item.queue());
    }

    @Override
    public void closes(Item item) {
        happens("employee closes", " in " + item.queue());
    }

    @Override
    public Optional<Conversation.State> conversation(String customer) {
        return Optional.ofNullable(states.get(customer));
    }

    @Override
    public void close() {
        closed++;
    }
}
