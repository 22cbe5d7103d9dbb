package dev.mcppolicy.format.document;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The text of a file, which must be UTF-8 and not too long; a byte order mark is not part of it. */
public final class FileText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int URL_TIMEOUT_MILLIS = 10_000;

    private FileText() {}

    /**
     * Text, or why there is none.
     *
     * @param text the text, empty if there is none
     * @param diagnostic why there is none, or null
     * @param reason the part of the message that only the file knows
     */
    public record Content(String text, @Nullable Diagnostic diagnostic, String reason) {}

    /** The text of a regular file; others, such as pipes, are not opened, since that could wait for ever. */
    public static Content readRegular(Path file) {
        return readRegular(file, DocumentLimits.POLICY);
    }

    /** As {@link #readRegular(Path)}, within limits. */
    public static Content readRegular(Path file, DocumentLimits limits) {
        try {
            boolean isOther = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
            return isOther ? failure(Diagnostic.UNREADABLE_FILE, "it is not a regular file") : read(file, limits);
        } catch (SecurityException e) {
            return failure(Diagnostic.UNREADABLE_FILE, ParserMessage.of(e.getMessage()));
        }
    }

    /** The text of a file that is no longer than a policy may be. */
    public static Content read(Path file) {
        return read(file, DocumentLimits.POLICY);
    }

    /** The text of a file within limits. */
    public static Content read(Path file, DocumentLimits limits) {
        try (InputStream in = Files.newInputStream(file)) {
            return decoded(in.readNBytes(limits.maxLength() + 1), limits);
        } catch (NoSuchFileException e) {
            return failure(Diagnostic.UNREADABLE_FILE, "there is none");
        } catch (IOException | SecurityException e) {
            return failure(
                    Diagnostic.UNREADABLE_FILE,
                    Files.isDirectory(file) ? "it is a directory" : ParserMessage.of(e.getMessage()));
        }
    }

    /** What is left of a stream, which stays open; no more is read than a document may be long, and one byte. */
    public static Content read(InputStream in) {
        try {
            return decoded(in.readNBytes(DocumentParser.MAX_LENGTH + 1), DocumentLimits.POLICY);
        } catch (IOException e) {
            return failure(Diagnostic.UNREADABLE_FILE, ParserMessage.of(e.getMessage()));
        }
    }

    /** What a URL leads to. */
    public static Content read(URL url) {
        try {
            URLConnection connection = url.openConnection();
            // A cache would keep the jar of a class path open, and its text as it was.
            connection.setUseCaches(false);
            connection.setConnectTimeout(URL_TIMEOUT_MILLIS);
            connection.setReadTimeout(URL_TIMEOUT_MILLIS);
            try (InputStream in = connection.getInputStream()) {
                return decoded(in.readNBytes(DocumentParser.MAX_LENGTH + 1), DocumentLimits.POLICY);
            }
        } catch (FileNotFoundException | NoSuchFileException e) {
            return failure(Diagnostic.UNREADABLE_FILE, "there is none");
        } catch (IOException | RuntimeException e) {
            return failure(Diagnostic.UNREADABLE_FILE, ParserMessage.of(e.getMessage()));
        }
    }

    private static Content decoded(byte[] bytes, DocumentLimits limits) {
        if (bytes.length > limits.maxLength()) {
            return failure(Diagnostic.TOO_LARGE, Long.toString(limits.maxLengthInMebibytes()));
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return isUtf16(bytes) ? failure(Diagnostic.NOT_UTF_8, "") : new Content(withoutMark(text), null, "");
        } catch (CharacterCodingException e) {
            return failure(Diagnostic.NOT_UTF_8, "");
        }
    }

    public static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** UTF-16 without a mark is UTF-8 in which every other character of ASCII text is NUL. */
    private static boolean isUtf16(byte[] bytes) {
        return bytes.length >= 2 && (bytes[0] == 0 || bytes[1] == 0);
    }

    private static Content failure(Diagnostic diagnostic, String reason) {
        return new Content("", diagnostic, reason);
    }
}
