package io.keyline.channel.sms;

import io.keyline.channel.gsm.Gsm0338;
import io.keyline.channel.gsm.Substitutions;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A text cut and encoded for short messages.
 *
 * @param text  what really goes out: the given text, or the one that its {@linkplain Substitutions substitutions} kept in GSM 03.38
 * @param parts the octets of each part without user data header: septets unpacked (GSM7) or UTF-16 (UCS2)
 */
record SmsText(Alphabet alphabet, String text, List<byte[]> parts) {

    private static final int MAX_PARTS = 255;

    /** Cut for 16-bit references. */
    static SmsText encode(String text) {
        return encode(text, ConcatenationSpace.REFERENCE_16);
    }

    /** @throws IllegalArgumentException when the text needs more than 255 parts, the most that can be joined */
    static SmsText encode(String text, ConcatenationSpace space) {
        byte[] septets = Gsm0338.encode(text);
        if (septets != null) {
            return gsm7(text, septets, space);
        }
        String plain = Substitutions.apply(text);
        septets = Gsm0338.encode(plain);
        return septets != null ? gsm7(plain, septets, space) : ucs2(text, space);
    }

    private static SmsText gsm7(String text, byte[] septets, ConcatenationSpace space) {
        if (septets.length <= ConcatenationSpace.single(Alphabet.GSM7)) {
            return new SmsText(Alphabet.GSM7, text, List.of(septets));
        }
        int room = space.each(Alphabet.GSM7);
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        while (start < septets.length) {
            int end = Math.min(start + room, septets.length);
            if (septets[end - 1] == Gsm0338.ESC) {
                end--;
            }
            parts.add(Arrays.copyOfRange(septets, start, end));
            start = end;
        }
        return joinable(Alphabet.GSM7, text, parts);
    }

    private static SmsText ucs2(String text, ConcatenationSpace space) {
        if (2 * text.length() <= ConcatenationSpace.single(Alphabet.UCS2)) {
            return new SmsText(Alphabet.UCS2, text, List.of(utf16(text, 0, text.length())));
        }
        int room = space.each(Alphabet.UCS2) / 2;
        BreakIterator graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
        graphemes.setText(text);
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = start + room < text.length() ? cut(text, start, start + room, graphemes) : text.length();
            parts.add(utf16(text, start, end));
            start = end;
        }
        return joinable(Alphabet.UCS2, text, parts);
    }

    /** The last place at or before {@code end} that leaves characters as people see them whole, or at least surrogate pairs. */
    private static int cut(String text, int start, int end, BreakIterator graphemes) {
        int boundary = graphemes.preceding(end + 1);
        if (boundary > start) {
            return boundary;
        }
        return Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end)) ? end - 1 : end;
    }

    // not String.getBytes: it would turn a lone surrogate into a question mark
    private static byte[] utf16(String text, int start, int end) {
        byte[] octets = new byte[2 * (end - start)];
        for (int i = start, o = 0; i < end; i++) {
            char unit = text.charAt(i);
            octets[o++] = (byte) (unit >> 8);
            octets[o++] = (byte) unit;
        }
        return octets;
    }

    private static SmsText joinable(Alphabet alphabet, String text, List<byte[]> parts) {
        if (parts.size() > MAX_PARTS) {
            throw new IllegalArgumentException("A text of %d characters needs %d short messages (%s); at most %d can be joined"
                    .formatted(text.length(), parts.size(), alphabet, MAX_PARTS));
        }
        return new SmsText(alphabet, text, List.copyOf(parts));
    }
}
