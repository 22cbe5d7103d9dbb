package dev.mcppolicy.format.document;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows JSON Pointers from a node. */
public final class JsonPointers {
    private JsonPointers() {}

    /** The node that a pointer leads to, or null if there is none. */
    public static @Nullable Node target(Node from, String pointer) {
        Node node = from;
        for (String token : tokens(pointer)) {
            node = node == null ? null : node.child(token);
        }
        return node;
    }

    /** The innermost node on the way that a pointer describes. */
    public static Node innermost(Node from, String pointer) {
        Node node = from;
        for (String token : tokens(pointer)) {
            Node child = node.child(token);
            if (child == null) {
                return node;
            }
            node = child;
        }
        return node;
    }

    private static List<String> tokens(String pointer) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < pointer.length() && pointer.charAt(at) == '/') {
            int slash = pointer.indexOf('/', at + 1);
            int end = slash < 0 ? pointer.length() : slash;
            tokens.add(pointer.substring(at + 1, end).replace("~1", "/").replace("~0", "~"));
            at = end;
        }
        return tokens;
    }
}
