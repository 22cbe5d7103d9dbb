package dev.mcppolicy.cli;

import dev.mcppolicy.testkit.RecordedCall;
import dev.mcppolicy.text.VisibleText;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calls of a file that {@code replay} takes too, one after the other. Listings are passed over. */
final class RecordedCalls implements AutoCloseable {
    private final TextLines lines;

    private RecordedCalls(TextLines lines) {
        this.lines = lines;
    }

    static RecordedCalls of(Path file) {
        return new RecordedCalls(TextLines.of(file));
    }

    Stream<RecordedCall> stream() {
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
