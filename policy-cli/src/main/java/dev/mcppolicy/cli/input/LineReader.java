package dev.mcppolicy.cli.input;

import dev.mcppolicy.text.VisibleText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file in UTF-8, one at a time, however long the file. A line too long or not UTF-8 is bad input. */
public final class LineReader implements AutoCloseable {
    private static final int MAX_LINE_BYTES = 16 * 1024 * 1024;
    private static final int BUFFER = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int number;
    private long bytesRead;

    private LineReader(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    public static LineReader of(Path file) {
        try {
            return new LineReader(file, new BufferedInputStream(Files.newInputStream(file), BUFFER));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The whole of a small file. */
    public static String whole(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_LINE_BYTES + 1);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (bytes.length > MAX_LINE_BYTES) {
            throw new BadInputException(VisibleText.of(file.toString()) + ": the file is larger than 16 MiB");
        }
        return withoutMark(decoded(bytes, new JsonReader.Place(file.toString(), 1)));
    }

    /** The next line without its break, or null after the last. */
    @Nullable
    public String next() {
        line.reset();
        try {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            number++;
            for (; b >= 0 && b != '\n'; b = in.read()) {
                line.write(b);
                if (line.size() > MAX_LINE_BYTES) {
                    throw place().problem("the line is longer than 16 MiB");
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        bytesRead += line.size() + 1L;
        String text = decoded(line.toByteArray(), place());
        return number == 1 ? withoutMark(text) : text;
    }

    /** Where the line that was read last stands. */
    public JsonReader.Place place() {
        return new JsonReader.Place(file.toString(), number);
    }

    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static String decoded(byte[] bytes, JsonReader.Place place) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw place.problem("the text is not UTF-8");
        }
    }

    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static BadInputException unreadable(Path file, IOException failure) {
        String reason = failure instanceof NoSuchFileException
                ? "there is none"
                : Files.isDirectory(file) ? "it is a directory" : "it cannot be opened or read";
        return new BadInputException(VisibleText.of(file.toString()) + ": the file cannot be read: " + reason, failure);
    }
}
