package dev.mcppolicy.cli.testing;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command writes beside its answer. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Writes a text in UTF-8 in the place of what is there, and makes the directories on the way.
     *
     * @throws BadInputException if the file cannot be written
     */
    static void write(Path file, String text) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new BadInputException(VisibleText.of(file.toString()) + ": the file cannot be written", e);
        }
    }
}
