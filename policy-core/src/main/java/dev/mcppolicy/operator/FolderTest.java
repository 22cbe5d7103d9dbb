package dev.mcppolicy.operator;

import dev.mcppolicy.json.Truth;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An absolute path in one of some folders, or one of them itself, by whole segments. The text alone is judged: where
 * links lead, and whether a file system tells cases apart, is the server's. What another reader could take for another
 * path cannot be told.
 */
final class FolderTest implements ValueTest {
    /** What it costs to look at a character, in steps of a pattern. */
    private static final long CHARACTER = 4;
    /** What it costs to compare with one of the list, in steps of a pattern. */
    private static final long ENTRY = 16;

    private static final String FORM = "absolute folders such as `/srv/data`";
    private static final int ESCAPE_LENGTH = 3;
    /** Escaped dot, slash, backslash, null and per cent, which a server that decodes once more would act on. */
    private static final Set<String> ESCAPES = Set.of("%2e", "%2f", "%5c", "%00", "%25");

    /** Each with a final slash. */
    private final List<String> folders;

    private FolderTest(List<String> folders) {
        this.folders = folders;
    }

    static ValueTest of(Object operand) {
        return new FolderTest(Operands.parsed("within", operand, FORM, FolderTest::folder));
    }

    private static @Nullable String folder(String text) {
        String folder = text.endsWith("/") ? text : text + "/";
        return folder.length() > 1 && folder.equals(plain(folder)) ? folder : null;
    }

    @Override
    public long cost(Object value) {
        return value instanceof String text ? CHARACTER * text.length() + ENTRY * folders.size() : 0;
    }

    @Override
    public boolean isMetered() {
        return true;
    }

    @Override
    public Truth test(Object value) {
        String path = value instanceof String text ? plain(text) : null;
        if (path == null) {
            return Truth.CANNOT_TELL;
        }
        for (String folder : folders) {
            if (path.startsWith(folder)) {
                return Truth.TRUE;
            }
        }
        return Truth.FALSE;
    }

    /** The path with a final slash and without empty segments and {@code .}, or null if it cannot be told. */
    private static @Nullable String plain(String path) {
        if (!path.startsWith("/") || path.startsWith("//") || hasForeignCharacter(path)) {
            return null;
        }
        StringBuilder plain = new StringBuilder(path.length() + 1).append('/');
        int segment = 1;
        while (segment <= path.length()) {
            int slash = path.indexOf('/', segment);
            int end = slash < 0 ? path.length() : slash;
            if (isParent(path, segment, end)) {
                return null;
            }
            if (end > segment && !(end == segment + 1 && path.charAt(segment) == '.')) {
                plain.append(path, segment, end).append('/');
            }
            segment = end + 1;
        }
        return plain.toString();
    }

    /** Whether a segment is {@code ..}, also to a reader that drops white space around it or what follows a semicolon, or decodes it. */
    private static boolean isParent(String path, int from, int to) {
        int start = from;
        while (start < to && Character.isSpaceChar(path.charAt(start))) {
            start++;
        }
        if (!path.startsWith("..", start) || start + 2 > to) {
            return false;
        }
        int end = start + 2;
        while (end < to && Character.isSpaceChar(path.charAt(end))) {
            end++;
        }
        return end == to || path.charAt(end) == ';' || path.charAt(end) == '%';
    }

    private static boolean hasForeignCharacter(String path) {
        for (int i = 0; i < path.length(); ) {
            int c = path.codePointAt(i);
            if (c == '\\' || (c == '%' && isEscape(path, i)) || isInvisible(c)) {
                return true;
            }
            i += Character.charCount(c);
        }
        return false;
    }

    private static boolean isEscape(String path, int at) {
        return path.length() - at >= ESCAPE_LENGTH
                && ESCAPES.contains(path.substring(at, at + ESCAPE_LENGTH).toLowerCase(Locale.ROOT));
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
