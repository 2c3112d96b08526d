package io.keyline.demo;

import java.util.ArrayList;
import java.util.List;

/** What the SMSC has accepted from ESMEs: every part, and the messages they make. */
final class Accepted {

    private final Joiner<Submit.Part> joiner = new Joiner<>(Submit.Part::message);
    private final List<Submit.Part> parts = new ArrayList<>();
    private final List<Submit> submits = new ArrayList<>();

    synchronized void add(Submit.Part part) {
        parts.add(part);
        joiner.add(part).map(Submit::of).ifPresent(submits::add);
    }

    synchronized List<Submit.Part> parts() {
        return List.copyOf(parts);
    }

    synchronized List<Submit> submits() {
        return List.copyOf(submits);
    }

    synchronized List<Submit.Part> incomplete() {
        return joiner.waiting();
    }
}
