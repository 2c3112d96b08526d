package io.keyline.hub;

/** What a delivery receipt tells of a part; the names of SMPP 3.4, 5.2.28. */
public enum ReceiptState {
    /** On its way: the provider or the network has it. */
    ENROUTE,
    ACCEPTED,
    DELIVERED,
    EXPIRED,
    DELETED,
    UNDELIVERABLE,
    UNKNOWN,
    REJECTED
}
