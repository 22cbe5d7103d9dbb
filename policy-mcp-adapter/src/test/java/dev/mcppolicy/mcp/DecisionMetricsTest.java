package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.connections;
import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.ForwardingCounterStore;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.PolicySource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the meters show. */
class DecisionMetricsTest {
    @Test
    void decisions_are_timed_and_outcomes_counted() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(2))
                .listener(new DecisionMetrics(registry))
                .build();
        var create = Kind.SYNC.wrapped(enforcer, Kind.tool(CREATE), new Recorder());
        assertRan(create.apply(request(CREATE, Map.of())));
        assertRan(create.apply(request(CREATE, Map.of())));
        assertDenied(
                create.apply(request(CREATE, Map.of())),
                DenialCode.LIMIT_EXCEEDED,
                "/tools/CreateCodeConnection/limits/0");

        assertThat(registry.get("mcp.policy.decisions")
                        .tags("tool", CREATE, "decision", "allow", "code", "none")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("mcp.policy.decisions")
                        .tags("tool", CREATE, "decision", "deny", "code", "limit_exceeded")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("mcp.policy.outcomes")
                        .tags("tool", CREATE, "outcome", "returned")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void what_shadow_mode_would_have_decided_is_counted() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(2))
                .listener(new DecisionMetrics(registry))
                .engine(options -> options.shadow("stricter", PolicySource.of(connections(1))))
                .build();
        var create = Kind.SYNC.wrapped(enforcer, Kind.tool(CREATE), new Recorder());
        assertRan(create.apply(request(CREATE, Map.of())));
        assertRan(create.apply(request(CREATE, Map.of())));

        assertThat(registry.get("mcp.policy.shadow")
                        .tags("tool", CREATE, "view", "stricter", "decision", "allow", "differs", "false")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("mcp.policy.shadow")
                        .tags("tool", CREATE, "view", "stricter", "decision", "deny", "differs", "true")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private static final class Remote extends ForwardingCounterStore {
        private boolean isDown;

        Remote() {
            super(new InMemoryCounterStore());
        }

        @Override
        public boolean isRemote() {
            return true;
        }

        @Override
        public long retries() {
            return isDown ? 1 : 0;
        }

        @Override
        public ReserveResult reserve(ReserveRequest request, long nowMillis) {
            if (isDown) {
                throw new StoreException("the store is down");
            }
            return super.reserve(request, nowMillis);
        }
    }

    @Test
    void a_store_outside_the_process_is_timed_and_is_seen_to_fail_and_to_answer_again() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Remote store = new Remote();
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(3))
                .listener(new DecisionMetrics(registry))
                .engine(options -> options.store(store))
                .build();
        var create = Kind.SYNC.wrapped(enforcer, Kind.tool(CREATE), new Recorder());

        assertRan(create.apply(request(CREATE, Map.of())));
        assertThat(registry.get("mcp.policy.store.up").gauge().value()).isEqualTo(1);
        store.isDown = true;
        assertDenied(
                create.apply(request(CREATE, Map.of())),
                DenialCode.STORE_UNAVAILABLE,
                "/tools/CreateCodeConnection/limits/0");

        assertThat(registry.get("mcp.policy.store.up").gauge().value()).isZero();
        assertThat(registry.get("mcp.policy.store.retries").gauge().value()).isEqualTo(1);
        store.isDown = false;
        assertRan(create.apply(request(CREATE, Map.of())));
        assertThat(registry.get("mcp.policy.store.up").gauge().value()).isEqualTo(1);
        assertThat(registry.get("mcp.policy.store")
                        .tags("operation", "reserve", "outcome", "failed")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("mcp.policy.store")
                        .tags("operation", "reserve", "outcome", "answered")
                        .timer()
                        .count())
                .isEqualTo(2);
    }
}
