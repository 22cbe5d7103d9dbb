package dev.mcppolicy.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One schema within a {@link JsonSchema}: its keywords, all of which must hold. */
final class SchemaNode {
    /** What a keyword says of a value. */
    @FunctionalInterface
    interface Keyword {
        /**
         * Whether the value satisfies the keyword. What it evaluates of the value's parts, it adds to the seen.
         *
         * @param seen the parts that the schema has evaluated so far; a keyword that looks at it comes after all others
         */
        boolean holds(@Nullable Object value, SchemaEvaluation evaluation, SeenParts seen);
    }

    /** The schema that everything matches. */
    static final SchemaNode TRUE = new SchemaNode("");

    /** Where the schema stands, as a pointer, for messages. */
    private final String pointer;

    private List<Keyword> keywords = List.of();

    SchemaNode(String pointer) {
        this.pointer = pointer;
    }

    /** Gives the schema its keywords, once: references to it may be made before. */
    void keywords(List<Keyword> made) {
        keywords = List.copyOf(made);
    }

    List<Keyword> keywords() {
        return keywords;
    }

    @Override
    public String toString() {
        return pointer;
    }
}
