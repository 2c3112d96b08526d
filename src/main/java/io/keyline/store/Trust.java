package io.keyline.store;

/** How far the sender of a message is believed to be the customer whose address it names. */
public enum Trust {
    /** The sender says so: a From line, a caller's number. */
    CLAIMED,
    /** The network or the sender's domain says so; the answer goes to that address and nowhere else. */
    IDENTIFIED,
    /** The customer has proved it, by a code sent to the address. */
    VERIFIED;

    /** Whether somebody believed this far may do what needs that. */
    public boolean reaches(Trust needed) {
        return compareTo(needed) >= 0;
    }
}
