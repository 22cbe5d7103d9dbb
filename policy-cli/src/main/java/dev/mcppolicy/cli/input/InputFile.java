package dev.mcppolicy.cli.input;

import dev.mcppolicy.cli.output.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command is given to read, by its name, or as {@code -} what comes by standard input. */
public final class InputFile {
    /** What stands for standard input where a file is named. */
    public static final String STANDARD = "-";

    private static final String SHOWN = "<stdin>";

    private InputFile() {}

    public static boolean isStandard(Path file) {
        return file.toString().equals(STANDARD);
    }

    /** What problems call the file. */
    static String name(Path file) {
        return isStandard(file) ? SHOWN : file.toString();
    }

    /**
     * Opens the file.
     *
     * @throws BadInputException if standard input is to be read twice
     * @throws IOException if a file cannot be opened
     */
    static InputStream open(Path file, Console screen) throws IOException {
        if (!isStandard(file)) {
            return Files.newInputStream(file);
        }
        return screen.input()
                .take()
                .orElseThrow(() -> new BadInputException("`-` is standard input, which can be read once"));
    }
}
