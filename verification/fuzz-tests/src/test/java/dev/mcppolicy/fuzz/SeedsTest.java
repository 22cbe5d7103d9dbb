package dev.mcppolicy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold of any input holds of those that a fuzzer begins with. */
class SeedsTest {
    @ParameterizedTest
    @EnumSource
    void every_seed_passes(Target target) {
        List<byte[]> seeds = target.seeds();

        assertThat(seeds).isNotEmpty();
        for (byte[] seed : seeds) {
            assertThatCode(() -> target.run(seed))
                    .as("%s", new String(seed, StandardCharsets.UTF_8))
                    .doesNotThrowAnyException();
        }
    }
}
