package io.keyline.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Puts parts together in whatever order they come. A part that is there already begins another copy, so that a doubled part
 * neither spoils nor hides in the message it belongs to.
 */
final class Joiner<P> {

    private record Key(String from, String to, int reference, int total) {
    }

    private final Map<Key, List<TreeMap<Integer, P>>> open = new HashMap<>();
    private final Function<P, ShortMessage> content;

    Joiner(Function<P, ShortMessage> content) {
        this.content = content;
    }

    /** Returns all parts in order when this one completes the message. */
    synchronized Optional<List<P>> add(P part) {
        ShortMessage message = content.apply(part);
        Optional<Concatenation> place = Concatenation.of(message);
        if (place.isEmpty() || place.get().total() < 2) {
            return Optional.of(List.of(part));
        }
        int total = place.get().total();
        Key key = new Key(message.from(), message.to(), place.get().reference(), total);
        List<TreeMap<Integer, P>> copies = open.computeIfAbsent(key, k -> new ArrayList<>());
        TreeMap<Integer, P> copy = lacking(place.get().number(), copies);
        copy.put(place.get().number(), part);
        if (copy.size() < total) {
            return Optional.empty();
        }
        copies.remove(copy);
        return Optional.of(List.copyOf(copy.values()));
    }

    /** The parts whose message is not complete. */
    synchronized List<P> waiting() {
        return open.values().stream().flatMap(List::stream).map(Map::values).flatMap(Collection::stream).toList();
    }

    private TreeMap<Integer, P> lacking(int number, List<TreeMap<Integer, P>> copies) {
        Iterator<TreeMap<Integer, P>> lacking = copies.stream().filter(copy -> !copy.containsKey(number)).iterator();
        if (lacking.hasNext()) {
            return lacking.next();
        }
        TreeMap<Integer, P> copy = new TreeMap<>();
        copies.add(copy);
        return copy;
    }
}
