package io.keyline.channel.email;

/** How a connection to a mail server is protected. */
public enum Security {
    /** TLS from the first byte (RFC 8314). */
    TLS,
    /** TLS before anything is said; without it there is no connection. */
    STARTTLS,
    /** In clear: on this machine only. */
    NONE
}
