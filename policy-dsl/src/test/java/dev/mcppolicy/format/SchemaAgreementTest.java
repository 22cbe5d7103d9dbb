package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.schema.JsonSchema;
import java.util.Map;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Our schemas judge as the validator does that is known for it. */
class SchemaAgreementTest {
    private static final int VALUES = 12;

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void a_schema_judges_every_value_as_the_known_validator_does(@ForAll long seed) {
        RandomSchemas random = new RandomSchemas(seed);
        Map<String, Object> schema = random.schema();
        Predicate<Map<String, @Nullable Object>> known = KnownValidator.of(CanonicalJson.write(schema));
        JsonSchema ours = JsonSchema.of(schema);
        for (int i = 0; i < VALUES; i++) {
            Map<String, @Nullable Object> arguments = random.arguments();
            assertThat(ours.test(arguments, Work.within(WorkLimits.DEFAULT), "schema"))
                    .as("%s of %s", CanonicalJson.write(arguments), CanonicalJson.write(schema))
                    .isEqualTo(Truth.of(known.test(arguments)));
        }
    }
}
