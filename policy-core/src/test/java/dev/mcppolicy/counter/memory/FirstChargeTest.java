package dev.mcppolicy.counter.memory;

import static dev.mcppolicy.counter.memory.Counters.MINUTE;
import static dev.mcppolicy.counter.memory.Counters.NOON;
import static dev.mcppolicy.counter.memory.Counters.charge;
import static dev.mcppolicy.counter.memory.Counters.key;
import static dev.mcppolicy.counter.memory.Counters.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The table of a store in memory is made by the first charge. */
@Timeout(60)
class FirstChargeTest {
    private static final CounterKey CALLS = key("calls", MINUTE);
    private static final int THREADS = 4;

    @Test
    void before_the_first_charge_nothing_is_used_and_everything_can_be_asked() {
        InMemoryCounterStore store = new InMemoryCounterStore(1);

        assertThat(store.read(List.of(CALLS), NOON)).containsExactly(0);
        assertThat(store.readCrediting(Reservation.empty(), List.of(CALLS), NOON))
                .containsExactly(0);
        store.reset(CALLS);
        store.resetClock(NOON - 1);
        assertThat(store.size()).isZero();
        take(store, NOON, charge(CALLS, 1, 1));
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void of_first_charges_at_one_time_exactly_max_pass() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < 500; round++) {
                InMemoryCounterStore store = new InMemoryCounterStore(10);
                CyclicBarrier together = new CyclicBarrier(THREADS);
                List<Future<Boolean>> passed = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    passed.add(threads.submit(() -> {
                        together.await();
                        return store.reserve(ReserveRequest.of(List.of(charge(CALLS, 1, 2))), NOON)
                                instanceof Reservation;
                    }));
                }
                int count = 0;
                for (Future<Boolean> each : passed) {
                    count += each.get() ? 1 : 0;
                }
                assertThat(count).isEqualTo(2);
                assertThat(store.read(List.of(CALLS), NOON)).containsExactly(2);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Tag("real")
    @Test
    void a_policy_without_limits_loads_no_cache() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:stdout",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NoLimit.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(InMemoryCounterStore.class.getName()).doesNotContain("benmanes");
    }

    /** Judges one call by a policy without limits. */
    static final class NoLimit {
        private NoLimit() {}

        public static void main(String... args) {
            PolicyEngine engine =
                    PolicyEngine.of(new PolicyParts("p", PolicyFormat.POLICYLAYER, DefaultAction.ALLOW).policy());
            if (!(engine.decide(ToolCall.of("t", Map.of())) instanceof Decision.Allow)) {
                throw new AssertionError("denied");
            }
        }
    }
}
