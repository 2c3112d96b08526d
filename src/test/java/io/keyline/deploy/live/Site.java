package io.keyline.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.backoffice.Reply;
import io.keyline.backoffice.Request;
import io.keyline.channel.sms.SmscComponent;
import io.keyline.deploy.Acme;
import io.keyline.deploy.Assembly;
import io.keyline.deploy.RouteFiles;
import io.keyline.hub.Arrival;
import io.keyline.hub.Hub;
import io.keyline.hub.Sessions;
import io.keyline.hub.TestHub;
import io.keyline.language.Texts;
import io.keyline.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** A hub whose route files and texts an operator changes, in directories and a database that outlive it. */
public final class Site implements AutoCloseable {

    public static final List<String> LANGUAGES = List.of("en", "da");
    private static final String NUMBER = TestHub.NUMBER;
    private static final AtomicInteger CUSTOMERS = new AtomicInteger(1_000_000);

    private final Map<String, BlockingQueue<String>> inboxes = new ConcurrentHashMap<>();
    private final AtomicLong fingerprints = new AtomicLong();
    private final Sessions sessions = new Sessions();
    private final long session = sessions.opened();
    private final Hub hub;
    private final LiveRoutes routes;
    private final List<CamelContext> insides = new CopyOnWriteArrayList<>();
    /** What was asked of the back office and is not answered yet. */
    final BlockingQueue<CompletableFuture<Reply>> asked = new LinkedBlockingQueue<>();
    /** The borders that are open, by their names. */
    final Set<String> open = ConcurrentHashMap.newKeySet();
    final AtomicInteger opened = new AtomicInteger();
    public final Deployments deployments;

    /** Starts it. @param home has the directories {@code routes} and {@code messages} */
    public Site(Path home, Database database) throws Exception {
        deployments = deployments(home, database);
        Texts texts = deployments.prepare();
        Assembly assembly = Assembly.open(database, TestHub.settings(Files.createTempDirectory("keyline-site"), Assembly.channels(NUMBER)), sessions, texts,
                "en", "DKK", Acme.COMPANY, Acme.codes(() -> "123456"), this::ask);
        hub = assembly.keyline().hub();
        routes = new LiveRoutes(assembly, new Properties(), new LiveRoutes.Parts(insides::add, camel -> camel.addComponent("border", new Border())));
        deployments.start(routes);
        TestHub.carry(hub, "sms", taken -> inbox(taken.to()).add(taken.text()));
        hub.start();
    }

    /** As a hub has them, without one. */
    Deployments deployments(Path home, Database database) {
        Path messages = home.resolve("messages");
        return new Deployments(home.resolve("routes"), messages, LANGUAGES,
                contents -> Texts.of(contents, messages, LANGUAGES, "en", ZoneOffset.UTC).with(Acme.ABOUT),
                new RouteFiles(new Properties(), () -> Map.<String, Component>of("smpp", SmscComponent.forChecks(), "border", new Border())), null, database,
                accepted -> { });
    }

    private CompletableFuture<Reply> ask(Request request) {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }

    /** A channel that is open while its route runs, and refuses to open if it is called {@code taken}. */
    private final class Border extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor) {
                        @Override
                        protected void doStart() throws Exception {
                            super.doStart();
                            if (name.equals("taken")) {
                                throw new IOException("the port is taken");
                            }
                            assertThat(open.add(name)).as("%s is open already", name).isTrue();
                            opened.incrementAndGet();
                        }

                        @Override
                        protected void doStop() throws Exception {
                            open.remove(name);
                            super.doStop();
                        }
                    };
                }
            };
        }
    }

    static String newcomer() {
        return "+4520" + CUSTOMERS.incrementAndGet();
    }

    private BlockingQueue<String> inbox(String customer) {
        return inboxes.computeIfAbsent(customer, any -> new LinkedBlockingQueue<>());
    }

    void says(String customer, String text) {
        hub.intake().accept(new Arrival.Text("sms", "sms", session, customer, NUMBER, text, true, fingerprints.incrementAndGet())).join();
    }

    /** The next thing that the customer is told. */
    String hears(String customer) {
        try {
            String heard = inbox(customer).poll(20, TimeUnit.SECONDS);
            assertThat(heard).as("nothing came").isNotNull();
            return heard;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What somebody new is answered. */
    String answerTo(String text) {
        String customer = newcomer();
        says(customer, text);
        return hears(customer);
    }

    /** The directories have been looked at often enough for what was saved to count. */
    void notices() {
        deployments.poll();
        deployments.poll();
    }

    /** How many editions run, the one that is current among them. */
    long editions() {
        return insides.stream().filter(camel -> !camel.isStopped()).count();
    }

    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        deployments.close();
        hub.hold();
        routes.close();
        hub.close();
    }
}
