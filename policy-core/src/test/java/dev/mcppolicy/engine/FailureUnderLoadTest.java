package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.ForwardingCounterStore;
import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fails every call is told to the listeners every time, and to the log now and then. */
class FailureUnderLoadTest {
    private static final int CALLS = 2_000;
    /** The calls take a second, and what is left out for ten is said more than once where the machine is slow. */
    private static final int NOW_AND_THEN = 20;

    private static final ToolCall CALL = ToolCall.of("t", Map.of());
    private static final Policy LIMITED = TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "1000000"));

    private final Logger logger = Logger.getLogger(PolicyEngine.class.getName());
    private final Records records = new Records();
    private final List<DecisionEvent> events = new ArrayList<>();

    private static final class Records extends Handler {
        private final List<LogRecord> all = new ArrayList<>();

        @Override
        public synchronized void publish(LogRecord logged) {
            if (logged.getThrown() instanceof NoConnection) {
                all.add(logged);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** A kind of failure that no other test has, so that none has used up its turn in the log. */
    private static final class NoConnection extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A store that takes charges at best, and settles none. */
    private static final class BrokenStore extends ForwardingCounterStore {
        private final boolean takes;

        BrokenStore(boolean takes) {
            super(new InMemoryCounterStore());
            this.takes = takes;
        }

        @Override
        public ReserveResult reserve(ReserveRequest request, long nowMillis) {
            if (!takes) {
                throw new NoConnection();
            }
            return new Reservation(request, new Receipt() {
                @Override
                public long before(int index) {
                    return 0;
                }

                @Override
                public CompletionStage<?> replace(long[] units) {
                    return CompletableFuture.failedStage(new NoConnection());
                }
            });
        }

        @Override
        public ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
            throw new NoConnection();
        }

        @Override
        public long[] read(List<CounterKey> keys, long nowMillis) {
            throw new NoConnection();
        }

        @Override
        public Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
            throw new NoConnection();
        }

        @Override
        public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
            throw new NoConnection();
        }
    }

    @BeforeEach
    void listen() {
        logger.addHandler(records);
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.WARNING);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(records);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }

    private void manyTimes(PolicyEngine engine, Consumer<Decision> each) {
        for (int i = 0; i < CALLS; i++) {
            each.accept(engine.decide(CALL));
        }
    }

    private void assertSaidNowAndThen(String message) {
        assertThat(records.all).hasSizeBetween(1, NOW_AND_THEN).allSatisfy(logged -> assertThat(logged.getMessage())
                .startsWith(message));
    }

    @Test
    void a_store_that_fails() {
        PolicyEngine engine = PolicyEngine.builder(LIMITED)
                .store(new BrokenStore(false))
                .listener(events::add)
                .build();

        manyTimes(engine, decision -> assertThat(Verdict.of(decision))
                .isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0"));

        assertThat(events).hasSize(CALLS);
        assertSaidNowAndThen("the counter store failed; the call is denied");
    }

    @Test
    void a_store_of_shadow_mode_that_fails() {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool())
                .shadow("next", PolicySource.of(LIMITED))
                .shadowStore(new BrokenStore(false))
                .listener(events::add)
                .build();

        manyTimes(engine, decision -> assertThat(Verdict.of(decision)).isEqualTo(Verdict.ALLOW));

        assertThat(events).hasSize(CALLS).allSatisfy(event -> assertThat(event.shadow())
                .extracting(ShadowDecision::kind)
                .containsExactly(ShadowDecision.Kind.NOT_JUDGED));
        assertSaidNowAndThen("in shadow mode: the counter store failed; the call is denied");
    }

    @Test
    void charges_in_shadow_mode_that_cannot_be_given_back() {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool())
                .shadow("next", PolicySource.of(LIMITED))
                .shadowStore(new BrokenStore(true))
                .listener(events::add)
                .build();

        manyTimes(engine, decision -> assertThat(
                        ((Decision.Allow) decision).reservation().release().toCompletableFuture())
                .isCompletedWithValue(null));

        assertThat(events).hasSize(CALLS);
        assertSaidNowAndThen("charges in shadow mode could not be settled, and stand");
    }

    @Test
    void charges_that_cannot_be_given_back() {
        PolicyEngine engine = PolicyEngine.builder(LIMITED)
                .store(new BrokenStore(true))
                .requiredListener(event -> {
                    throw new IllegalStateException("the audit log is full");
                })
                .build();

        manyTimes(engine, decision -> assertThat(Verdict.of(decision)).isEqualTo("deny INTERNAL_ERROR (engine)"));

        assertSaidNowAndThen("charges could not be released, and stand");
    }

    @Test
    void a_listener_that_fails() {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool())
                .listener(event -> {
                    throw new NoConnection();
                })
                .listener(events::add)
                .build();

        manyTimes(engine, decision -> assertThat(Verdict.of(decision)).isEqualTo(Verdict.ALLOW));

        assertThat(events).hasSize(CALLS);
        assertSaidNowAndThen("a decision listener failed");
    }

    @Test
    void a_source_that_fails() {
        boolean[] working = {true};
        PolicyEngine engine = PolicyEngine.builder(new PolicySource() {
                    @Override
                    public Policy current() {
                        if (working[0]) {
                            return LIMITED;
                        }
                        throw new NoConnection();
                    }

                    @Override
                    public Subscription subscribe(Consumer<? super Policy> listener) {
                        return () -> {};
                    }
                })
                .listener(events::add)
                .build();
        working[0] = false;

        manyTimes(engine, decision -> assertThat(Verdict.of(decision)).isEqualTo("deny INTERNAL_ERROR (engine)"));

        assertThat(events).hasSize(CALLS);
        assertSaidNowAndThen("a call could not be judged, and is denied");
        records.all.clear();
        for (int i = 0; i < CALLS; i++) {
            assertThat(engine.lists("t")).isFalse();
        }
        assertSaidNowAndThen("the policy could not be read; the tool is not listed");
    }
}
