package dev.mcppolicy.cli.output;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads what is typed or piped, and where it writes: answers to one stream, everything else to the other. No character that a terminal obeys, or
 * that does not show, passes but line ends and colours.
 *
 * @param input what comes by standard input
 * @param out for answers
 * @param err for problems, summaries and progress
 * @param outIsTerminal whether a person reads the answers as they come
 * @param errIsTerminal whether a person reads the rest as it comes
 * @param coloured whether a terminal may be written to in colour
 */
public record Console(
        StandardInput input,
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        boolean coloured) {
    private static final String ERASE = "\r\u001b[K";

    /** Without anything to read. */
    public Console(PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal, boolean coloured) {
        this(new StandardInput(InputStream.nullInputStream()), out, err, outIsTerminal, errIsTerminal, coloured);
    }

    /** The streams of this process. */
    public static Console ofProcess() {
        String term = System.getenv("TERM");
        String noColour = System.getenv("NO_COLOR");
        return new Console(
                new StandardInput(
                        new BufferedInputStream(new FileInputStream(FileDescriptor.in)), Terminals.isTerminal(0)),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Terminals.isTerminal(1),
                Terminals.isTerminal(2),
                (noColour == null || noColour.isEmpty()) && !"dumb".equals(term));
    }

    public boolean colouredOut() {
        return outIsTerminal && coloured;
    }

    public boolean colouredErr() {
        return errIsTerminal && coloured;
    }

    /** An answer. */
    public void print(String text) {
        out.print(TerminalText.of(text, colouredOut()));
    }

    /** A problem, or what goes beside an answer. Whatever was answered before is shown before it. */
    public void printError(String text) {
        out.flush();
        err.print(TerminalText.of(text, colouredErr()));
        err.flush();
    }

    /** One line beside an answer, in the place of the one that stands there. */
    void rewriteLine(String text) {
        out.flush();
        err.print(ERASE + TerminalText.of(text, false));
        err.flush();
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
    }
}
