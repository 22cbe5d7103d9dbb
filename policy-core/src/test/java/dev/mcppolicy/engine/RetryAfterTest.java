package dev.mcppolicy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** How long a denial says to wait, under random policies: until then the call is refused, and then it is not. */
class RetryAfterTest {
    private static final int CALLS = 200;
    private static final Duration FOR_EVER = Duration.ofDays(4_000);

    @Property(tries = 700, shrinking = ShrinkingMode.OFF)
    void the_wait_that_a_denial_names_is_neither_too_short_nor_too_long(@ForAll long seed) {
        check(seed);
    }

    private static void check(long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        Policy policy = random.policy();
        if (policy.rules().stream().anyMatch(placed -> isConcernedByTheHour(placed.rule()))) {
            return;
        }
        ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
        PolicyEngine engine = PolicyEngine.builder(policy)
                .clock(clock)
                .store(new InMemoryCounterStore(1_000))
                .build();
        for (int i = 0; i < CALLS; i++) {
            clock.advance(Duration.ofMillis(random.random().nextInt(random.oneIn(10) ? 70_000 : 2_000)));
            ToolCall call = random.call();
            if (!isLimited(decide(engine, call))) {
                continue;
            }
            Duration wait = Verdict.denial(decide(engine, call)).retryAfter();
            String when = "seed %d, call %d of %s under %s".formatted(seed, i, call.tool(), policy);
            if (wait == null) {
                clock.advance(FOR_EVER);
                assertThat(decide(engine, call)).as("%s, for ever", when).isInstanceOf(Decision.Deny.class);
            } else {
                clock.advance(wait.minusMillis(1));
                assertThat(decide(engine, call)).as("%s, before %s", when, wait).isInstanceOf(Decision.Deny.class);
                clock.advance(Duration.ofMillis(1));
                assertThat(isLimited(decide(engine, call)))
                        .as("%s, after %s", when, wait)
                        .isFalse();
            }
        }
    }

    /** Whether a limit is for calls at some time alone, or for those before or after so many others. */
    private static boolean isConcernedByTheHour(Rule rule) {
        return rule instanceof Limit
                && rule.when().stream()
                        .anyMatch(when -> when.leaves().stream().anyMatch(Condition.AtTime.class::isInstance)
                                || when.comparisons().stream()
                                        .anyMatch(comparison -> comparison.path() instanceof CounterPath));
    }

    /** A human answers at once: what waits would be given back by itself one day, before the window of its charge ends. */
    private static Decision decide(PolicyEngine engine, ToolCall call) {
        Decision decision = engine.decide(call);
        return decision instanceof Decision.ApprovalRequired asked ? engine.approve(asked) : decision;
    }

    /** Whether a limit refused the call, and not the bound on approvals that are pending. */
    private static boolean isLimited(Decision decision) {
        return Verdict.of(decision).matches("deny LIMIT_EXCEEDED .*/limits/.*");
    }
}
