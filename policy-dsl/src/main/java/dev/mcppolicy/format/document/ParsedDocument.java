package dev.mcppolicy.format.document;

import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyDocument;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A document that was read, with the places of its parts. */
public final class ParsedDocument implements PolicyDocument {
    private final String name;
    private final String text;
    /** The offset at which each line begins, found out when a place is asked for; every thread finds the same. */
    private volatile int @Nullable [] lines;

    private @Nullable Node root;

    public ParsedDocument(String name, String text) {
        this.name = name;
        this.text = text;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Optional<Location> location(String pointer) {
        Node node = root;
        int at = 0;
        while (node != null && at < pointer.length() && pointer.charAt(at) == '/') {
            int slash = pointer.indexOf('/', at + 1);
            int end = slash < 0 ? pointer.length() : slash;
            node = node.child(pointer.substring(at + 1, end).replace("~1", "/").replace("~0", "~"));
            at = end;
        }
        return node == null || at < pointer.length() ? Optional.empty() : Optional.of(locationOf(node.offset()));
    }

    @Override
    public Optional<String> line(int line) {
        int[] lines = lines();
        if (line < 1 || line > lines.length) {
            return Optional.empty();
        }
        int end = line < lines.length ? lines[line] : text.length();
        while (end > lines[line - 1] && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return Optional.of(text.substring(lines[line - 1], end));
    }

    /** Where a part of the text begins. */
    Location locationOf(int offset) {
        int[] lines = lines();
        int found = Arrays.binarySearch(lines, Math.min(offset, text.length()));
        int line = found >= 0 ? found : -found - 2;
        return new Location(line + 1, Math.min(offset, text.length()) - lines[line] + 1);
    }

    /** Notes the tree that the text is, so that places can be asked for. */
    void setRoot(@Nullable Node root) {
        this.root = root;
    }

    private int[] lines() {
        int[] known = lines;
        if (known == null) {
            known = lines(text);
            lines = known;
        }
        return known;
    }

    private static int[] lines(String text) {
        int[] starts = new int[64];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }
}
