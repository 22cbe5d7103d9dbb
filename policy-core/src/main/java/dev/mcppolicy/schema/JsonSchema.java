package dev.mcppolicy.schema;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema, ready to be put to values: 2020-12, and of 2019-09, draft-07 and draft-06 what differs. Its references
 * lead within it, its patterns are RE2, its numbers are exact, and {@code format} asserts nothing.
 *
 * <p>Each part of the schema is put to each part of a value once, and what came of it is remembered: so a schema whose
 * references lead back in a circle takes no more time than its size times the value's. The work is counted as it is done.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class JsonSchema {
    private final SchemaNode root;
    private final boolean remembersParts;

    JsonSchema(SchemaNode root, boolean remembersParts) {
        this.root = root;
        this.remembersParts = remembersParts;
    }

    /**
     * Reads a schema.
     *
     * @param schema a JSON object; what it holds beside known keywords is passed over
     * @return the schema
     * @throws InvalidSchemaException if it is no schema, is of a dialect that is not known, refers to what is not in
     *     it, or has a pattern that RE2 does not take; the message says which and where
     */
    public static JsonSchema of(Map<?, ?> schema) {
        return new SchemaCompiler(schema).compile();
    }

    /**
     * Tests a value.
     *
     * @param value a JSON value or null
     * @param work what is left for the call
     * @param name what to call the schema where it takes more than that
     * @return whether the value matches; cannot tell where too little work was left, or a number is too long to be told
     */
    public Truth test(@Nullable Object value, Work work, String name) {
        return new SchemaEvaluation(work, name, remembersParts).test(root, value);
    }

    /**
     * What is wrong with a value.
     *
     * @param value a JSON value or null
     * @param limits how much work the check may be
     * @return where and what, without the value, or null if the value matches; what cannot be told is wrong
     */
    public @Nullable String problem(@Nullable Object value, WorkLimits limits) {
        Work work = Work.within(limits);
        SchemaEvaluation evaluation = new SchemaEvaluation(work, "schema", remembersParts);
        return switch (evaluation.test(root, value)) {
            case TRUE -> null;
            case FALSE -> evaluation.mismatch();
            case CANNOT_TELL ->
                work.passedBy() == null
                        ? "a number is too long to be told"
                        : "checking the arguments against the tool's schema takes too much work";
        };
    }
}
