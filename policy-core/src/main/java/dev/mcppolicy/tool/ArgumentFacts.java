package dev.mcppolicy.tool;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a tool's input schema says of the values at one path.
 *
 * @param standing whether there is such a place at all
 * @param step the number of the step that leads nowhere; the number of all steps where each leads somewhere
 * @param siblings the names that the schema knows in the place of one that it does not
 * @param ranges the values that may stand there, null included; or of {@link Standing#ASTRAY} the ones that do stand where
 *     the path has a step that means nothing for them
 * @param required whether every valid call has a value there, and it is not null
 * @param optional whether the schema leaves a part of the way there to the caller, by its name
 * @param defaults the values that stand there where the caller leaves them out, as far as the schema tells
 */
record ArgumentFacts(
        Standing standing,
        int step,
        List<String> siblings,
        List<ValueRange> ranges,
        boolean required,
        boolean optional,
        List<Object> defaults) {
    /** How a path stands to a schema. */
    enum Standing {
        /** Each name on the way is in the schema. */
        KNOWN,
        /** The schema admits it, or is not understood. */
        OPEN,
        /** The schema has the names that there are, and a name on the way is none of them. */
        UNKNOWN,
        /** A step has no meaning for any value that may stand there. */
        ASTRAY
    }

    static final ArgumentFacts NOTHING =
            new ArgumentFacts(Standing.OPEN, 0, List.of(), List.of(ValueRange.ANY), false, false, List.of());

    static ArgumentFacts unknown(int step, List<String> siblings) {
        return new ArgumentFacts(Standing.UNKNOWN, step, siblings, List.of(ValueRange.ANY), false, false, List.of());
    }

    static ArgumentFacts astray(int step, List<ValueRange> ranges) {
        return new ArgumentFacts(Standing.ASTRAY, step, List.of(), ranges, false, false, List.of());
    }

    boolean isUnknown() {
        return standing == Standing.UNKNOWN;
    }

    /** The types of the values, but for null. */
    Set<JsonType> types() {
        Set<JsonType> types = EnumSet.noneOf(JsonType.class);
        ranges.forEach(range -> types.addAll(range.types()));
        types.remove(JsonType.NULL);
        return types;
    }
}
