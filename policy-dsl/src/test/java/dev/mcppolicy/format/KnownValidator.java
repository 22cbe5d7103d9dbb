package dev.mcppolicy.format;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mcppolicy.json.internal.CanonicalJson;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A validator that others made, to compare with. */
final class KnownValidator {
    private KnownValidator() {}

    static Predicate<Map<String, @Nullable Object>> of(String schema) {
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
        return value ->
                compiled.validate(CanonicalJson.write(value), InputFormat.JSON).isEmpty();
    }
}
