package io.keyline.hub;

import java.util.List;

/** How long a text takes to be read out: who cannot turn back hears no more than so much, and gets the whole in writing. */
public final class Spoken {

    /** The channel on which texts are read out. */
    public static final String CHANNEL = "voice";
    /** In characters at about 15 a second, half a minute; a Chinese character takes as long as three letters. */
    private static final int LONGEST = 450;
    private static final int SYLLABLE = 3;

    private Spoken() {
    }

    /** Whether all this is more than a caller can keep in mind. */
    public static boolean isTooLong(List<String> texts) {
        return texts.stream().mapToInt(Spoken::length).sum() > LONGEST;
    }

    /** As much of a text that is too long as is heard: whole sentences, or words where a sentence has no end. */
    public static String beginning(String text) {
        int end = 0;
        for (int length = 0; end < text.length() && length < LONGEST; end += Character.charCount(text.codePointAt(end))) {
            length += weight(text.codePointAt(end));
        }
        if (end >= text.length()) {
            return text;
        }
        int sentence = Math.max(Math.max(text.lastIndexOf(". ", end), text.lastIndexOf("。", end)), text.lastIndexOf('\n', end));
        int word = text.lastIndexOf(' ', end);
        return text.substring(0, sentence > 0 ? sentence + 1 : word > 0 ? word : end);
    }

    private static int length(String text) {
        return text.codePoints().map(Spoken::weight).sum();
    }

    private static int weight(int character) {
        return Character.isIdeographic(character) ? SYLLABLE : 1;
    }
}
