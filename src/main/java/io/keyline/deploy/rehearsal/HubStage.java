package io.keyline.deploy.rehearsal;

import io.keyline.hub.Arrival;
import io.keyline.hub.Channels;
import io.keyline.hub.Live;
import io.keyline.store.Conversation;
import io.keyline.store.Menu;
import io.keyline.store.RehearsalSql;
import io.keyline.store.Trust;
import io.keyline.worklist.Outcome;
import io.keyline.worklist.Worklist;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;

/** One rehearsal on the hub of a {@link HubTheatre}. */
final class HubStage implements Stage {

    /** What a customer got. Two channels may bring two messages in any order; they are read in the order in which they were said. */
    private record Got(long id, String text) implements Comparable<Got> {

        @Override
        public int compareTo(Got other) {
            return Long.compare(id, other.id);
        }
    }

    private static final String EMPLOYEE = "employee";
    /** Where the customer has signed in, or entered a code in the call: each dialogue would only repeat it. */
    private static final Set<String> PROVED = Set.of("web", "voice");

    private final HubTheatre theatre;
    private final Passage passage;
    private final long session;
    private final Map<String, String> addresses = new HashMap<>();
    private final Map<String, Queue<Got>> inboxes = new ConcurrentHashMap<>();
    /** What each address was shown last that can be chosen by number. */
    private final Map<String, Menu> menus = new ConcurrentHashMap<>();
    private final Map<String, Long> lastItems = new HashMap<>();
    private final Worklist worklist;
    private long said;

    HubStage(HubTheatre theatre) {
        this.theatre = theatre;
        this.passage = theatre.passage();
        this.session = theatre.hub().sessions().opened();
        this.worklist = theatre.worklist();
    }

    private String address(String customer) {
        return addresses.computeIfAbsent(customer, any -> theatre.newAddress());
    }

    @Override
    public ZonedDateTime now() {
        return passage.now().atZone(theatre.company().zone());
    }

    @Override
    public void passTo(ZonedDateTime time) {
        passage.passTo(time.toInstant());
    }

    @Override
    public void speaks(String customer, String language) {
        theatre.database().jdbi().useTransaction(handle -> RehearsalSql.speaks(handle, address(customer), theatre.hub().newId(), language));
    }

    @Override
    public void says(String customer, String channel, String text) {
        String address = address(customer);
        Menu menu = menus.get(address);
        Arrival.Text message = new Arrival.Text(channel, "rehearsal", session, address, theatre.company().sender(),
                menu == null ? text : menu.said(text), true, ++said, PROVED.contains(channel) ? Trust.VERIFIED : Trust.IDENTIFIED, null);
        theatre.open(Channels.SMS);
        if (theatre.hub().channels().isLive(channel)) {
            asks(message);
            return;
        }
        theatre.open(channel);
        theatre.hub().intake().accept(message).join();
        passage.rest();
    }

    /** The customer waits for the answer, and sees it as one screen. */
    private void asks(Arrival.Text message) {
        CompletableFuture<Live.Answer> answer = theatre.hub().intake().ask(message);
        passage.rest();
        Live.Answer shown = answer.join();
        got(theatre.hub().newId(), message.from(), String.join("\n", shown.texts()), shown.menu());
    }

    @Override
    public void starts(String customer, String channel, String dialogue, String key, Map<String, Object> data) {
        theatre.open(theatre.hub().channels().isLive(channel) ? Channels.SMS : channel);
        Map<String, Object> event = new LinkedHashMap<>(Map.of("address", address(customer), "channel", channel, "data", data));
        if (key != null) {
            event.put("key", key);
        }
        try (ProducerTemplate outside = theatre.camel().createProducerTemplate()) {
            outside.sendBody("dialogue:" + dialogue, event);
        } catch (CamelExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        passage.rest();
    }

    /** The customer got a message. @param menu what they may choose from now on, by number; null for nothing */
    void got(long id, String address, String text, Menu menu) {
        menus.compute(address, (who, before) -> menu);
        inbox(address).add(new Got(id, Stream.concat(Stream.of(text), menu == null ? Stream.of() : menu.numbered().stream()).collect(Collectors.joining("\n"))));
    }

    private Queue<Got> inbox(String address) {
        return inboxes.computeIfAbsent(address, any -> new PriorityBlockingQueue<>());
    }

    @Override
    public Optional<String> next(String customer) {
        return Optional.ofNullable(inbox(address(customer)).poll()).map(Got::text);
    }

    @Override
    public Optional<Item> nextItem(String customer) {
        Optional<Item> next = theatre.database().jdbi().withHandle(handle -> RehearsalSql.nextItem(handle, address(customer),
                lastItems.getOrDefault(customer, 0L))).map(item -> new Item(item.id(), item.queue(), item.reason()));
        next.ifPresent(item -> lastItems.put(customer, item.id()));
        return next;
    }

    @Override
    public void answers(Item item, String text) {
        worklist.answer(item.id(), EMPLOYEE, text);
        passage.rest();
    }

    @Override
    public void handsBack(Item item, String text) {
        worklist.handBack(item.id(), EMPLOYEE, text);
        passage.rest();
    }

    @Override
    public void closes(Item item) {
        worklist.close(item.id(), EMPLOYEE, Outcome.CLOSED, null);
        passage.rest();
    }

    @Override
    public Optional<Conversation.State> conversation(String customer) {
        return theatre.database().jdbi().withHandle(handle -> RehearsalSql.state(handle, address(customer)));
    }

    /** Whoever waits in a call is brought to its end; then nothing is left of this rehearsal. */
    @Override
    public void close() {
        try {
            passage.rest();
        } catch (IllegalStateException e) {
            return; // the rehearsal has told, and the theatre opens no other stage
        }
        theatre.hub().sessions().closed(session);
        theatre.database().jdbi().useTransaction(RehearsalSql::clear);
    }
}
