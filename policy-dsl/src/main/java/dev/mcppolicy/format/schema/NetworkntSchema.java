package dev.mcppolicy.format.schema;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The one place that touches the schema validator, which need not be there: this class links only with it on the class
 * path. It calls methods that take and give strings, which the lines for Jackson 2 and Jackson 3 have in common.
 */
public final class NetworkntSchema {
    private static final String META_SCHEMA = "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}";

    private NetworkntSchema() {}

    /**
     * What is wrong with a schema.
     *
     * @param pointer where in the schema
     * @param message what
     */
    record Fault(String pointer, String message) {}

    /** What the rules for schemas say against a schema, or null. */
    public static @Nullable Fault fault(String schema) {
        List<Error> errors = MetaSchema.INSTANCE.validate(schema, InputFormat.JSON);
        if (errors.isEmpty()) {
            return null;
        }
        Error first = errors.get(0);
        return new Fault(String.valueOf(first.getInstanceLocation()), first.getMessage());
    }

    private static SchemaRegistry registry() {
        Map<String, RegularExpression> compiled = new ConcurrentHashMap<>();
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .regularExpressionFactory(pattern -> compiled.computeIfAbsent(pattern, NetworkntSchema::pattern))
                .build();
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
    }

    /** Patterns are RE2, as everywhere in a policy: they take linear time. */
    private static RegularExpression pattern(String pattern) {
        ValueTest test = Operator.REGEX.test(pattern);
        return value -> test.test(value) == Truth.TRUE;
    }

    private static final class MetaSchema {
        static final Schema INSTANCE = registry().getSchema(META_SCHEMA);
    }
}
