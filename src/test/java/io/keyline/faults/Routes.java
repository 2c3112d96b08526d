package io.keyline.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A directory of route files of a test's own: a copy of the shipped ones, and what the test adds. */
record Routes(Path directory) {

    static Routes shipped(Path directory) {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            Files.createDirectories(directory);
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
            return new Routes(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a file, or changes it. */
    Routes with(String name, String yaml) {
        try {
            Files.writeString(directory.resolve(name), yaml);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
