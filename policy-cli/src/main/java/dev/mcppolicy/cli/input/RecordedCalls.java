package dev.mcppolicy.cli.input;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.testkit.replay.RecordedCall;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calls of a file that {@code replay} takes too, one after the other. Listings are passed over. */
public final class RecordedCalls implements AutoCloseable {
    private final LineReader lines;

    private RecordedCalls(LineReader lines) {
        this.lines = lines;
    }

    public static RecordedCalls of(Path file, Console screen) {
        return new RecordedCalls(LineReader.of(file, screen));
    }

    public Stream<RecordedCall> stream() {
        return Stream.iterate(next(), Objects::nonNull, last -> next()).map(Objects::requireNonNull);
    }

    private @Nullable RecordedCall next() {
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank() && CallReader.replayLine(line, lines.place()) instanceof ReplayLine.Call call) {
                return call.recorded();
            }
        }
        return null;
    }

    @Override
    public void close() {
        lines.close();
    }
}
