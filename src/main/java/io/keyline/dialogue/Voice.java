package io.keyline.dialogue;

import io.keyline.hub.Turn;
import java.util.Map;

/** Says a text of the catalogue in the language of a turn's customer. */
public interface Voice {

    /** @param names what the text may name besides what the conversation knows */
    String say(String key, Turn turn, Map<String, Object> names);

    /** BCP 47. */
    String language(Turn turn);
}
