package io.keyline.consent;

import io.keyline.language.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a message, taken apart more eagerly than for keywords, so that "Stop.please" and "退订123" show their opt-out
 * word: all punctuation parts words but hyphen and apostrophe within one ("opt-out", "non-stop"), and so does the border
 * between Chinese and other letters. Emoji and other signs are no words.
 */
final class Tokens {

    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean unspaced;

    private Tokens() {
    }

    static List<String> of(String text) {
        Tokens tokens = new Tokens();
        String folded = Words.fold(text);
        for (int at = 0; at < folded.length(); at += Character.charCount(folded.codePointAt(at))) {
            tokens.take(folded.codePointAt(at));
        }
        tokens.endWord();
        return tokens.words;
    }

    private void take(int c) {
        if (Character.isLetterOrDigit(c) || isMark(c)) {
            takeLetter(c);
        } else if (Character.getType(c) == Character.DASH_PUNCTUATION) {
            takeJoint('-');
        } else if (c == '\'' || c == '’') {
            takeJoint('\'');
        } else {
            endWord();
        }
    }

    private void takeLetter(int c) {
        boolean turns = !isMark(c) && Words.isUnspaced(c) != unspaced;
        if (turns) {
            endWord();
            unspaced = !unspaced;
        }
        word.appendCodePoint(c);
    }

    private void takeJoint(char joint) {
        if (word.isEmpty() || isJoint(word.charAt(word.length() - 1))) {
            endWord();
        } else {
            word.append(joint);
        }
    }

    private void endWord() {
        if (!word.isEmpty() && isJoint(word.charAt(word.length() - 1))) {
            word.setLength(word.length() - 1);
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isJoint(char c) {
        return c == '-' || c == '\'';
    }

    private static boolean isMark(int c) {
        if (c < 0x300) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
