package io.keyline.channel.web;

/** The border to whoever sends one-time codes and knows whether they are right. */
public interface Codes {

    /** What became of the wish for a code. */
    enum Sent {
        /** On its way, if anybody has the address: whoever asks does not learn whether. */
        SENT,
        /** Too many were asked for. */
        TOO_OFTEN,
        /** To such an address no code goes, whoever has it. */
        IMPOSSIBLE
    }

    /**
     * Sends a code to an address, if a customer has it.
     *
     * @param request   names the request for which alone the code is good
     * @param requester the IP address that asks
     * @param language  of the text that brings the code, BCP 47
     */
    Sent send(String address, String request, String requester, String language);

    /** Whether this is the code that was sent for this request; it is used up by that. */
    boolean redeem(String address, String request, String code);
}
