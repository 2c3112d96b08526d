package io.keyline.deploy.rehearsal;

import io.keyline.deploy.rehearsal.Stage.Item;
import io.keyline.store.Conversation;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Holds what came on the stage against what is written. */
final class Audience {

    private final Stage stage;
    private final List<String> customers;
    private final Map<String, Item> items = new HashMap<>();
    private final Map<String, BackOffice.Call> calls = new HashMap<>();

    Audience(Stage stage, List<String> customers) {
        this.stage = stage;
        this.customers = customers;
    }

    void expect(Step.Expected expected) throws Differs {
        switch (expected) {
            case Step.Gets it -> get(it);
            case Step.GetsNothing it -> getNothing(it.customer());
            case Step.Receives it -> receive(it);
            case Step.HasItem it -> haveItem(it);
            case Step.HasNoItem it -> haveNoItem(it.customer());
            case Step.IsIn it -> beIn(it);
        }
    }

    /** What comes must be written where it comes. */
    void nothingIsLeft() throws Differs {
        for (String customer : customers) {
            getNothing(customer);
            haveNoItem(customer);
        }
    }

    /** The calls that the last thing that happened led to. */
    void saw(List<BackOffice.Call> news) {
        calls.clear();
        news.forEach(call -> calls.put(call.operation(), call));
    }

    /** The last item that was expected about the customer. */
    Item item(String customer) throws Differs {
        Item item = items.get(customer);
        if (item == null) {
            throw new Differs("no work item about " + Rehearsal.called(customer) + " was expected before; write above this line: "
                    + "work item QUEUE: REASON");
        }
        return item;
    }

    /** @return what came in place of the pattern */
    String get(Step.Gets gets) throws Differs {
        Optional<String> actual = stage.next(gets.customer());
        if (actual.isEmpty()) {
            throw new Differs(Rehearsal.called(gets.customer()) + " got nothing");
        }
        Optional<Wanted.Difference> difference = gets.text().difference(actual.get());
        if (difference.isPresent()) {
            throw new Differs(Rehearsal.called(gets.customer()) + " got another text", Comparison.of(gets.text(), actual.get(), difference.get()));
        }
        return actual.get();
    }

    private void getNothing(String customer) throws Differs {
        Optional<String> more = stage.next(customer);
        if (more.isPresent()) {
            throw new Differs(Rehearsal.called(customer) + " got a message that is not written here",
                    Comparison.actual(Transcript.message(customer, more.get())));
        }
    }

    private void receive(Step.Receives receives) throws Differs {
        BackOffice.Call call = calls.get(receives.operation());
        if (call == null) {
            throw new Differs(receives.operation() + " was not called" + (calls.isEmpty() ? "" : ", but "
                    + String.join(", ", calls.keySet().stream().sorted().toList())));
        }
        Optional<String> lack = Json.lacks("", receives.data(), call.data());
        if (lack.isPresent()) {
            throw new Differs(receives.operation() + " was called with other data: " + lack.get(),
                    Comparison.of(Json.write(receives.data()), Json.write(call.data())));
        }
    }

    private void haveItem(Step.HasItem wanted) throws Differs {
        Optional<Item> item = stage.nextItem(wanted.customer());
        if (item.isEmpty()) {
            throw new Differs("there is no new work item about " + Rehearsal.called(wanted.customer()));
        }
        items.put(wanted.customer(), item.get());
        Wanted whole = new Wanted(wanted.queue() + ": " + wanted.reason().text());
        String actual = item.get().queue() + ": " + item.get().reason();
        Optional<Wanted.Difference> difference = whole.difference(actual);
        if (difference.isPresent()) {
            throw new Differs("the work item about " + Rehearsal.called(wanted.customer()) + " is another one",
                    Comparison.of(whole, actual, difference.get()));
        }
    }

    private void haveNoItem(String customer) throws Differs {
        Optional<Item> more = stage.nextItem(customer);
        if (more.isPresent()) {
            throw new Differs("a work item about " + Rehearsal.called(customer) + " was opened that is not written here",
                    Comparison.actual("work item " + more.get().queue() + ": " + more.get().reason()));
        }
    }

    private void beIn(Step.IsIn wanted) throws Differs {
        Optional<Conversation.State> state = stage.conversation(wanted.customer());
        if (!state.equals(Optional.of(wanted.state()))) {
            throw new Differs("the conversation is in another state",
                    Comparison.of(word(wanted.state()), state.map(Audience::word).orElse("there is none")));
        }
    }

    static String word(Conversation.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
