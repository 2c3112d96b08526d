package io.keyline.worklist;

/** What an employee may write: text that every channel and the database can take. */
final class Plain {

    private Plain() {
    }

    static void check(String field, String text, int longest) {
        if (text.isBlank()) {
            throw RefusedException.invalid(field, "is empty");
        }
        if (text.length() > longest) {
            throw RefusedException.invalid(field, "has " + text.length() + " characters, " + longest + " at most");
        }
        if (text.codePoints().anyMatch(Plain::isUnwritable)) {
            throw RefusedException.invalid(field, "holds a control character, or half of one character");
        }
    }

    private static boolean isUnwritable(int point) {
        return Character.isISOControl(point) && point != '\n' || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
