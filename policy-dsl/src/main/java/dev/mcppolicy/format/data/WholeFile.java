package dev.mcppolicy.format.data;

import dev.mcppolicy.format.document.FileReplacement;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A file of text that appears whole or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a file that is not there yet, and the folders on the way.
     *
     * @throws FileAlreadyExistsException if it is there, or a link of its name
     */
    public static void create(Path file, String text) throws IOException {
        Path whole = file.toAbsolutePath();
        Path folder = whole.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path next = whole.resolveSibling("." + whole.getFileName() + "." + UUID.randomUUID());
        try {
            FileReplacement.write(next, text);
            // Without the option to replace, so that what somebody has written meanwhile stays.
            Files.move(next, whole);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /**
     * Puts a text in the place of a file, if that still holds what it is thought to. Links are followed.
     *
     * @return whether the file held that, and holds the new text now; where false, nothing was done
     */
    public static boolean replace(Path file, String held, String text) throws IOException {
        Path real = file.toRealPath();
        if (!Files.readString(real).equals(held)) {
            return false;
        }
        FileReplacement.write(real, text);
        return true;
    }
}
