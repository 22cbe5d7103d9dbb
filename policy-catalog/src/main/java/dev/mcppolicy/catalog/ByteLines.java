package dev.mcppolicy.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A stream of UTF-8 line by line, within bounds. For one thread at a time. */
final class ByteLines {
    private static final int PIECE = 8192;

    private final InputStream in;
    private final ReadBudget budget;
    private final byte[] piece = new byte[PIECE];
    private int at;
    private int end;
    private byte[] line = new byte[PIECE];
    private int length;

    ByteLines(InputStream in, ReadBudget budget) {
        this.in = in;
        this.budget = budget;
    }

    /**
     * The next line without its end, or what follows the last, or null at the end of the stream. Lines end as they do on
     * Unix or on Windows.
     *
     * @throws IOException if the stream cannot be read on
     * @throws ListingFailure if the line or the whole is too long, or is not UTF-8
     */
    @Nullable
    String next() throws IOException {
        length = 0;
        boolean any = false;
        while (true) {
            if (at == end) {
                at = 0;
                end = Math.max(0, in.read(piece));
                budget.take(end);
                if (end == 0) {
                    return any ? text() : null;
                }
            }
            any = true;
            int from = at;
            while (at < end && piece[at] != '\n') {
                at++;
            }
            keep(from, at);
            if (at < end) {
                at++;
                return text();
            }
        }
    }

    /** All that is left of the stream. */
    String rest() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String next = next(); next != null; next = next()) {
            text.append(next).append('\n');
            if (text.length() > ReadBudget.LONGEST_MESSAGE) {
                throw tooLong();
            }
        }
        return text.toString();
    }

    private void keep(int from, int to) {
        int wanted = length + to - from;
        if (wanted > ReadBudget.LONGEST_MESSAGE) {
            throw tooLong();
        }
        if (wanted > line.length) {
            line = Arrays.copyOf(line, Math.max(wanted, 2 * line.length));
        }
        System.arraycopy(piece, from, line, length, to - from);
        length = wanted;
    }

    private static ListingFailure tooLong() {
        return new ListingFailure("the server sent a message of more than 16 MiB");
    }

    private String text() {
        int shown = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line, 0, shown))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ListingFailure("the server sent text that is not UTF-8", e);
        }
    }
}
