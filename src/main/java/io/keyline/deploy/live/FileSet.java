package io.keyline.deploy.live;

import io.keyline.deploy.RouteFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Everything that is deployed together: route files, rehearsals and texts.
 *
 * @param texts by the names of the files, without their directories: {@code bal.yaml}, {@code bal.rehearsal}, {@code da.properties}
 */
record FileSet(SortedMap<String, String> texts) {

    static final String ROUTES = ".yaml";
    static final String REHEARSAL = ".rehearsal";
    static final String MESSAGES = ".properties";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\.(yaml|rehearsal|properties)");

    FileSet {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    static FileSet of(Map<String, String> texts) {
        return new FileSet(new TreeMap<>(texts));
    }

    /** Whether a file that is deployed can be called so. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** These with some in other words. @param changes by name; null for a file that goes */
    FileSet with(Map<String, String> changes) {
        SortedMap<String, String> changed = new TreeMap<>(texts);
        changes.forEach((name, text) -> {
            if (text == null) {
                changed.remove(name);
            } else {
                changed.put(name, text);
            }
        });
        return new FileSet(changed);
    }

    /** Null if there is no such file. */
    String text(String name) {
        return texts.get(name);
    }

    /** @param directory as problems name it */
    List<RouteFile> routeFiles(String directory) {
        return texts.entrySet().stream().filter(file -> file.getKey().endsWith(ROUTES))
                .map(file -> new RouteFile(directory + "/" + file.getKey(), file.getValue())).toList();
    }

    Map<String, String> messages() {
        return ending(MESSAGES);
    }

    Map<String, String> rehearsals() {
        return ending(REHEARSAL);
    }

    private Map<String, String> ending(String ending) {
        return texts.entrySet().stream().filter(file -> file.getKey().endsWith(ending))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The SHA-256 of a text, in hexadecimal; null of null. */
    static String hash(String text) {
        if (text == null) {
            return null;
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
