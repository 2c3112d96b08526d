package io.keyline.hub;

import java.util.Map;

/** What a channel says by itself, from the catalogue of texts. Bound in Camel's registry, for channels know no texts. */
public interface Phrases {

    /**
     * A text in a language.
     *
     * @param language BCP 47
     * @param names    what the text may name
     */
    String say(String key, String language, Map<String, Object> names);
}
