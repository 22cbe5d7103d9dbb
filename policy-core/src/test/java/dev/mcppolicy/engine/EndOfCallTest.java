package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.atOnce;
import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** However a call ends, and whoever tells it, its charges and places are settled once, by the one table. */
class EndOfCallTest {
    private static final List<ToolOutcome> OUTCOMES = List.of(ToolOutcome.values());
    private static final int AMOUNT = 10;
    private static final int ENDS = 100_000;
    /** How many calls come to one engine. */
    private static final int CALLS = 100;

    private static final ToolCall CALL = ToolCall.of("t", Map.of("amount", AMOUNT));

    /** Who tells how a call ended, in what order: each is one word. */
    private sealed interface Word {
        record Finish(ToolOutcome outcome) implements Word {}

        record FinishAt(ToolOutcome outcome, int actual) implements Word {}

        record Settle(int actual) implements Word {}

        record Commit() implements Word {}

        record Release() implements Word {}
    }

    private static Word word(Random random) {
        ToolOutcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
        return switch (random.nextInt(8)) {
            case 0 -> new Word.FinishAt(outcome, random.nextInt(30));
            case 1 -> new Word.Settle(random.nextInt(30));
            case 2 -> new Word.Commit();
            case 3 -> new Word.Release();
            default -> new Word.Finish(outcome);
        };
    }

    /** What a charge is worth after a word that was the first. */
    private static int worth(Word word, boolean releasing) {
        if (word instanceof Word.Finish finish) {
            return finish.outcome().keepsCharge(releasing) ? AMOUNT : 0;
        }
        if (word instanceof Word.FinishAt finish) {
            return finish.actual();
        }
        if (word instanceof Word.Settle settle) {
            return settle.actual();
        }
        return word instanceof Word.Release ? 0 : AMOUNT;
    }

    private static void say(PolicyEngine engine, Decision.Allow allow, Word word) {
        if (word instanceof Word.Finish finish) {
            engine.finish(CALL, allow, finish.outcome());
        } else if (word instanceof Word.FinishAt finish) {
            engine.finish(CALL, allow, finish.outcome(), Map.of("spent", BigDecimal.valueOf(finish.actual())));
        } else if (word instanceof Word.Settle settle) {
            allow.reservation().settle(Map.of("spent", BigDecimal.valueOf(settle.actual())));
        } else if (word instanceof Word.Release) {
            allow.reservation().release();
        } else {
            allow.reservation().commit();
        }
    }

    /** A policy that counts in force, in shadow mode, or both, and asks or not; with a store that may fail to settle. */
    private static final class Trial {
        final List<ToolOutcome> told = Collections.synchronizedList(new ArrayList<>());
        final BreakableStore store = new BreakableStore();
        final boolean heard;
        final boolean asks;
        final boolean releasing;
        final boolean inForce;
        final PolicyEngine engine;

        Trial(Random random) {
            heard = random.nextBoolean();
            asks = random.nextBoolean();
            releasing = random.nextBoolean();
            inForce = !heard || random.nextInt(3) > 0;
            Draft spent = limit("spent", Window.Calendar.HOUR, "100000").of("args.amount");
            Draft limit = inForce ? spent : spent.shadow();
            Draft places = inForce ? atOnce(1) : atOnce(1).shadow();
            Policy policy = asks ? TestPolicy.ofTool(approval(), limit, places) : TestPolicy.ofTool(limit, places);
            PolicyEngineBuilder options = PolicyEngine.builder(policy)
                    .clock(new ManualClock("2026-01-15T12:00:00Z"))
                    .store(store)
                    .shadowStore(new InMemoryCounterStore(100));
            if (heard) {
                options.shadow("beside", PolicySource.of(TestPolicy.ofTool(spent, atOnce(1))));
                options.listener(new DecisionListener() {
                    @Override
                    public void decided(DecisionEvent event) {}

                    @Override
                    public void finished(OutcomeEvent event) {
                        told.add(event.outcome());
                    }
                });
            }
            engine = (releasing ? options.releaseWhenHandlerThrows() : options).build();
        }

        Decision.Allow allow() {
            return allow(BreakableStore.Fault.NONE);
        }

        /** Allows a call whose charges the store then fails to correct. */
        Decision.Allow allow(BreakableStore.Fault settling) {
            store.onReplace = asks ? BreakableStore.Fault.NONE : settling;
            Decision decision = engine.decide(CALL);
            store.onReplace = settling;
            return Verdict.allow(
                    decision instanceof Decision.ApprovalRequired approval ? engine.approve(approval) : decision);
        }

        /** How many calls hold a place, in force or in the policy's shadow mode. */
        int held() {
            return engine.explain(CALL).places().get(0).held();
        }

        /** What the counters hold, that in force or of the policy's shadow mode first, then that of the policy beside. */
        BigDecimal used() {
            return engine.explain(CALL).limits().get(0).used();
        }
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void law_14_however_a_call_ends_its_charges_and_places_are_settled_once_by_the_one_table(@ForAll long seed) {
        Random random = new Random(seed);
        int ends = 0;
        while (ends < ENDS) {
            Trial trial = new Trial(random);
            long used = 0;
            for (int i = 0; i < CALLS; i++) {
                Decision.Allow allow = trial.allow();
                assertThat(trial.used()).isEqualByComparingTo(BigDecimal.valueOf(used + AMOUNT));
                List<Word> words = random.ints(1 + random.nextInt(4), 0, 1)
                        .mapToObj(each -> word(random))
                        .toList();

                words.forEach(word -> say(trial.engine, allow, word));

                used += worth(words.get(0), trial.releasing);
                assertThat(trial.used())
                        .as("%s, asks %s, in force %s, heard %s", words, trial.asks, trial.inForce, trial.heard)
                        .isEqualByComparingTo(BigDecimal.valueOf(used));
                assertThat(trial.held()).isZero();
                assertThat(trial.told).isEqualTo(trial.heard ? toldOf(words) : List.of());
                trial.told.clear();
                ends++;
            }
        }
        assertThat(ends).isGreaterThanOrEqualTo(ENDS);
    }

    /** The first word that ends the call is the one that is told. */
    private static List<ToolOutcome> toldOf(List<Word> words) {
        return words.stream()
                .filter(word -> word instanceof Word.Finish || word instanceof Word.FinishAt)
                .map(word -> word instanceof Word.Finish finish ? finish.outcome() : ((Word.FinishAt) word).outcome())
                .limit(1)
                .toList();
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void law_14_holds_for_words_at_the_same_moment(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Trial trial = new Trial(random);
        Decision.Allow allow = trial.allow();
        List<ToolOutcome> outcomes =
                random.ints(3, 0, OUTCOMES.size()).mapToObj(OUTCOMES::get).toList();
        CyclicBarrier together = new CyclicBarrier(outcomes.size());
        List<Thread> threads = outcomes.stream()
                .map(outcome -> new Thread(() -> {
                    try {
                        together.await(30, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                    engineFinish(trial, allow, outcome);
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        if (trial.heard) {
            assertThat(trial.told).hasSize(1);
            assertThat(outcomes).contains(trial.told.get(0));
            int worth = trial.told.get(0).keepsCharge(trial.releasing) ? AMOUNT : 0;
            assertThat(trial.used()).isEqualByComparingTo(BigDecimal.valueOf(worth));
        } else {
            assertThat(outcomes.stream().map(outcome -> outcome.keepsCharge(trial.releasing) ? AMOUNT : 0))
                    .contains(trial.used().intValueExact());
        }
    }

    private static void engineFinish(Trial trial, Decision.Allow allow, ToolOutcome outcome) {
        trial.engine.finish(CALL, allow, outcome);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void law_14_holds_where_the_store_cannot_settle(@ForAll long seed) {
        Random random = new Random(seed);
        Trial trial = new Trial(random);
        BreakableStore.Fault[] faults = {
            BreakableStore.Fault.THROWS, BreakableStore.Fault.THROWS_ERROR, BreakableStore.Fault.THROWS_UNDECLARED
        };
        Decision.Allow allow = trial.allow(faults[random.nextInt(faults.length)]);
        ToolOutcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));

        engineFinish(trial, allow, outcome);
        engineFinish(trial, allow, ToolOutcome.NOT_EXECUTED);

        int worth = trial.inForce || outcome.keepsCharge(trial.releasing) ? AMOUNT : 0;
        assertThat(trial.used()).isEqualByComparingTo(BigDecimal.valueOf(worth));
        assertThat(trial.told).isEqualTo(trial.heard ? List.of(outcome) : List.of());
    }

    @Test
    void an_unknown_counter_leaves_the_call_unfinished() {
        Trial trial = new Trial(new Random(1));
        Decision.Allow allow = trial.allow();

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        trial.engine.finish(CALL, allow, ToolOutcome.RETURNED, Map.of("unknown", BigDecimal.ONE)));
        trial.engine.finish(CALL, allow, ToolOutcome.NOT_EXECUTED);

        assertThat(trial.used()).isEqualByComparingTo("0");
    }

    @Test
    void the_table() {
        assertThat(ToolOutcome.values())
                .filteredOn(each -> each.keepsCharge(false))
                .containsExactly(
                        ToolOutcome.RETURNED, ToolOutcome.TOOL_ERROR, ToolOutcome.EXCEPTION, ToolOutcome.CANCELLED);
        assertThat(ToolOutcome.values())
                .filteredOn(each -> each.keepsCharge(true))
                .containsExactly(ToolOutcome.RETURNED, ToolOutcome.TOOL_ERROR, ToolOutcome.CANCELLED);
    }

    @Test
    void a_policy_that_is_all_in_shadow_mode_settles_its_own_counters() {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(
                                limit("spent", Window.Calendar.HOUR, "100").of("args.amount"))
                        .withMode(Mode.SHADOW))
                .listener(event -> {})
                .build();
        Decision.Allow allow = Verdict.allow(engine.decide(CALL));

        engine.finish(CALL, allow, ToolOutcome.RETURNED, Map.of("spent", BigDecimal.valueOf(3)));

        assertThat(engine.explain(CALL).limits().get(0).used()).isEqualByComparingTo("3");
    }
}
