package dev.mcppolicy.cli.input;

import dev.mcppolicy.cli.output.Console;
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

    private final String file;
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int number;

    private LineReader(String file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    public static LineReader of(Path file, Console screen) {
        try {
            return new LineReader(InputFile.name(file), new BufferedInputStream(InputFile.open(file, screen), BUFFER));
        } catch (IOException e) {
            throw unreadable(InputFile.name(file), e);
        }
    }

    /** The whole of a small file. */
    public static String whole(Path file, Console screen) {
        String name = InputFile.name(file);
        byte[] bytes;
        try (InputStream in = InputFile.open(file, screen)) {
            bytes = in.readNBytes(MAX_LINE_BYTES + 1);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
        if (bytes.length > MAX_LINE_BYTES) {
            throw new BadInputException(VisibleText.of(name) + ": the file is larger than 16 MiB");
        }
        return withoutMark(decoded(bytes, new JsonReader.Place(name, 1)));
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
        String text = decoded(line.toByteArray(), place());
        return number == 1 ? withoutMark(text) : text;
    }

    /** Where the line that was read last stands. */
    public JsonReader.Place place() {
        return new JsonReader.Place(file, number);
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

    private static BadInputException unreadable(String file, IOException failure) {
        String reason = failure instanceof NoSuchFileException
                ? "there is none"
                : Files.isDirectory(Path.of(file)) ? "it is a directory" : "it cannot be opened or read";
        return new BadInputException(VisibleText.of(file) + ": the file cannot be read: " + reason, failure);
    }
}
