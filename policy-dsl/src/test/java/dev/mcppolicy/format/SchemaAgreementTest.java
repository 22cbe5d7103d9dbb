package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.schema.JsonSchema;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Our schemas judge as the validator does that is known for it. */
class SchemaAgreementTest {
    private static final int VALUES = 50;

    private static final int JUDGED = 100_000;

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void a_schema_judges_every_value_as_the_known_validator_does(@ForAll long seed) {
        Random seeds = new Random(seed);
        int judged = 0;
        while (judged < JUDGED) {
            judged += judge(new RandomSchemas(seeds.nextLong()));
        }
        assertThat(judged).isGreaterThanOrEqualTo(JUDGED);
    }

    /** Puts values to one schema; how many. */
    private static int judge(RandomSchemas random) {
        Map<String, Object> schema = random.schema();
        Predicate<Map<String, @Nullable Object>> known = KnownValidator.of(CanonicalJson.write(schema));
        JsonSchema ours = JsonSchema.of(schema);
        for (int i = 0; i < VALUES; i++) {
            Map<String, @Nullable Object> arguments = random.arguments();
            assertThat(ours.test(arguments, Work.within(WorkLimits.DEFAULT), "schema"))
                    .as("%s of %s", CanonicalJson.write(arguments), CanonicalJson.write(schema))
                    .isEqualTo(Truth.of(known.test(arguments)));
        }
        return VALUES;
    }
}
