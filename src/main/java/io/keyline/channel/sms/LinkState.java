package io.keyline.channel.sms;

/** How a connection to an SMSC is. */
public enum LinkState {
    /** On its way: TCP, TLS and the bind request. */
    CONNECTING,
    BOUND,
    /** Down; the next attempt comes by itself, soon. */
    WAITING,
    /** The SMSC does not let us in as configured: somebody has to act. Tried again seldom. */
    FATAL,
    /** Stopped with its route. */
    CLOSED
}
