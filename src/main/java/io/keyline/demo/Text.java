package io.keyline.demo;

import java.util.List;

/**
 * A whole message as a person reads it.
 *
 * @param parts how many short messages carried it
 * @param units how long it is in all: septets, UTF-16 units or octets, without headers
 */
public record Text(String from, String to, String text, int parts, Alphabet alphabet, int units) {

    static Text of(List<ShortMessage> parts) {
        ShortMessage first = parts.get(0);
        StringBuilder text = new StringBuilder();
        int units = 0;
        for (ShortMessage part : parts) {
            text.append(part.alphabet().decode(part.body()));
            units += part.alphabet().units(part.body().length);
        }
        return new Text(first.from(), first.to(), text.toString(), parts.size(), first.alphabet(), units);
    }

    /** For people: {@code 1 part, GSM 03.38, 35 septets}. */
    public String form() {
        return parts + (parts == 1 ? " part, " : " parts, ") + alphabet.count(units);
    }
}
