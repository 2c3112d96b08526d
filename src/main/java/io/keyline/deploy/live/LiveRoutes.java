package io.keyline.deploy.live;

import io.keyline.deploy.Assembly;
import io.keyline.deploy.Edition;
import io.keyline.deploy.Plan;
import io.keyline.deploy.RouteFile;
import io.keyline.hub.Outbox;
import io.keyline.language.Texts;
import io.keyline.route.Keyline;
import io.keyline.route.Recorder;
import java.util.Collection;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that run. Those of customers come as a whole, an {@link Edition} in a Camel context of its own; those of the outside stay
 * in theirs, file by file.
 */
public final class LiveRoutes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
    /** Longer than a route waits for the back office before it parks. */
    private static final long LAST_TURN_MINUTES = 2;

    /**
     * What a context has besides its routes.
     *
     * @param inside  prepares one for routes of customers; called for each edition
     * @param outside prepares the one for routes of the outside
     */
    public record Parts(Consumer<DefaultCamelContext> inside, Consumer<DefaultCamelContext> outside) {
    }

    private final Assembly assembly;
    private final Properties settings;
    private final Parts parts;
    private final Outside outside;
    private DefaultCamelContext inside;

    /** @param settings what {@code {{name}}} in a route stands for */
    public LiveRoutes(Assembly assembly, Properties settings, Parts parts) {
        this.assembly = assembly;
        this.settings = settings;
        this.parts = parts;
        DefaultCamelContext camel = RouteContext.of("keyline-outside", settings);
        camel.getRegistry().bindAsPrototype("keyline", Keyline.class, assembly::keyline);
        parts.outside.accept(camel);
        outside = new Outside(camel);
    }

    /** Where the routes of the outside run. */
    public CamelContext outside() {
        return outside.camel();
    }

    /** Starts the routes of the edition that is current, and then those of the outside. */
    void start(Plan plan, Collection<RouteFile> files) throws Exception {
        inside = inside(assembly.current(), plan, files);
        Outbox outbox = assembly.keyline().hub().outbox();
        plan.waysOut().forEach(outbox::announce); // before the first of them could take what is another's
        outside.start(plan.outside());
        outbox.keepWays(outside.ids());
    }

    /**
     * Puts other routes and texts in the place of those that run, in one step for every turn.
     *
     * @param plan of the files; nothing in it is wrong
     * @throws Exception if something does not start; then what ran runs on. {@link NotStartedException} names the files
     */
    void replace(Plan plan, Collection<RouteFile> files, Texts texts) throws Exception {
        Edition next = assembly.edition(texts);
        DefaultCamelContext coming = inside(next, plan, files);
        Edition before = assembly.publish(next);
        try {
            outside.replace(plan.outside());
        } catch (Exception e) {
            assembly.publish(before);
            stopWhenEnded(next, coming);
            throw e;
        } finally {
            assembly.keyline().hub().outbox().keepWays(outside.ids());
        }
        stopWhenEnded(before, inside);
        inside = coming;
    }

    private DefaultCamelContext inside(Edition edition, Plan plan, Collection<RouteFile> files) throws Exception {
        DefaultCamelContext camel = RouteContext.of("keyline", settings);
        camel.getRegistry().bind("keyline", edition.keyline());
        camel.getCamelContextExtension().addInterceptStrategy(new Recorder());
        parts.inside.accept(camel);
        try {
            RouteContext.add(camel, files, plan.inside());
            camel.start();
            return camel;
        } catch (Exception e) {
            camel.stop();
            throw e;
        }
    }

    private static void stopWhenEnded(Edition edition, DefaultCamelContext camel) {
        edition.retire();
        edition.ended().orTimeout(LAST_TURN_MINUTES, TimeUnit.MINUTES).whenComplete((nothing, late) -> Thread.ofVirtual().name("edition-ends").start(() -> {
            if (late != null) {
                LOG.warn("routes that were replaced still have turns after {} minutes, and stop now", LAST_TURN_MINUTES);
            }
            camel.stop();
        }));
    }

    @Override
    public void close() {
        outside.close();
        if (inside != null) {
            inside.stop();
        }
    }
}
