package dev.mcppolicy.cli.output;

import java.io.InputStream;
import java.util.Optional;

/** The standard input of this process, which one reader can have. Not threadsafe. */
public final class StandardInput {
    private final InputStream in;
    private final boolean terminal;
    private boolean taken;

    /** What nobody types. */
    public StandardInput(InputStream in) {
        this(in, false);
    }

    /** What comes from a pipe, or from a person at a terminal. */
    public StandardInput(InputStream in, boolean terminal) {
        this.in = in;
        this.terminal = terminal;
    }

    /** Whether a person types it. */
    public boolean isTerminal() {
        return terminal;
    }

    /** The stream, the first time it is asked for. */
    public Optional<InputStream> take() {
        if (taken) {
            return Optional.empty();
        }
        taken = true;
        return Optional.of(in);
    }
}
