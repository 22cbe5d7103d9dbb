package dev.mcppolicy.format.document;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A string, number, boolean or null of a document, or a value that a problem has been reported of. */
public final class ScalarNode extends Node {
    /** What a scalar is. */
    public enum Kind {
        STRING("a string"),
        NUMBER("a number"),
        BOOLEAN("a boolean"),
        NULL("null"),
        /** A problem has been reported; no more is to be said of it. */
        BROKEN("nothing readable");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private final Kind kind;
    private final @Nullable Object value;
    /** Nothing at all is written where the value should be. */
    private final boolean empty;

    private ScalarNode(@Nullable Node parent, int index, int offset, Kind kind, @Nullable Object value, boolean empty) {
        super(parent, index, offset);
        this.kind = kind;
        this.value = value;
        this.empty = empty;
    }

    static ScalarNode string(@Nullable Node parent, int index, int offset, String value) {
        return new ScalarNode(parent, index, offset, Kind.STRING, value, false);
    }

    static ScalarNode number(@Nullable Node parent, int index, int offset, long value) {
        return new ScalarNode(parent, index, offset, Kind.NUMBER, value, false);
    }

    /** A number: a {@code Long} where it is an integer that fits, else a {@code BigDecimal}. */
    static ScalarNode number(@Nullable Node parent, int index, int offset, BigDecimal value) {
        Object narrow = value.scale() == 0 && value.precision() <= 18 ? (Object) value.longValue() : value;
        return new ScalarNode(parent, index, offset, Kind.NUMBER, narrow, false);
    }

    static ScalarNode bool(@Nullable Node parent, int index, int offset, boolean value) {
        return new ScalarNode(parent, index, offset, Kind.BOOLEAN, value, false);
    }

    static ScalarNode nil(@Nullable Node parent, int index, int offset, boolean empty) {
        return new ScalarNode(parent, index, offset, Kind.NULL, null, empty);
    }

    static ScalarNode broken(@Nullable Node parent, int index, int offset) {
        return new ScalarNode(parent, index, offset, Kind.BROKEN, null, false);
    }

    public boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** The text of a string, or null if this is none. */
    @Nullable
    public String text() {
        return value instanceof String text ? text : null;
    }

    /** The exact value of a number, or null if this is none. */
    @Nullable
    public BigDecimal number() {
        if (value instanceof Long number) {
            return BigDecimal.valueOf(number);
        }
        return value instanceof BigDecimal number ? number : null;
    }

    boolean isEmpty() {
        return empty;
    }

    @Override
    String token(int index) {
        throw new IllegalStateException("a scalar has no children");
    }

    @Override
    @Nullable
    public Node child(String token) {
        return null;
    }

    @Override
    String kind() {
        return empty ? "nothing" : kind.words;
    }

    @Override
    @Nullable
    public Object json() {
        return value;
    }
}
