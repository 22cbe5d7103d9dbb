package dev.mcppolicy.cli.output;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells whether a stream of this process is a terminal. */
final class Terminals {
    private Terminals() {}

    /**
     * Whether a standard stream is a terminal. Linux is asked for each stream; elsewhere Java itself is asked, which
     * knows only whether a person is at both ends.
     */
    static boolean isTerminal(int fileNumber) {
        Path link = Path.of("/proc/self/fd", Integer.toString(fileNumber));
        try {
            if (Files.isSymbolicLink(link)) {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            }
        } catch (IOException | SecurityException e) {
            return false;
        }
        return isInteractive(System.console());
    }

    /** From Java 22 on there is a console in a pipe too, and it says so. */
    private static boolean isInteractive(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
