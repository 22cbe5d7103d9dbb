package dev.mcppolicy.cli;

import dev.mcppolicy.testkit.RecordedCall;
import dev.mcppolicy.text.VisibleText;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calls of a file that {@code replay} takes too, one after the other. Listings are passed over. */
final class RecordedCalls implements AutoCloseable {
    private final Path file;
    private final TextLines lines;

    private RecordedCalls(Path file, TextLines lines) {
        this.file = file;
        this.lines = lines;
    }

    static RecordedCalls of(Path file) {
        return new RecordedCalls(file, TextLines.of(file));
    }

    Stream<RecordedCall> stream() {
        return Stream.iterate(next(), Objects::nonNull, last -> next()).map(Objects::requireNonNull);
    }

    private @Nullable RecordedCall next() {
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank() && CallReader.replayLine(line, lines.place()) instanceof ReplayLine.Call call) {
                return recorded(call);
            }
        }
        return null;
    }

    private RecordedCall recorded(ReplayLine.Call line) {
        String place = VisibleText.of(file.toString()) + ":" + lines.place().firstLine();
        RecordedCall call = RecordedCall.of(place, line.call());
        call = line.at() == null ? call : call.at(line.at());
        call = line.approval() == null ? call : call.answered(line.approval());
        if (line.settlement() != null) {
            return call.settledAt(line.settlement());
        }
        return line.outcome() == ReplayLine.Outcome.NOT_EXECUTED ? call.notExecuted() : call;
    }

    @Override
    public void close() {
        lines.close();
    }
}
