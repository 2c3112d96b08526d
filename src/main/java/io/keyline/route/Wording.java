package io.keyline.route;

import io.keyline.dialogue.Voice;
import io.keyline.hub.Turn;
import io.keyline.language.Texts;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;

/** Texts as a customer reads them: in their language, with what the conversation knows and the names that every text may use. */
public final class Wording implements Voice {

    /** A PIN in a text would be stored with it, and read by whoever holds the telephone. */
    private static final String HIDDEN = "****";

    private final Texts texts;
    private final Commands commands;
    private final String defaultLanguage;

    /** @param texts the catalogue, with what every text may name filled in */
    public Wording(Texts texts, Commands commands, String defaultLanguage) {
        this.texts = texts;
        this.commands = commands;
        this.defaultLanguage = defaultLanguage;
    }

    static Wording of(CamelContext context) {
        Keyline keyline = Keyline.of(context);
        return keyline == null ? null : keyline.wording();
    }

    @Override
    public String say(String key, Turn turn, Map<String, Object> more) {
        return say(key, turn, more, turn.channel());
    }

    /** @param channel on which it will be read */
    String say(String key, Turn turn, Map<String, Object> more, String channel) {
        Map<String, Object> names = new HashMap<>(turn.memory().names());
        names.putAll(more);
        names.replaceAll((name, value) -> turn.memory().secrets().contains(name) ? HIDDEN : value);
        names.put("channel", channel);
        names.put("commands", commands.summary(language(turn), texts));
        return texts.render(key, language(turn), names);
    }

    boolean has(String key) {
        return texts.has(key);
    }

    /** The catalogue. */
    public Texts texts() {
        return texts;
    }

    @Override
    public String language(Turn turn) {
        String learned = turn.customer().language();
        return learned == null ? defaultLanguage : learned;
    }
}
