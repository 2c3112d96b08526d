package io.keyline.consent;

import io.keyline.consent.WordPack.Entry;
import io.keyline.consent.WordPack.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code reserved-words.txt}, whose head says how it is written. */
final class WordPackFile {

    private static final String FILE = "reserved-words.txt";

    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> answers = new HashSet<>();
    private String language;

    private WordPackFile() {
    }

    static WordPack read() {
        WordPackFile file = new WordPackFile();
        try (var in = new BufferedReader(new InputStreamReader(WordPackFile.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
            in.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(file::take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new WordPack(file.entries, file.answers);
    }

    private void take(String line) {
        if (line.startsWith("[")) {
            String section = line.substring(1, line.indexOf(']'));
            language = section.equals("*") ? null : section;
            return;
        }
        int colon = line.indexOf(':');
        String role = line.substring(0, colon).strip();
        for (String item : line.substring(colon + 1).split(",")) {
            String word = item.strip();
            add(role, word.endsWith("?") ? word.substring(0, word.length() - 1) : word);
        }
    }

    private void add(String role, String word) {
        if (role.equals("answer")) {
            answers.addAll(Tokens.of(word));
            return;
        }
        entries.add(new Entry(word, Tokens.of(word), Role.valueOf(role.toUpperCase(Locale.ROOT).replace('-', '_')), language));
    }
}
