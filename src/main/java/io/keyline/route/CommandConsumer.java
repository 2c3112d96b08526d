package io.keyline.route;

import io.keyline.dialogue.Entrances;
import io.keyline.hub.Handler;
import io.keyline.hub.Turn;
import io.keyline.store.Menu;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.support.DefaultConsumer;

/** Runs the route for each message that begins with the keyword, on a fresh exchange that holds nothing of the outside. */
final class CommandConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {

    private final CommandEndpoint endpoint;
    private final Arguments arguments;
    private final CommandLimits limits;
    private Commands commands;
    private Entrances entrances;
    private Handler entrance;
    private Wording wording;

    CommandConsumer(CommandEndpoint endpoint, Processor processor, Arguments arguments, CommandLimits limits) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.arguments = arguments;
        this.limits = limits;
    }

    @Override
    public CommandEndpoint getEndpoint() {
        return endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Keyline keyline = Keyline.of(endpoint.getCamelContext());
        commands = keyline.commands();
        entrances = keyline.entrances();
        wording = keyline.wording();
        entrance = TurnExchange.entrance(this, endpoint.needed());
        commands.add(this);
        entrances.add(entrance, endpoint.needed());
    }

    @Override
    protected void doStop() throws Exception {
        if (commands != null) {
            commands.remove(this);
            entrances.remove(entrance);
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() {
        commands.remove(this);
        entrances.remove(entrance);
    }

    @Override
    protected void doResume() {
        commands.add(this);
        entrances.add(entrance, endpoint.needed());
    }

    /** Handles a message that begins with the keyword; {@code rest} is what follows it. */
    Handler handler(String rest) {
        return new Handler() {
            @Override
            public String name() {
                return getRouteId();
            }

            @Override
            public void handle(Turn turn, Runnable done) {
                CommandConsumer.this.handle(turn, rest, done);
            }
        };
    }

    private void handle(Turn turn, String rest, Runnable done) {
        if (!limits.allow(turn, wording)) {
            done.run();
            return;
        }
        Optional<Map<String, Object>> body = arguments.read(rest);
        if (body.isEmpty()) {
            String usage = endpoint.getUsage() == null ? "unknown.answer" : endpoint.getUsage();
            turn.say(wording.say(usage, turn, Map.of()), new Menu(Menu.ARGUMENT, List.of(new Menu.Item(endpoint.getKeyword(), ""))));
            done.run();
            return;
        }
        TurnExchange.begin(this, turn, body.get(), endpoint.needed(), done);
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return true; // messages under way may still need this route
    }

    @Override
    public int getPendingExchangesSize() {
        return 0;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // nothing is kept here
    }
}
