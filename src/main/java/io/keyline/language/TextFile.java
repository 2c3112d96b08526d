package io.keyline.language;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The texts of one language: a properties file in UTF-8. Read here and not by {@link Properties}, which knows no lines and
 * silently takes the last of two texts of one key.
 *
 * @param lines how many lines the file has
 */
record TextFile(Path path, Map<String, Line> texts, int lines) {

    /** @param number from 1 */
    record Line(int number, String text) {
    }

    /** Reads what can be read and adds to {@code problems} what cannot. */
    static TextFile read(Path path, List<TextProblem> problems) {
        return parse(path, content(path, problems), problems);
    }

    /** The same of a content that is in hand. @param content null if there is no such file */
    static TextFile of(Path path, String content, List<TextProblem> problems) {
        if (content == null) {
            problems.add(missing(path));
        }
        return parse(path, content == null ? "" : content.startsWith("\uFEFF") ? content.substring(1) : content, problems);
    }

    private static TextProblem missing(Path path) {
        return new TextProblem(path, 1, null, "cannot be read: create this file with the texts of its language");
    }

    private static TextFile parse(Path path, String content, List<TextProblem> problems) {
        Map<String, Line> texts = new LinkedHashMap<>();
        String[] lines = content.split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int number = i + 1;
            StringBuilder logical = new StringBuilder(lines[i].stripLeading());
            if (logical.isEmpty() || "#!".indexOf(logical.charAt(0)) >= 0) {
                continue;
            }
            while (continues(lines[i]) && i + 1 < lines.length) {
                logical.append('\n').append(lines[++i]);
            }
            add(new TextFile(path, texts, lines.length), number, logical.toString(), problems);
        }
        return new TextFile(path, texts, lines.length);
    }

    private static void add(TextFile file, int number, String logical, List<TextProblem> problems) {
        try {
            Properties one = new Properties();
            one.load(new StringReader(logical));
            one.forEach((key, text) -> file.add(number, (String) key, ((String) text).strip(), problems));
        } catch (IOException | IllegalArgumentException malformed) {
            problems.add(new TextProblem(file.path, number, null,
                    "cannot be read: write a backslash as \\\\, and letters as they are, not as \\u codes"));
        }
    }

    private void add(int number, String key, String text, List<TextProblem> problems) {
        if (text.isEmpty()) {
            problems.add(new TextProblem(path, number, key, "has no text: write " + key + " = and the text behind it"));
        }
        Line first = texts.putIfAbsent(key, new Line(number, text));
        if (first != null) {
            problems.add(new TextProblem(path, number, key, "is in line " + first.number + " already: keep one of the two"));
        }
    }

    private static boolean continues(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }

    private static String content(Path path, List<TextProblem> problems) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (IOException missing) {
            problems.add(missing(path));
            return "";
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        if (decoder.decode(ByteBuffer.wrap(bytes), text, true).isError()) {
            int line = 1 + (int) text.flip().chars().filter(c -> c == '\n').count();
            problems.add(new TextProblem(path, line, null, "is not UTF-8: save the file in that encoding"));
            return new String(bytes, StandardCharsets.UTF_8);
        }
        String content = text.flip().toString();
        return content.startsWith("\uFEFF") ? content.substring(1) : content;
    }
}
