package io.keyline.route;

import io.keyline.hub.Turn;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;

/** Texts as a customer reads them: in their language, with the names that every text may use. */
final class Wording {

    private final Keyline keyline;

    private Wording(Keyline keyline) {
        this.keyline = keyline;
    }

    static Wording of(CamelContext context) {
        return new Wording(Keyline.of(context));
    }

    String render(String key, Turn turn, Map<String, Object> data) {
        Map<String, Object> names = new HashMap<>(data);
        names.put("commands", keyline.commands().summary(language(turn), keyline.texts()));
        return keyline.texts().render(key, language(turn), names);
    }

    boolean has(String key) {
        return keyline.texts().has(key);
    }

    String language(Turn turn) {
        String learned = turn.customer().language();
        return learned == null ? keyline.defaultLanguage() : learned;
    }
}
