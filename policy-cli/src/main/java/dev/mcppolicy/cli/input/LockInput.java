package dev.mcppolicy.cli.input;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.format.lock.LockDocument;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ToolLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** A file of locks that a command needs. */
public final class LockInput {
    private LockInput() {}

    /**
     * The locks by the names of their servers; none where there is no file.
     *
     * @throws BadInputException with the problems as a person reads them, if the file is no file of locks
     */
    public static Map<String, ToolLock> read(Path file, Console screen) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Map.of();
        }
        LockDocument read = LockDocument.read(file);
        if (read.locks() == null) {
            throw new BadInputException(PolicyInput.renderer(screen.colouredErr())
                    .render(read.problems(), read.document())
                    .stripTrailing());
        }
        return read.locks();
    }

    /**
     * Writes the file whole.
     *
     * @throws BadInputException if it cannot be written; it is as it was then
     */
    public static void write(Path file, Map<String, ToolLock> locks) {
        try {
            LockDocument.write(Files.isSymbolicLink(file) ? file.toRealPath() : file, locks);
        } catch (IOException e) {
            throw new BadInputException(
                    VisibleText.of(file.toString()) + ": the lock cannot be written: "
                            + VisibleText.of(String.valueOf(e.getMessage())),
                    e);
        }
    }
}
