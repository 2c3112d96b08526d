package io.keyline.dialogue;

import io.keyline.hub.Handler;
import io.keyline.hub.Turn;
import io.keyline.store.Conversation;
import io.keyline.store.Trust;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The started routes in which conversations go on, by their ids, and the routes of dialogues, by their names. */
public final class Entrances {

    private final Map<String, Handler> routes = new ConcurrentHashMap<>();
    private final Map<String, Trust> needed = new ConcurrentHashMap<>();
    private final Map<String, String> dialogues = new ConcurrentHashMap<>();

    /** The route is started: its conversations may go on. @param access how far who answers in it must be believed */
    public void add(Handler route, Trust access) {
        routes.put(route.name(), route);
        needed.put(route.name(), access);
    }

    /**
     * The route of a dialogue is started.
     *
     * @throws IllegalStateException if another route has this dialogue
     */
    public void add(String dialogue, Handler route, Trust access) {
        String other = dialogues.putIfAbsent(dialogue, route.name());
        if (other != null) {
            throw new IllegalStateException("dialogue:" + dialogue + " is taken by the route " + other);
        }
        add(route, access);
    }

    public void remove(Handler route) {
        dialogues.values().remove(route.name());
        routes.remove(route.name(), route);
    }

    /** The id of the route that has this dialogue, if it is started. */
    public Optional<String> dialogue(String name) {
        return Optional.ofNullable(dialogues.get(name));
    }

    /** How far who answers in a route must be believed. */
    Trust access(String route) {
        return needed.getOrDefault(route, Trust.IDENTIFIED);
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
