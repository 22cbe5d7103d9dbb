package dev.mcppolicy.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.testkit.junit.TestRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract passes a correct store, however simple, and finds whatever is spoilt in it. */
class CounterStoreContractTest {
    private static volatile @Nullable StoreSpoiling spoiling;
    private static volatile boolean isFound;

    @Test
    void a_correct_store_passes_whole() {
        TestRun run = TestRun.of(Correct.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).hasSizeGreaterThan(100);
    }

    @Test
    void a_store_without_capacity_needs_one_method_and_passes() {
        TestRun run = TestRun.of(Boundless.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).contains("a_swap_credits_what_is_held");
    }

    @ParameterizedTest
    @EnumSource
    void a_spoilt_store_is_found(StoreSpoiling each) {
        spoiling = each;
        isFound = false;

        assertThat(TestRun.of(Spoilt.class).failures()).isNotEmpty();
    }

    static class Correct extends CounterStoreContract {
        @Override
        protected CounterStore newStore() {
            return new NaiveCounterStore(Integer.MAX_VALUE);
        }

        @Override
        protected CounterStore newStore(int capacity) {
            return new NaiveCounterStore(capacity);
        }

        @Override
        protected CounterStore newStore(int capacity, int mostPerPayer) {
            return new NaiveCounterStore(capacity).withMostPerPayer(mostPerPayer);
        }
    }

    static class Boundless extends CounterStoreContract {
        @Override
        protected CounterStore newStore() {
            return new NaiveCounterStore(Integer.MAX_VALUE);
        }
    }

    /** One law that a store breaks is enough. */
    static class UntilTheFirstFailure implements ExecutionCondition, TestWatcher {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return isFound ? ConditionEvaluationResult.disabled("found") : ConditionEvaluationResult.enabled("");
        }

        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
            isFound = true;
        }
    }

    @ExtendWith(UntilTheFirstFailure.class)
    static class Spoilt extends CounterStoreContract {
        private static StoreSpoiling spoiling() {
            StoreSpoiling chosen = spoiling;
            if (chosen == null) {
                throw new IllegalStateException("no spoiling was chosen");
            }
            return chosen;
        }

        @Override
        protected CounterStore newStore() {
            return spoiling().store(Integer.MAX_VALUE);
        }

        @Override
        protected CounterStore newStore(int capacity) {
            return spoiling().store(capacity);
        }

        @Override
        protected CounterStore newStore(int capacity, int mostPerPayer) {
            return spoiling().store(capacity).withMostPerPayer(mostPerPayer);
        }
    }
}
