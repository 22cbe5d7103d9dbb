package dev.mcppolicy.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.testkit.contract.FaultyProxy;
import dev.mcppolicy.testkit.contract.VirtualCallers;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Virtual threads that wait for a server which does not answer keep no carrier. */
@Tag("real")
@Timeout(120)
class VirtualCallersTest {
    @Test
    void a_virtual_thread_that_waits_for_the_store_keeps_no_carrier() throws Exception {
        try (RedisProcess server = RedisProcess.start(RedisProcess.IN_MEMORY)) {
            assertThat(VirtualCallers.run(Callers.class, Integer.toString(server.port())))
                    .contains(VirtualCallers.ALL_WAITED, "counted 21");
        }
    }

    /** The process of the callers. */
    static final class Callers {
        private Callers() {}

        public static void main(String[] args) throws Exception {
            try (FaultyProxy proxy = FaultyProxy.to("127.0.0.1", Integer.parseInt(args[0]));
                    CounterStore store = RedisCounterStore.builder("redis://127.0.0.1:" + proxy.port())
                            .timeout(Duration.ofSeconds(60))
                            .open()) {
                Limits.take(store, "a", 1);
                proxy.hold();
                System.out.println(VirtualCallers.waitTogether(() -> Limits.take(store, "a", 1), proxy::heal));
                System.out.println("counted " + Limits.used(store, "a"));
            }
        }
    }
}
