package io.keyline.channel.gsm;

import java.util.Arrays;

/**
 * How the tables of 128 characters of 3GPP TS 23.038 come about. In a table, {@link #NONE} stands where a code has no character.
 *
 * <p>The Latin tables differ from the default in a few places, so they are written as replacements. The Indic tables and Urdu share a frame
 * of Latin letters, digits and punctuation; what they write into its gaps are runs of code points.
 */
final class SeptetTable {

    static final char NONE = '\0';
    static final char ESC = '\u001b';

    /** 6.2.1, GSM 7 bit Default Alphabet. */
    private static final String DEFAULT = "@£$¥èéùìòÇ\nØø\rÅå"
            + "Δ_ΦΓΛΩΠΨΣΘΞ" + ESC + "ÆæßÉ"
            + " !\"#¤%&'()*+,-./"
            + "0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNO"
            + "PQRSTUVWXYZÄÖÑÜ§"
            + "¿abcdefghijklmno"
            + "pqrstuvwxyzäöñüà";

    private static final char GAP = '·';

    private static final String LOCKING_FRAME = "··········\n··\r··"
            + "···········" + ESC + "····"
            + " !······)(··,·.·"
            + "0123456789:;···?"
            + "················"
            + "················"
            + "·abcdefghijklmno"
            + "pqrstuvwxyz·····";

    private static final String SINGLE_FRAME = "@£$¥¿\"¤%&'\f*+" + NONE + "-/"
            + "<=>¡^¡_#*··" + NONE + "····"
            + "········{}·····\\"
            + "············[~]·"
            + "|ABCDEFGHIJKLMNO"
            + "PQRSTUVWXYZ" + none(5)
            + none(5) + "€" + none(10)
            + none(16);

    private SeptetTable() {
    }

    static char[] alphabet() {
        return DEFAULT.toCharArray();
    }

    /** The default alphabet, but {@code with} at the codes of {@code instead}. */
    static char[] alphabet(String instead, String with) {
        return replace(alphabet(), instead, with);
    }

    /** 6.2.1.1, GSM 7 bit default alphabet extension table. */
    static char[] extension() {
        return replace(new char[128], "\nΛ()/<=>¡e", "\f^{}\\[~]|€");
    }

    /** The extension table, but {@code with} at the codes that {@code instead} have in the default alphabet. */
    static char[] extension(String instead, String with) {
        return replace(extension(), instead, with);
    }

    static char[] locking(String runs) {
        return fill(LOCKING_FRAME, runs);
    }

    static char[] single(String runs) {
        return fill(SINGLE_FRAME, runs);
    }

    private static char[] replace(char[] table, String instead, String with) {
        for (int i = 0; i < instead.length(); i++) {
            table[DEFAULT.indexOf(instead.charAt(i))] = with.charAt(i);
        }
        return table;
    }

    private static char[] fill(String frame, String runs) {
        char[] table = frame.toCharArray();
        int code = 0;
        for (char character : characters(runs)) {
            while (frame.charAt(code) != GAP) {
                code++;
            }
            table[code++] = character;
        }
        for (; code < table.length; code++) {
            if (table[code] == GAP) {
                table[code] = NONE;
            }
        }
        return table;
    }

    /** {@code "0981-0983 _ 098F"}: a run, a gap that stays empty, one code point. */
    private static char[] characters(String runs) {
        char[] characters = new char[128];
        int size = 0;
        for (String run : runs.split("\\s+")) {
            if (run.equals("_")) {
                characters[size++] = NONE;
                continue;
            }
            int first = Integer.parseInt(run, 0, 4, 16);
            int last = run.length() == 4 ? first : Integer.parseInt(run, 5, 9, 16);
            for (int c = first; c <= last; c++) {
                characters[size++] = (char) c;
            }
        }
        return Arrays.copyOf(characters, size);
    }

    private static String none(int count) {
        return String.valueOf(NONE).repeat(count);
    }
}
