package io.keyline.deploy.live;

import io.keyline.deploy.live.Directory.Look;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What of the directory is settled, that is, runs or was found wrong, and what was saved since. */
final class Saved {

    private final Directory directory;
    /** The hashes of what the directory had when it was last settled, by file. */
    private final Map<String, String> hashes = new HashMap<>();

    Saved(Directory directory) {
        this.directory = directory;
    }

    /** The hash of a file as it was settled; null for one that was not there. */
    String hash(String file) {
        return hashes.get(file);
    }

    /** It was settled with this hash, which may be null. */
    void settle(String file, String hash) {
        if (hash == null) {
            hashes.remove(file);
        } else {
            hashes.put(file, hash);
        }
    }

    /** These files are settled as they were found. */
    void settle(Map<String, String> found, Set<String> files) {
        files.forEach(file -> settle(file, FileSet.hash(found.get(file))));
    }

    /** All files are, but these. */
    void settleAllBut(Map<String, String> found, Set<String> files) {
        Set<String> others = known(found);
        others.removeAll(files);
        settle(found, others);
    }

    /** What was found otherwise than it was settled; null for a file that is gone. */
    Map<String, String> pending(Look look) {
        Map<String, String> pending = new TreeMap<>();
        for (String file : known(look.texts())) {
            String text = look.texts().get(file);
            if (!Objects.equals(FileSet.hash(text), hashes.get(file))) {
                pending.put(file, text);
            }
        }
        return pending;
    }

    private Set<String> known(Map<String, String> found) {
        Set<String> known = new TreeSet<>(found.keySet());
        known.addAll(hashes.keySet());
        return known;
    }

    /** Brings files into the directory. Returns those that cannot be written; what it has of them is settled all the same. */
    List<String> bring(Map<String, String> texts) throws IOException {
        Map<String, String> found = directory.look().texts();
        List<String> not = texts.keySet().stream()
                .filter(file -> !Objects.equals(found.get(file), texts.get(file)) && !directory.write(file, texts.get(file))).toList();
        settle(texts, texts.keySet());
        settle(found, Set.copyOf(not));
        return not;
    }
}
