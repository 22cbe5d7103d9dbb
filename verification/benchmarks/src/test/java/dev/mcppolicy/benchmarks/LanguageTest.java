package dev.mcppolicy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;

/** What is measured of the language is measured on calls that pass. */
class LanguageTest {
    private static final Language.Engines ENGINES = new Language.Engines();

    static Stream<Method> measured() {
        return Stream.of(Language.class.getMethods()).filter(method -> method.isAnnotationPresent(Benchmark.class));
    }

    @ParameterizedTest
    @MethodSource("measured")
    void each_of_two_rounds_of_calls_is_allowed(Method benchmark) throws ReflectiveOperationException {
        Turn turn = new Turn();
        for (int i = 0; i < 2 * CallMix.SIZE; i++) {
            assertThat(benchmark.invoke(new Language(), ENGINES, turn)).isInstanceOf(Decision.Allow.class);
        }
    }
}
