package io.keyline.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.deploy.Acme;
import io.keyline.deploy.Assembly;
import io.keyline.hub.Arrival;
import io.keyline.hub.Hub;
import io.keyline.hub.Live;
import io.keyline.hub.SendException;
import io.keyline.hub.TestHub;
import io.keyline.hub.Time;
import io.keyline.hub.TryLater;
import io.keyline.hub.VirtualTime;
import io.keyline.identity.Links;
import io.keyline.store.Database;
import io.keyline.store.Rows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.Component;
import org.jdbi.v3.core.Jdbi;

/**
 * A company whose hub is real, with the shipped routes and a real database. Only its two borders are played: the SMSC is a list
 * of what was sent, and the back office answers when the test says so.
 */
final class Company implements AutoCloseable, Rows {

    static final String NUMBER = TestHub.NUMBER;

    /** Of this company every one-time code is. */
    static final String CODE = "123456";

    /** A question about this account never gets to the back office. */
    static final String UNASKABLE = "unaskable";

    /** A request that the back office has received. */
    record Call(Request request, CompletableFuture<Reply> answer) {

        void ok(Map<String, Object> data) {
            answer(Reply.Status.OK, null, data);
        }

        void refused(String reason, Map<String, Object> data) {
            answer(Reply.Status.REFUSED, reason, data);
        }

        void answer(Reply.Status status, String reason, Map<String, Object> data) {
            answer.complete(reply(status, reason, data));
        }

        Reply reply(Reply.Status status, String reason, Map<String, Object> data) {
            return new Reply(request.key(), status, reason, data);
        }
    }

    /** What became of a customer's message. */
    record Ended(String state, String reason, String route) {
    }

    /** What there is outside: the same for all hubs of a company. */
    record Outside(Time time, Map<String, BlockingQueue<String>> sent, BlockingQueue<Call> calls, Set<String> refusing) {

        Outside(Time time) {
            this(time, new ConcurrentHashMap<>(), new LinkedBlockingQueue<>(), ConcurrentHashMap.newKeySet());
        }
    }

    private final Acme.Place place;
    private final Outside outside;
    private final LateReplies late = new LateReplies();
    private final Acme acme;
    private final AtomicLong fingerprints = new AtomicLong();
    private final long session;
    private final Hub hub;

    /** @param more routes in YAML beside the shipped ones */
    Company(String... more) throws Exception {
        this(Time.system(), Map.of(), more);
    }

    /** @param beans what routes may name */
    Company(Time time, Map<String, Object> beans, String... more) throws Exception {
        this(Acme.Place.fresh(), new Outside(time), beans, more);
    }

    /**
     * One hub of several.
     *
     * @param place its database is closed with it, as the membership is
     */
    Company(Acme.Place place, Outside outside, Map<String, Object> beans, String... more) throws Exception {
        this.place = place;
        this.outside = outside;
        acme = new Acme(place, outside.time, Assembly.channels(NUMBER), () -> CODE, this::ask);
        hub = acme.hub;
        session = acme.sessions.opened();
        beans.forEach(acme.camel.getRegistry()::bind);
        addShippedRoutes();
        for (String routes : more) {
            addRoutes("more.yaml", routes);
        }
        hub.outbox().open("sms", message -> {
            if (outside.refusing.contains(message.to())) {
                throw new SendException(SendException.Outcome.REFUSED, "0x0000000B", "invalid destination", null);
            }
            TestHub.take(message, "sms", taken -> inbox(taken.to()).add(taken.text()));
        }, 50, 0);
        TestHub.carry(hub, "email", taken -> inbox(taken.to()).add(taken.text()));
        late.open(hub.results());
        acme.start();
    }

    /** All that need nothing but the hub. */
    private void addShippedRoutes() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(path -> path.getFileName().toString().matches(".*(?<!-events)\\.yaml")).sorted().toList()) {
                String yaml = Files.readString(file);
                if (!yaml.contains("inbound:") && !yaml.contains("outbound:")) {
                    addRoutes(file.toString(), yaml);
                }
            }
        }
    }

    /** A channel opens. */
    void open(String scheme, Component component, String yaml) throws Exception {
        acme.camel.addComponent(scheme, component);
        addRoutes("channel.yaml", yaml);
    }

    Hub hub() {
        return hub;
    }

    Database database() {
        return place.database();
    }

    @Override
    public Jdbi jdbi() {
        return place.database().jdbi();
    }

    private void addRoutes(String name, String yaml) throws Exception {
        YamlRoutes.add(acme.camel, name, yaml);
    }

    private CompletableFuture<Reply> ask(Request request) {
        if (UNASKABLE.equals(request.data().get("account"))) {
            throw new IllegalStateException("a defect on the way to the broker");
        }
        Call call = new Call(request, new CompletableFuture<>());
        outside.calls.add(call);
        return call.answer;
    }

    /** A route is deployed anew. */
    void replace(String id, String yaml) throws Exception {
        acme.camel.getRouteController().stopRoute(id);
        acme.camel.removeRoute(id);
        addRoutes("more.yaml", yaml);
    }

    /** An event arrives. */
    void send(String endpoint, Object body) {
        try (var template = acme.camel.createProducerTemplate()) {
            template.sendBody(endpoint, body);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** So much time passes. */
    void pass(Duration duration) {
        ((VirtualTime) outside.time).moveTo(outside.time.instant().plus(duration));
        hub.takeUpDue();
    }

    /** The number of this hub. */
    int ownNumber() {
        return place.membership().number();
    }

    /** The hub ends, and its lease is over; it had no time to give anything away. */
    void dies() throws Exception {
        acme.close();
        jdbi().useHandle(handle -> handle.execute("update hub set lease_until = now() where number = ?", ownNumber()));
        place.database().close();
    }

    /** Waits until the hub has nothing more to do. */
    void comesToRest() {
        await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(2)).until(() -> hub.turnsInHand() == 0 && hub.messagesInHand() == 0);
    }

    /** Queue and reason of the work items about a customer, in order. */
    List<List<String>> workItems(String customer) {
        return jdbi().withHandle(handle -> handle.createQuery("select queue, reason from work_item w join address a using (customer_id) "
                + "where a.value = :customer order by w.id").bind("customer", customer).map((rs, ctx) -> List.of(rs.getString(1), rs.getString(2)))
                .list());
    }

    /** Somebody has their hands in the database: the SQL says {@code :customer} for the address. */
    void tamper(String customer, String sql) {
        int rows = jdbi().withHandle(handle -> handle.createUpdate(sql).bind("customer", customer).execute());
        assertThat(rows).as("rows of " + sql).isPositive();
    }

    /** All that the database holds of texts, as text. */
    String everythingStored() {
        return jdbi().withHandle(handle -> String.join("\n", handle.createQuery("select text from message union all "
                + "select result::text from journal where result is not null union all select coalesce(question::text, '') || body::text || "
                + "coalesce(reason, '') from conversation union all select reason from work_item").mapTo(String.class).list()));
    }

    private BlockingQueue<String> inbox(String customer) {
        return outside.sent.computeIfAbsent(customer, address -> new LinkedBlockingQueue<>());
    }

    /** A customer writes; returns when it is acknowledged. */
    void receives(String customer, String text) {
        receives(customer, NUMBER, text);
    }

    void receives(String customer, String number, String text) {
        receives(new Arrival.Text("sms", "sms", session, customer, number, text, true, fingerprints.incrementAndGet()));
    }

    void receives(Arrival arrival) {
        assertThat(hub.intake().accept(arrival)).succeedsWithin(Duration.ofSeconds(5));
    }

    /** A customer who waits for the answer says something; they will hear it. */
    CompletableFuture<Live.Answer> hearsLater(Arrival.Text said) {
        return hub.intake().ask(said);
    }

    /** As {@link #hearsLater}: what they hear at once. */
    List<String> hears(Arrival.Text said) {
        return hearsLater(said).orTimeout(5, TimeUnit.SECONDS).join().texts();
    }

    /** The next text that the customer gets. */
    String answers(String customer) throws InterruptedException {
        String text = inbox(customer).poll(5, TimeUnit.SECONDS);
        assertThat(text).as("an answer to " + customer + "; so far " + ended(customer)).isNotNull();
        return text;
    }

    /** What the customer gets for a text that the back office has no part in. */
    String answers(String customer, String text) throws InterruptedException {
        receives(customer, text);
        return answers(customer);
    }

    /** The next request that the back office receives. */
    Call asks() throws InterruptedException {
        Call call = outside.calls.poll(5, TimeUnit.SECONDS);
        assertThat(call).as("a request to the back office").isNotNull();
        return call;
    }

    /** A reply that no turn in memory waits for. */
    void receivesLate(Reply reply) {
        late.accept(reply);
    }

    /** What became of the customer's messages, in order. */
    List<Ended> ended(String customer) {
        return jdbi().withHandle(handle -> handle.createQuery("select state, reason, handled_by from message "
                + "where inbound and customer_address = :customer order by id").bind("customer", customer)
                .map((rs, ctx) -> new Ended(rs.getString(1), rs.getString(2), rs.getString(3))).list());
    }

    /** Waits until the customer's last message is in this state. */
    Ended ended(String customer, String state) {
        return await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(10))
                .until(() -> ended(customer).getLast(), last -> last.state().equals(state));
    }

    /** Waits until the customer's last conversation is in this state, and returns the reason. */
    String conversation(String customer, String state) {
        return await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(10)).until(() -> jdbi().withHandle(handle -> handle
                .createQuery("select state, reason from conversation where customer_address = :customer order by id desc limit 1")
                .bind("customer", customer).map((rs, ctx) -> new Ended(rs.getString(1), rs.getString(2), null)).findOne().orElse(null)),
                last -> last != null && last.state().equals(state)).reason();
    }

    Keyline keyline() {
        return acme.keyline;
    }

    Links links() {
        return acme.keyline.links();
    }

    /** Somebody with this address exists. */
    void known(String address) {
        jdbi().useTransaction(handle -> hub.customers().customers(handle, Set.of(address)));
    }

    /** The id of the customer who has this address. */
    long customer(String address) {
        return jdbi().withHandle(handle -> handle.createQuery("select customer_id from address where value = :address")
                .bind("address", address).mapTo(Long.class).one());
    }

    boolean isOptedOut(String address) {
        return jdbi().withHandle(handle -> handle.createQuery("select opted_out from customer c join address a on a.customer_id = c.id "
                + "where a.value = :address").bind("address", address).mapTo(Boolean.class).one());
    }

    /** What was said to the customer who has this address, in the order in which it was decided: the address that it went to and the text. */
    List<String> saidInOrder(String address) {
        return jdbi().withHandle(handle -> handle.createQuery("select customer_address || ' ' || text from message "
                + "where not inbound and customer_id = :customer order by id").bind("customer", customer(address)).mapTo(String.class).list());
    }

    /** Channel and address of the conversation that began last with this customer. */
    String lastConversation(String address) {
        return jdbi().withHandle(handle -> handle.createQuery("select channel || ' ' || customer_address from conversation "
                + "where customer_id = :customer order by id desc limit 1").bind("customer", customer(address)).mapTo(String.class).one());
    }

    /** Who linked and unlinked, in order. */
    List<String> ledger(String address) {
        return jdbi().withHandle(handle -> handle.createQuery("select who || ': ' || why || ', ' || state || coalesce(' by ' || undone_by "
                + "|| ': ' || undone_why, '') from customer_link where address = :address order by id").bind("address", address).mapTo(String.class).list());
    }

    /** What the consent ledger holds of a customer: action, words and rule. */
    List<List<String>> consent(String customer) {
        return jdbi().withHandle(handle -> handle.createQuery("select action, words, rule from consent c "
                + "join address a using (customer_id) where a.value = :customer order by c.id").bind("customer", customer)
                .map((rs, ctx) -> List.of(rs.getString(1), rs.getString(2), rs.getString(3))).list());
    }

    long idOf(String customer) {
        return jdbi().withHandle(handle -> handle.createQuery("select customer_id from address where value = :customer")
                .bind("customer", customer).mapTo(Long.class).one());
    }

    /** Something else is done for the customer, and their turns wait so long. */
    void betweenTurns(String customer, Runnable work) {
        try {
            hub.pauses().between(customer, Duration.ofSeconds(5), handle -> {
                work.run();
                return true;
            });
        } catch (TryLater e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is left over: nobody was sent more than the test has read. */
    Map<String, List<String>> unread() {
        Map<String, List<String>> unread = new HashMap<>();
        outside.sent.forEach((customer, texts) -> {
            if (!texts.isEmpty()) {
                unread.put(customer, List.copyOf(texts));
            }
        });
        return unread;
    }

    int unreadCalls() {
        return outside.calls.size();
    }

    @Override
    public void close() throws Exception {
        acme.close();
        place.database().close();
    }
}
