package dev.mcppolicy.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The schemas that the values at one place of a tool's arguments are to match. */
sealed interface SchemaPlace {
    /** No schema: every value may stand there. */
    SchemaPlace ANY = new All(List.of());

    /** No value may stand there. */
    SchemaPlace NEVER = new Any(List.of());

    /** A schema that is not understood, so that nothing is known. */
    SchemaPlace UNREAD = new Unread();

    /** One schema, an object. */
    record One(Map<?, ?> schema) implements SchemaPlace {}

    /** Schemas that all hold. */
    record All(List<SchemaPlace> parts) implements SchemaPlace {}

    /** Schemas of which at least one holds. */
    record Any(List<SchemaPlace> parts) implements SchemaPlace {}

    /** A schema that is not understood. */
    record Unread() implements SchemaPlace {}

    /** The place of which all of some hold; the parts that say nothing are left out. */
    static SchemaPlace all(List<SchemaPlace> places) {
        List<SchemaPlace> parts = new ArrayList<>();
        for (SchemaPlace place : places) {
            if (place == NEVER) {
                return NEVER;
            }
            if (place != ANY) {
                parts.add(place);
            }
        }
        return parts.isEmpty() ? ANY : parts.size() == 1 ? parts.get(0) : new All(parts);
    }

    /** The place of which one of some holds; the parts that admit nothing are left out. */
    static SchemaPlace any(List<SchemaPlace> places) {
        List<SchemaPlace> parts =
                places.stream().filter(place -> place != NEVER).toList();
        return parts.isEmpty() ? NEVER : parts.size() == 1 ? parts.get(0) : new Any(parts);
    }
}
