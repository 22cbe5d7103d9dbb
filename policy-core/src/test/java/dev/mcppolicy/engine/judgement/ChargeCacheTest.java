package dev.mcppolicy.engine.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChargeCacheTest {
    private static final CounterDefinition COUNTER = new CounterDefinition(
            "test", "", RulePlace.tool("tool"), "calls", Window.Calendar.DAY, Scope.GRANT, Scale.WHOLE);

    private final ChargeCache charges = new ChargeCache(new CounterKey.Factory(COUNTER), 2, 7);

    private static List<Charge> of(String name) {
        return List.of(new Charge(CounterKey.of(COUNTER, name, null), 2, 7));
    }

    @Test
    void a_caller_is_charged_by_its_own_key_every_time() {
        assertThat(charges.of("agent").charges()).isEqualTo(of("agent"));
        assertThat(charges.of(String.valueOf("agent".toCharArray()))).isSameAs(charges.of("agent"));
    }

    @Test
    void callers_whose_names_have_one_hash_are_charged_apart() {
        assertThat("Aa").hasSameHashCodeAs("BB");
        assertThat(charges.of("Aa").charges()).isEqualTo(of("Aa"));
        assertThat(charges.of("BB").charges()).isEqualTo(of("BB"));
        assertThat(charges.of("Aa").charges()).isEqualTo(of("Aa"));
    }

    @Test
    void many_more_callers_than_places_are_charged_apart() {
        for (int round = 0; round < 2; round++) {
            IntStream.range(0, 100)
                    .mapToObj(i -> "agent-" + i)
                    .forEach(name -> assertThat(charges.of(name).charges()).isEqualTo(of(name)));
        }
    }
}
