package io.keyline.deploy;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant who wrote a name that there is not. */
public final class Closest {

    private Closest() {
    }

    /** Words to put behind "is unknown": {@code ; did you mean aliases?}, or nothing if no name is near. */
    public static String to(String name, Collection<String> known) {
        int most = Math.max(2, name.length() / 3);
        return known.stream().sorted().min(Comparator.comparingInt(one -> distance(name, one))).filter(one -> distance(name, one) <= most)
                .map(one -> "; did you mean " + one + "?").orElse("");
    }

    /** Levenshtein's distance: how many letters have to be changed. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
