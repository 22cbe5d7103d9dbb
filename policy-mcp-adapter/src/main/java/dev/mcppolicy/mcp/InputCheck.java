package dev.mcppolicy.mcp;

import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.mcp.sdk.SdkTool;
import dev.mcppolicy.schema.InvalidSchemaException;
import dev.mcppolicy.schema.JsonSchema;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks arguments against a tool's own input schema, after the policy has judged the call. */
sealed interface InputCheck {
    /**
     * The check of one tool's arguments.
     *
     * @throws IllegalArgumentException if the schema cannot be checked; the message says why and what to do
     */
    OfTool of(String tool, Map<String, Object> schema);

    /** The check of one tool's arguments. */
    @FunctionalInterface
    interface OfTool {
        /** Checks nothing. */
        OfTool NONE = (arguments, limits) -> null;

        /** What is wrong with the arguments, or null; looked for within the limits on work, if by ourselves. */
        @Nullable
        String problem(Map<String, ?> arguments, WorkLimits limits);
    }

    static InputCheck by(JsonSchemaValidator validator) {
        return new ByValidator(validator);
    }

    static InputCheck none() {
        return new None();
    }

    /** By our own schemas on the lines of the SDK that check inputs themselves, else none. */
    static InputCheck asTheSdk() {
        return SdkTool.schemasAreMaps() ? new Bounded() : none();
    }

    /** No check. */
    record None() implements InputCheck {
        @Override
        public OfTool of(String tool, Map<String, Object> schema) {
            return OfTool.NONE;
        }
    }

    /** By a validator of the user's, with no bound but its own. */
    record ByValidator(JsonSchemaValidator validator) implements InputCheck {
        @Override
        public OfTool of(String tool, Map<String, Object> schema) {
            if (schema.isEmpty()) {
                return OfTool.NONE;
            }
            return (arguments, limits) -> {
                ValidationResponse response = validator.validate(schema, arguments);
                return response.valid() ? null : Objects.requireNonNullElse(response.errorMessage(), "invalid");
            };
        }
    }

    /** By a schema of each tool's own, with RE2 patterns and within the limits on work. */
    record Bounded() implements InputCheck {
        @Override
        public OfTool of(String tool, Map<String, Object> schema) {
            if (schema.isEmpty()) {
                return OfTool.NONE;
            }
            try {
                return JsonSchema.of(schema)::problem;
            } catch (InvalidSchemaException e) {
                throw new IllegalArgumentException(
                        "the input schema of `" + tool + "` cannot be checked: " + e.getMessage()
                                + " (mend the schema, or build the enforcer with `inputValidator` or"
                                + " `withoutInputValidation`)",
                        e);
            }
        }
    }
}
