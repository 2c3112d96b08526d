package io.keyline.channel.gsm;

import java.text.Normalizer;

/** Characters for which GSM 03.38 has another that says the same: one curly quote need not cost a text more than half of its room. */
public final class Substitutions {

    private Substitutions() {
    }

    /** The text in composed form (NFC) with all substitutions made; other characters stay. */
    public static String apply(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        StringBuilder plain = new StringBuilder(composed.length() + 8);
        for (int i = 0; i < composed.length(); i++) {
            append(composed.charAt(i), plain);
        }
        return plain.toString();
    }

    private static void append(char character, StringBuilder plain) {
        switch (character) {
            // curly, low and reversed quotes, prime, modifier apostrophe, acute and backtick
            case '\u2018', '\u2019', '\u201A', '\u201B', '\u2032', '\u02BC', '\u00B4', '`' -> plain.append('\'');
            case '\u201C', '\u201D', '\u201E', '\u201F', '\u2033', '\u00AB', '\u00BB' -> plain.append('"');
            case '\u2039' -> plain.append('<');
            case '\u203A' -> plain.append('>');
            // hyphens, dashes and the minus sign of number formats
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212' -> plain.append('-');
            case '\u2022' -> plain.append('*');
            case '\u2026' -> plain.append("...");
            // tab and spaces of any width, among them those that number formats put between thousands
            case '\t', '\u00A0', '\u2000', '\u2001', '\u2002', '\u2003', '\u2004', '\u2005', '\u2006', '\u2007', '\u2008', '\u2009',
                    '\u200A', '\u202F', '\u205F', '\u3000' -> plain.append(' ');
            case '\u0085', '\u2028', '\u2029' -> plain.append('\n');
            // what has no width: soft hyphen, joiners, direction marks and isolates, byte order mark
            case '\u00AD', '\u200B', '\u200C', '\u200D', '\u200E', '\u200F', '\u2060', '\u2066', '\u2067', '\u2068', '\u2069',
                    '\uFEFF' -> {
            }
            default -> plain.append(character);
        }
    }
}
