package io.keyline.dialogue;

import io.keyline.hub.Handler;
import io.keyline.hub.Turn;
import io.keyline.store.Conversation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The started routes in which conversations go on, by their ids, and the routes of dialogues, by their names. */
public final class Entrances {

    private final Map<String, Handler> routes = new ConcurrentHashMap<>();
    private final Map<String, String> dialogues = new ConcurrentHashMap<>();

    /** The route is started: its conversations may go on. */
    public void add(Handler route) {
        routes.put(route.name(), route);
    }

    /**
     * The route of a dialogue is started.
     *
     * @throws IllegalStateException if another route has this dialogue
     */
    public void add(String dialogue, Handler route) {
        String other = dialogues.putIfAbsent(dialogue, route.name());
        if (other != null) {
            throw new IllegalStateException("dialogue:" + dialogue + " is taken by the route " + other);
        }
        add(route);
    }

    public void remove(Handler route) {
        dialogues.values().remove(route.name());
        routes.remove(route.name(), route);
    }

    /** The id of the route that has this dialogue, if it is started. */
    public Optional<String> dialogue(String name) {
        return Optional.ofNullable(dialogues.get(name));
    }

    /** The route in which the conversation goes on; if it is not there any more, an employee takes over. */
    Handler of(Conversation conversation, Voice voice) {
        Handler route = routes.get(conversation.route());
        return route != null ? route : new Gone(conversation.route(), voice);
    }

    private record Gone(String name, Voice voice) implements Handler {

        @Override
        public void handle(Turn turn, Runnable done) {
            turn.fail(voice.say("dialogue.changed", turn, Map.of()), "the route " + name + " is not there any more");
            done.run();
        }
    }
}
