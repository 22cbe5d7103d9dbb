package dev.mcppolicy.cli.output;

import java.io.InputStream;
import java.util.Optional;

/** The standard input of this process, which one reader can have. Not threadsafe. */
public final class StandardInput {
    private final InputStream in;
    private boolean taken;

    public StandardInput(InputStream in) {
        this.in = in;
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
