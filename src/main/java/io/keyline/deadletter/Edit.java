package io.keyline.deadletter;

/**
 * What an operator puts in the place of what could not be handled.
 *
 * @param text what a customer is to read; null if it is not that
 * @param data what a system is to read; null if it is not that
 */
public record Edit(String text, String data) {

    /** In characters. */
    static final int LONGEST = 64 * 1024;

    String textOnly() throws RefusedEditException {
        if (text == null || data != null) {
            throw new RefusedEditException("only its text can be edited");
        }
        if (text.isBlank() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw new RefusedEditException("the text is empty, too long, or has a NUL");
        }
        return text;
    }

    String dataOnly() throws RefusedEditException {
        if (data == null || text != null) {
            throw new RefusedEditException("only its data can be edited");
        }
        if (data.isBlank() || data.length() > LONGEST || data.indexOf('\0') >= 0) {
            throw new RefusedEditException("the data are empty, too long, or have a NUL");
        }
        return data;
    }

    String content() {
        return text != null ? text : data;
    }
}
