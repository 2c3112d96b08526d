package io.keyline;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that an operator names to a command. */
final class GivenFile {

    private GivenFile() {
    }

    /** What stands in it. @throws ApiClient.RefusedException if there is none, it is not UTF-8 or cannot be read, in words for the operator */
    static String text(Path file) throws ApiClient.RefusedException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ApiClient.RefusedException("there is no file " + file);
        } catch (CharacterCodingException e) {
            throw new ApiClient.RefusedException(file + " is not UTF-8");
        } catch (IOException e) {
            throw new ApiClient.RefusedException(file + " cannot be read: " + e.getMessage());
        }
    }
}
