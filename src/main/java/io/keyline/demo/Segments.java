package io.keyline.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Cuts a text into the short messages that carry it. */
public final class Segments {

    private static final int MOST = 255;
    private static final AtomicInteger REFERENCE = new AtomicInteger();

    private Segments() {
    }

    /** One message where the text fits, else parts with an 8-bit reference, as most telephones write them. */
    public static List<ShortMessage> of(String from, String to, String text) {
        return of(from, to, text, Concatenation.Form.UDH_8_BIT, REFERENCE.incrementAndGet() & 0xFF);
    }

    /** The same with the form and the reference of the caller's choice. */
    public static List<ShortMessage> of(String from, String to, String text, Concatenation.Form form, int reference) {
        Alphabet alphabet = Alphabet.cheapest(text);
        ShortMessage whole = ShortMessage.of(from, to).text(text, alphabet);
        if (alphabet.units(whole.octets().length) <= alphabet.capacity(0)) {
            return List.of(whole);
        }
        List<String> pieces = cut(text, alphabet, alphabet.capacity(form.headerOctets));
        if (pieces.size() > MOST) {
            throw new IllegalArgumentException("the text needs " + pieces.size() + " parts; a message has at most " + MOST);
        }
        List<ShortMessage> parts = new ArrayList<>();
        for (String piece : pieces) {
            Concatenation place = new Concatenation(reference, pieces.size(), parts.size() + 1);
            parts.add(place.writeTo(whole.text(piece, alphabet), form));
        }
        return parts;
    }

    /** Cuts between characters only: neither a surrogate pair nor an escape sequence is torn. */
    private static List<String> cut(String text, Alphabet alphabet, int capacity) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int used = 0;
        for (int codePoint : text.codePoints().toArray()) {
            int units = alphabet.units(alphabet.encode(Character.toString(codePoint)).length);
            if (used + units > capacity) {
                pieces.add(piece.toString());
                piece.setLength(0);
                used = 0;
            }
            piece.appendCodePoint(codePoint);
            used += units;
        }
        pieces.add(piece.toString());
        return pieces;
    }
}
