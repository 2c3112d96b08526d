package io.keyline.demo;

import java.util.List;

/** A customer, seen from the SMSC. */
public record Subscriber(Smsc smsc, String number) {

    /** Sends a text to a short code. */
    public Sent text(String shortCode, String text) {
        return smsc.send(number, shortCode, text);
    }

    /** What the customer was sent, in order. */
    public List<Submit> received() {
        return smsc.repliesTo(number);
    }
}
