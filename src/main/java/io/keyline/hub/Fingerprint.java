package io.keyline.hub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A 64-bit hash of what makes a message the same when it is sent again: its parts in this order. */
public final class Fingerprint {

    private final MessageDigest digest = sha256();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    public Fingerprint with(String text) {
        return with(text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8));
    }

    /** The length goes before the octets, so that they cannot move from one field to the next. */
    public Fingerprint with(byte[] octets) {
        with(octets.length);
        digest.update(octets);
        return this;
    }

    public Fingerprint with(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        return this;
    }

    public long value() {
        return ByteBuffer.wrap(digest.digest()).getLong();
    }
}
