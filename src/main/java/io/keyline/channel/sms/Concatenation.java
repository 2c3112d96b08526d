package io.keyline.channel.sms;

/** How the parts of a long text are joined. */
public enum Concatenation {
    /** By a user data header in each part, which the handset reads (3GPP TS 23.040, 9.2.3.24.8). */
    UDH,
    /** By the TLVs sar_msg_ref_num, sar_total_segments and sar_segment_seqnum, of which the SMSC makes headers (SMPP 3.4, 5.3.2.22). */
    SAR,
    /** Not at all: the whole text goes in message_payload, and the SMSC cuts it (SMPP 3.4, 5.3.2.32). */
    PAYLOAD
}
