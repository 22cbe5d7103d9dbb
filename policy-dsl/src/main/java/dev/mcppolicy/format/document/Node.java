package dev.mcppolicy.format.document;

import org.jspecify.annotations.Nullable;

/** A value of a document, and where it stands. */
public abstract sealed class Node permits ObjectNode, ListNode, ScalarNode {
    private final @Nullable Node parent;
    /** Which member or element of its parent this is. */
    private final int index;

    private final int offset;
    private boolean torn;
    /** Kept where children have asked for it. Every thread finds the same. */
    private @Nullable String ownPointer;

    Node(@Nullable Node parent, int index, int offset) {
        this.parent = parent;
        this.index = index;
        this.offset = offset;
    }

    /** Where the value begins, in UTF-16 units from the start of the text. */
    public final int offset() {
        return offset;
    }

    /** The JSON Pointer of the value. */
    public final String pointer() {
        return parent == null ? "" : parent.pointerTo(parent.token(index));
    }

    /** The JSON Pointer of a child that is or would be in this value. */
    public final String pointerTo(String token) {
        String pointer = ownPointer;
        if (pointer == null) {
            pointer = pointer();
            ownPointer = pointer;
        }
        return pointer + "/" + token.replace("~", "~0").replace("/", "~1");
    }

    /** The unescaped pointer token of a child. */
    abstract String token(int index);

    /** The child that an unescaped pointer token leads to, or null. */
    public abstract @Nullable Node child(String token);

    /** What the value is, in words for a message. */
    abstract String kind();

    /** The object or list that this is in, or null for the whole document. */
    final @Nullable Node parent() {
        return parent;
    }

    /** Says that the document ended, or became unreadable, before the value did. */
    final void tear() {
        torn = true;
    }

    public final boolean isTorn() {
        return torn;
    }

    /** The plain JSON value, not for values that have a problem. */
    public abstract @Nullable Object json();
}
