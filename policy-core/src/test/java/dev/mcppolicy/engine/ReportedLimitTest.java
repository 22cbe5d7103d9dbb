package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Of several limits that refuse, one is reported with its own rule, message and waiting time: what no waiting helps, else
 * the longest wait, and of equal waits the first.
 */
class ReportedLimitTest {
    private static final Window MINUTE = Window.Calendar.MINUTE;
    private static final Window DAY = Window.Calendar.DAY;
    private static final List<Window> ALIGNED =
            List.of(MINUTE, Window.Calendar.HOUR, DAY, new Window.Seconds(7), new Window.Seconds(90));
    private static final List<Window> SLIDING = List.of(
            new Window.Sliding(Duration.ofSeconds(5)),
            new Window.Sliding(Duration.ofMinutes(1)),
            new Window.Sliding(Duration.ofHours(2)));

    private final ManualClock clock = new ManualClock("2026-01-15T10:00:30Z");

    /** How a call is put to an engine. */
    private enum Way {
        AT_ONCE,
        LATER,
        AFTER_A_HUMAN,
        AFTER_A_HUMAN_LATER
    }

    /** A limit of a drawn policy. */
    record Drawn(Window window, int max) {}

    /** A call some time after the one before, with an amount, for which a human takes some time. */
    record Made(int afterSeconds, int amount, int thinkingSeconds, boolean asks) {}

    private PolicyEngine engine(Policy policy) {
        return PolicyEngine.builder(policy)
                .clock(clock)
                .store(new InMemoryCounterStore(1_000))
                .build();
    }

    private static ToolCall call(Made made) {
        return ToolCall.of("t", Map.of("n", made.amount(), "asks", made.asks()));
    }

    private static Decision decide(PolicyEngine engine, Way way, ToolCall call) {
        return way == Way.AT_ONCE || way == Way.AFTER_A_HUMAN
                ? engine.decide(call)
                : engine.decideAsync(call).toCompletableFuture().join();
    }

    private static Decision approve(PolicyEngine engine, Way way, Decision.ApprovalRequired asked) {
        return way == Way.AFTER_A_HUMAN
                ? engine.approve(asked)
                : engine.approveAsync(asked).toCompletableFuture().join();
    }

    private static PolicyPair of(List<Drawn> limits) {
        List<Draft> all = new ArrayList<>();
        List<Draft> each = new ArrayList<>();
        for (int i = 0; i < limits.size(); i++) {
            Draft limit = limit(
                            "c" + i,
                            limits.get(i).window(),
                            String.valueOf(limits.get(i).max()))
                    .of("args.n")
                    .saying("limit " + i);
            all.add(limit);
            each.add(limit);
        }
        Draft asking = approval(where("args.asks", "eq", true));
        all.add(asking);
        return new PolicyPair(
                TestPolicy.ofTool(all.toArray(Draft[]::new)),
                each.stream().map(limit -> TestPolicy.ofTool(limit, asking)).toList());
    }

    /** A policy of several limits, and a policy of each. */
    private record PolicyPair(Policy all, List<Policy> each) {}

    @Provide
    Arbitrary<List<Drawn>> anyLimits() {
        return limits(IntStream.range(0, ALIGNED.size() + SLIDING.size())
                .mapToObj(i -> i < ALIGNED.size() ? ALIGNED.get(i) : SLIDING.get(i - ALIGNED.size()))
                .toList());
    }

    private static Arbitrary<List<Drawn>> limits(List<Window> windows) {
        return Combinators.combine(
                        Arbitraries.of(windows), Arbitraries.integers().between(1, 6))
                .as(Drawn::new)
                .list()
                .ofMinSize(2)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<Made>> calls() {
        return Combinators.combine(
                        Arbitraries.of(0, 0, 1, 3, 40, 4_000),
                        Arbitraries.of(0, 1, 1, 1, 2, 5, 9),
                        Arbitraries.of(0, 2, 70),
                        Arbitraries.of(true, false))
                .as(Made::new)
                .list()
                .ofMinSize(4)
                .ofMaxSize(20);
    }

    @Property(tries = 400)
    void the_limit_is_reported_that_alone_would_refuse_longest(
            @ForAll("anyLimits") List<Drawn> limits, @ForAll("calls") List<Made> calls, @ForAll Way way) {
        check(limits, calls, way, false);
    }

    @Property(tries = 200)
    void an_explanation_names_the_limit_that_the_decision_names(
            @ForAll("anyLimits") List<Drawn> limits, @ForAll("calls") List<Made> calls, @ForAll Way way) {
        check(limits, calls, way, true);
    }

    /** Puts the calls to an engine of all limits, and to one of each limit that runs what the first lets run. */
    private void check(List<Drawn> limits, List<Made> calls, Way way, boolean explained) {
        clock.set("2026-01-15T10:00:30Z");
        PolicyPair policies = of(limits);
        PolicyEngine all = engine(policies.all());
        List<PolicyEngine> each = policies.each().stream().map(this::engine).toList();
        boolean humans = way == Way.AFTER_A_HUMAN || way == Way.AFTER_A_HUMAN_LATER;
        int refused = 0;
        for (Made drawn : calls) {
            Made made = new Made(drawn.afterSeconds(), drawn.amount(), drawn.thinkingSeconds(), humans && drawn.asks());
            clock.advance(Duration.ofSeconds(made.afterSeconds()));
            ToolCall call = call(made);
            Decision foretold = explained ? all.explain(call).decision() : null;
            Decision decision = decide(all, way, call);
            List<Decision> alone =
                    each.stream().map(engine -> decide(engine, way, call)).toList();
            compare(decision, alone);
            if (foretold instanceof Decision.Deny || (foretold != null && decision instanceof Decision.Deny)) {
                assertThat(foretold).isEqualTo(decision);
            }
            if (decision instanceof Decision.ApprovalRequired asked) {
                clock.advance(Duration.ofSeconds(made.thinkingSeconds()));
                decision = approve(all, way, asked);
                List<Decision> after = new ArrayList<>();
                for (int i = 0; i < each.size(); i++) {
                    after.add(approve(each.get(i), way, (Decision.ApprovalRequired) alone.get(i)));
                }
                alone = after;
                compare(decision, alone);
            }
            if (decision instanceof Decision.Deny) {
                refused++;
                for (int i = 0; i < each.size(); i++) {
                    giveBack(each.get(i), alone.get(i));
                }
            }
        }
        Statistics.label("refused").collect(refused > 0);
    }

    private static void giveBack(PolicyEngine engine, Decision decision) {
        if (decision instanceof Decision.Allow allow) {
            allow.reservation().release().toCompletableFuture().join();
        } else if (decision instanceof Decision.ApprovalRequired asked) {
            Verdict.denial(engine.timeOut(asked));
        }
    }

    /** The denial is that of one limit alone: the first of those that wait longest, and never is longest. */
    private static void compare(Decision decision, List<Decision> alone) {
        @Nullable Denial longest = null;
        int index = -1;
        for (int i = 0; i < alone.size(); i++) {
            if (alone.get(i) instanceof Decision.Deny deny && (longest == null || isLonger(deny.denial(), longest))) {
                longest = deny.denial();
                index = i;
            }
        }
        if (longest == null) {
            assertThat(decision).isNotInstanceOf(Decision.Deny.class);
            return;
        }
        Denial reported = Verdict.denial(decision);
        assertThat(reported.rule().value()).isEqualTo("/tools/t/limits/" + index);
        assertThat(reported.message()).isEqualTo("limit " + index);
        assertThat(reported.ruleName()).isEqualTo(longest.ruleName());
        assertThat(reported.code()).isEqualTo(longest.code());
        assertThat(reported.retryAfter()).isEqualTo(longest.retryAfter());
    }

    private static boolean isLonger(Denial denial, Denial before) {
        if (before.retryAfter() == null) {
            return false;
        }
        return denial.retryAfter() == null || denial.retryAfter().compareTo(before.retryAfter()) > 0;
    }

    /** Two a minute and two a day: the third call was told the minute's rule with the day's waiting time. */
    @Test
    void the_days_limit_is_told_with_the_days_wait_whichever_stands_first() {
        Draft minute = limit("m", MINUTE, "2").saying("Two a minute.");
        Draft day = limit("d", DAY, "2").saying("Two a day.");
        for (List<Draft> rules : List.of(List.of(minute, day), List.of(day, minute))) {
            PolicyEngine engine = engine(TestPolicy.ofTool(rules.toArray(Draft[]::new)));
            Verdict.allow(engine.decide(ToolCall.of("t", null)));
            Verdict.allow(engine.decide(ToolCall.of("t", null)));

            assertThat(Verdict.denial(engine.decide(ToolCall.of("t", null))))
                    .returns("Two a day.", Denial::message)
                    .returns("/tools/t/limits/" + rules.indexOf(day), denial -> denial.rule()
                            .value())
                    .returns(Duration.ofSeconds(50_370), Denial::retryAfter);
        }
    }

    @Test
    void of_limits_that_no_waiting_helps_the_first_is_told_whether_it_is_past_its_max_or_cannot_be_charged() {
        Draft large = limit("large", DAY, "5").of("args.n");
        Draft missing = limit("missing", DAY, "5").of("args.m");
        ToolCall call = ToolCall.of("t", Map.of("n", 6));

        assertThat(Verdict.of(engine(TestPolicy.ofTool(large, missing)).decide(call)))
                .isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
        assertThat(Verdict.of(engine(TestPolicy.ofTool(missing, large)).decide(call)))
                .isEqualTo("deny INVALID_AMOUNT /tools/t/limits/0");
    }
}
