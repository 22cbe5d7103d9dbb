package dev.mcppolicy.catalog;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The data of server-sent events, one after the other; their names and numbers say nothing here. */
final class EventStream {
    private static final String DATA = "data:";

    private final ByteLines lines;

    EventStream(ByteLines lines) {
        this.lines = lines;
    }

    /**
     * The data of the next event that has some, or null at the end of the stream, where an event that is not ended is none.
     *
     * @throws ListingFailure if the data of one event is too long
     */
    @Nullable
    String next() throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.startsWith(DATA)) {
                boolean spaced = line.startsWith(" ", DATA.length());
                data.append(line, DATA.length() + (spaced ? 1 : 0), line.length())
                        .append('\n');
                if (data.length() > ReadBudget.LONGEST_MESSAGE) {
                    throw new ListingFailure("the server sent a message of more than 16 MiB");
                }
            } else if (line.isEmpty() && !data.toString().isBlank()) {
                return data.toString();
            } else if (line.isEmpty()) {
                data.setLength(0);
            }
        }
        return null;
    }
}
