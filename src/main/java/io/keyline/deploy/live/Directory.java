package io.keyline.deploy.live;

import io.keyline.deploy.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where operators keep route files, rehearsals and texts. It is read whole and through links each time, so that it may be a Kubernetes
 * ConfigMap, whose update exchanges one link, or a network file system, which tells nobody of changes.
 *
 * @param languages whose texts are looked for
 */
record Directory(Path routes, Path messages, List<String> languages) {

    /** Larger files are none that somebody has written. */
    static final int LARGEST = 1 << 20;

    /**
     * What was found.
     *
     * @param texts      by the names of the files
     * @param unreadable what is wrong with those that are no text; they are in {@code texts} too, with what could be made of them
     */
    record Look(Map<String, String> texts, Map<String, Problem> unreadable) {
    }

    /** @throws IOException if it cannot be read, or changes while it is */
    Look look() throws IOException {
        Look look = new Look(new TreeMap<>(), new HashMap<>());
        try (Stream<Path> files = Files.list(routes)) {
            for (Path file : files.filter(one -> one.toString().endsWith(FileSet.ROUTES) || one.toString().endsWith(FileSet.REHEARSAL)).toList()) {
                read(file, look);
            }
        }
        for (String language : languages) {
            Path file = messages.resolve(language + FileSet.MESSAGES);
            if (Files.exists(file)) {
                read(file, look);
            }
        }
        return look;
    }

    private void read(Path file, Look look) throws IOException {
        String name = file.getFileName().toString();
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        }
        String text = new String(bytes, StandardCharsets.UTF_8).replace("\0", "\uFFFD");
        look.texts.put(name, bytes.length > LARGEST ? "" : text);
        String wrong = wrong(name, bytes);
        if (wrong != null) {
            look.unreadable.put(name, new Problem(shown(name), lineOfFirst(text), wrong));
        }
    }

    private static String wrong(String name, byte[] bytes) {
        if (bytes.length > LARGEST) {
            return "has more than " + LARGEST + " bytes";
        }
        if (!FileSet.isName(name)) {
            return "a file is called by letters, digits, and . _ - only";
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().indexOf('\0') < 0 ? null
                    : "holds a NUL, which no text does";
        } catch (CharacterCodingException e) {
            return "is not UTF-8: save the file in that encoding";
        }
    }

    private static int lineOfFirst(String text) {
        int at = text.indexOf('\uFFFD');
        return at < 0 ? 0 : 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    /** As an operator names it. */
    String shown(String name) {
        return name.endsWith(FileSet.MESSAGES) ? messages.resolve(name).toString() : routes.getFileName() + "/" + name;
    }

    /** What is wrong with the names of files that are to be written here. */
    Map<String, List<Problem>> misnamed(Set<String> files) {
        return files.stream().filter(file -> !FileSet.isName(file) || file.endsWith(FileSet.MESSAGES) && !isOfALanguage(file))
                .collect(Collectors.toMap(file -> file, file -> List.of(new Problem(file, 0,
                        "is no file that is deployed: write NAME.yaml, NAME.rehearsal, or a language of the catalogue and .properties"))));
    }

    private boolean isOfALanguage(String file) {
        return languages.stream().anyMatch(language -> file.equals(language + FileSet.MESSAGES));
    }

    private Path path(String name) {
        return (name.endsWith(FileSet.MESSAGES) ? messages : routes).resolve(name);
    }

    /**
     * Brings a file to this text: written beside and moved, so that nobody reads half of it.
     *
     * @param text null: the file goes
     * @return whether it could be written; a ConfigMap cannot
     */
    boolean write(String name, String text) {
        Path file = path(name);
        try {
            if (text == null) {
                Files.deleteIfExists(file);
                return true;
            }
            if (Files.isSymbolicLink(file)) {
                return false; // somebody else puts it there
            }
            Path beside = Files.writeString(file.resolveSibling("." + name + ".new"), text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
