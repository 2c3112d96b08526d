package io.keyline.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets, such as a PIN, out of the database: what is stored of them can be read only with a key that lies beside it.
 * AES-256 in GCM (NIST SP 800-38D), with a nonce of its own for each text.
 */
public final class Seal {

    private static final String MARK = "sealed:";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** Sets apart what the same key is used for. */
    private static final byte[] ADDRESS = "address".getBytes(StandardCharsets.US_ASCII);

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;
    private final SecretKeySpec macKey;

    private Seal(byte[] secret) {
        this.key = new SecretKeySpec(secret, 0, KEY_BYTES, "AES");
        this.macKey = new SecretKeySpec(secret, KEY_BYTES, KEY_BYTES, "HmacSHA256");
    }

    /** The key in this file, which only its owner may read; a new one if there is no file. */
    public static Seal of(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[2 * KEY_BYTES];
                new SecureRandom().nextBytes(fresh);
                Files.createDirectories(file.toAbsolutePath().getParent());
                // under another name first: a crash must not leave half a key, with which no hub would ever start
                Path draft = file.resolveSibling(file.getFileName() + ".new");
                Files.deleteIfExists(draft);
                Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(draft, fresh, StandardOpenOption.SYNC);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            byte[] secret = Files.readAllBytes(file);
            if (secret.length != 2 * KEY_BYTES) {
                throw new IllegalStateException(file + " is not a key of Keyline; put the right one there from your backup");
            }
            return new Seal(secret);
        } catch (IOException e) {
            throw new UncheckedIOException("the key " + file + " cannot be read or made", e);
        }
    }

    /** The text as it may be stored. */
    public String seal(String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8), 0);
        byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
        return MARK + Base64.getEncoder().encodeToString(all);
    }

    public static boolean isSealed(String stored) {
        return stored.startsWith(MARK);
    }

    /** The text again; what is not sealed, or not by this key, comes back as it is. */
    public String open(String stored) {
        if (!isSealed(stored)) {
            return stored;
        }
        try {
            byte[] all = Base64.getDecoder().decode(stored.substring(MARK.length()));
            byte[] text = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE_BYTES), all, NONCE_BYTES);
            return new String(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return stored; // a customer may write anything
        }
    }

    /** A number that is the same for the same one, and tells nothing of it without the key. */
    public long blind(long fingerprint) {
        return java.nio.ByteBuffer.wrap(mac().doFinal(Long.toString(fingerprint).getBytes(StandardCharsets.US_ASCII))).getLong();
    }

    /** What stands for an address where it must not be told: the same for the same one, in hexadecimal digits. */
    public String pseudonym(String address) {
        return HexFormat.of().formatHex(mac(ADDRESS, address));
    }

    /** A keyed hash of these words, one after another, with a salt. */
    public byte[] mac(byte[] salt, String... words) {
        Mac mac = mac();
        mac.update(salt);
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            mac.update(java.nio.ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip()); // so that no two lists read the same
            mac.update(bytes);
        }
        return mac.doFinal();
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(macKey.getAlgorithm());
            mac.init(macKey);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC", e);
        }
    }

    private byte[] cipher(int mode, byte[] nonce, byte[] input, int from) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input, from, input.length - from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot be sealed or opened", e);
        }
    }
}
