package dev.mcppolicy.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks arguments against a tool's own input schema, after the policy has judged the call. */
final class InputCheck {
    private final @Nullable JsonSchemaValidator validator;

    private InputCheck(@Nullable JsonSchemaValidator validator) {
        this.validator = validator;
    }

    static InputCheck by(JsonSchemaValidator validator) {
        return new InputCheck(validator);
    }

    static InputCheck none() {
        return new InputCheck(null);
    }

    /** By the SDK's default validator on the lines of the SDK that check inputs themselves, else none. */
    static InputCheck asTheSdk() {
        return ToolRecord.schemasAreMaps() ? by(McpJsonDefaults.getSchemaValidator()) : none();
    }

    /** What is wrong with the arguments, or null. */
    @Nullable
    String problem(Map<String, Object> schema, Map<String, ?> arguments) {
        if (validator == null || schema.isEmpty()) {
            return null;
        }
        ValidationResponse response = validator.validate(schema, arguments);
        return response.valid() ? null : Objects.requireNonNullElse(response.errorMessage(), "invalid");
    }
}
