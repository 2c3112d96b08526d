package io.keyline.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** The token that the hub makes for itself when no employees are set: a file that only the hub's own user can read. */
public final class OperatorToken {

    private static final String FILE = "api-token";
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private OperatorToken() {
    }

    /** The token in this data directory; made if there is none. */
    public static String ensure(Path data) {
        return find(data).orElseGet(() -> make(data));
    }

    /** The token in this data directory, if a hub has made one. */
    public static Optional<String> find(Path data) {
        try {
            Path file = data.resolve(FILE);
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e.toString(), e);
        }
    }

    /** Written beside and moved, so that the file is never there half. */
    private static String make(Path data) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try {
            Files.createDirectories(data);
            boolean posix = Files.getFileStore(data).supportsFileAttributeView("posix");
            Path written = posix ? Files.createTempFile(data, FILE, null, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                    : Files.createTempFile(data, FILE, null);
            Files.writeString(written, token + "\n");
            Files.move(written, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            return token;
        } catch (IOException e) {
            throw new UncheckedIOException("the API's token cannot be kept in " + data.resolve(FILE) + ": " + e, e);
        }
    }
}
