package io.keyline.demo;

import java.util.List;

/** A text that a customer sent, and what became of its parts. */
public record Sent(List<Delivery> parts) {

    /** The ESME has acknowledged every part. */
    public boolean acknowledged() {
        return parts.stream().allMatch(Delivery::acknowledged);
    }

    /** The ESME has refused a part for good. */
    public boolean refused() {
        return parts.stream().anyMatch(Delivery::refused);
    }

    /** How many deliver_sm it took, all parts together. */
    public int attempts() {
        return parts.stream().mapToInt(Delivery::attempts).sum();
    }
}
