package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.testkit.internal.CallEnd;
import dev.mcppolicy.testkit.internal.ChosenCall;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tests that make one call again and again until a rule refuses it that counts, or reads what is counted. What else
 * refuses on the way is waited for, or got round by another caller or key.
 */
final class PressedTests {
    private static final CallEnd NOT_EXECUTED = CallEnd.of(ToolOutcome.NOT_EXECUTED);
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final int MOST_DETOURS = 80;

    private final String tool;
    private final PolicyPart part;
    private final ToolCalls calls;
    private final LimitTests limits;

    PressedTests(String tool, PolicyPart part, ToolCalls calls) {
        this.tool = tool;
        this.part = part;
        this.calls = calls;
        this.limits = new LimitTests(tool, part, calls);
    }

    /** A test of a limit. */
    Optional<DraftedTest> ofLimit(Limit limit, String title) {
        ChosenCall base = limits.base(limit);
        return pressed(limit, limit, base, LimitTests.startOf(base, limit.window()), title);
    }

    /** A test of a rule that reads what a limit counts. */
    Optional<DraftedTest> ofReader(Rule rule, Limit read, String title) {
        ChosenCall base = calls.nearest(null);
        return pressed(rule, read, base, LimitTests.startOf(base, read.window()), title);
    }

    private Optional<DraftedTest> pressed(Rule rule, Limit counted, ChosenCall base, Instant start, String title) {
        OtherCalls others = new OtherCalls(counted.scope(), counted.key());
        CountedCall amounts =
                new CountedCall(counted, call -> calls.choices().admits(call) && isLetThrough(call, start));
        ToolCall plain = amounts.ofTwo(calls.call(base, others.caller()));
        Explanation look = part.look(plain, start);
        ToolCall modest = amounts.modest(plain, look);
        ToolCall first = (rule == counted
                        ? amounts.thatFills(modest, look).or(() -> amounts.thatNearlyFills(modest, look))
                        : amounts.with(modest, look, BigDecimal.ONE))
                .orElse(modest);
        StepRecorder steps = part.record(start);
        if (!calls.choices().admits(first) || steps.call(first, NOT_EXECUTED) instanceof Decision.Deny) {
            return Optional.empty();
        }
        ToolCall last = untilRefused(rule, first, others, steps, CallEnd.RETURNED);
        if (last == null) {
            return Optional.empty();
        }
        ToolCall next = last;
        if (rule == counted && counted.amount() instanceof Amount.FromArgument) {
            Optional<BigDecimal> room = room(counted, steps);
            if (room.isPresent() && room.get().signum() > 0) {
                amounts.with(last, look, room.get()).ifPresent(rest -> answered(steps, rest));
            }
            next = amounts.thatIsLeast(last, look).orElse(last);
            answered(steps, next);
        }
        lookAround(next, others, steps);
        limits.notConcerned(counted, next, steps.now()).ifPresent(other -> answered(steps, other));
        lookAtEdge(next, counted.window(), steps);
        return Optional.of(DraftedTest.of(tool, rule.id(), title, start, steps.steps()));
    }

    /** A test of a rule of calls at once: their processes die, so that each holds its place until the lease ends. */
    Optional<DraftedTest> ofPlaces(Concurrency rule, String title) {
        ChosenCall base = limits.base(rule);
        OtherCalls others = new OtherCalls(rule.scope(), rule.key());
        ToolCall call = calls.call(base, others.caller());
        StepRecorder steps = part.record(base.at());
        if (!calls.choices().admits(call)) {
            return Optional.empty();
        }
        ToolCall last = untilRefused(rule, call, others, steps, CallEnd.LOST);
        if (last == null) {
            return Optional.empty();
        }
        lookAround(last, others, steps);
        Duration lease = Duration.ofSeconds(rule.lease().toSeconds());
        Duration early = lease.minus(A_SECOND);
        if (!early.isZero() && !early.isNegative()) {
            steps.advance(early);
            answered(steps, last);
        }
        steps.advance(A_SECOND);
        answered(steps, last);
        return Optional.of(DraftedTest.of(tool, rule.id(), title, base.at(), steps.steps()));
    }

    private boolean isLetThrough(ToolCall call, Instant at) {
        return !(part.look(call, at).decision() instanceof Decision.Deny);
    }

    private static void answered(StepRecorder steps, ToolCall call) {
        steps.answered(call, CallEnd.RETURNED, StepRecorder.Answer.APPROVE, Duration.ZERO);
    }

    /** The call that the rule refused, as it was made last; null where it does not. */
    private @Nullable ToolCall untilRefused(
            Rule rule, ToolCall first, OtherCalls others, StepRecorder steps, CallEnd end) {
        ToolCall call = first;
        int detours = 0;
        for (int made = 0; made < LimitTests.MOST_CALLS && detours < MOST_DETOURS; made++) {
            Decision decision = rule instanceof RequireApproval
                    ? steps.call(call, end)
                    : steps.answered(call, end, StepRecorder.Answer.APPROVE, Duration.ZERO);
            if (isBy(rule, decision)) {
                return call;
            }
            if (decision instanceof Decision.Deny deny) {
                detours++;
                Optional<ToolCall> other =
                        around(deny.denial().rule(), deny.denial().retryAfter(), call, others, steps, detours);
                if (other.isEmpty()) {
                    return null;
                }
                call = other.get();
            } else if (decision instanceof Decision.ApprovalRequired) {
                return null;
            }
        }
        return null;
    }

    private static boolean isBy(Rule rule, Decision decision) {
        return decision.fold(
                allow -> false, deny -> deny.denial().rule().equals(rule.id()), approval -> approval.rules().stream()
                        .anyMatch(asking -> asking.id().equals(rule.id())));
    }

    /** A call that what refuses does not count with this one, or the same after a wait; empty where neither helps. */
    private Optional<ToolCall> around(
            RuleId refusing,
            @Nullable Duration wait,
            ToolCall call,
            OtherCalls others,
            StepRecorder steps,
            int number) {
        LimitKey key = keyOf(refusing);
        if (key != null) {
            List<ToolCall> made = key instanceof LimitKey.Paths paths
                    ? List.of(OtherCalls.with(call, paths.paths().get(0), "key-" + number))
                    : calls.withOtherArguments(call).stream()
                            .limit(MOST_DETOURS * 2L)
                            .toList();
            Optional<ToolCall> other = made.stream()
                    .filter(each -> calls.choices().admits(each) && isLetThrough(each, steps.now()))
                    .skip(key instanceof LimitKey.Paths ? 0 : number - 1)
                    .findFirst();
            if (other.isPresent()) {
                return other;
            }
        }
        if (wait != null && ExpectedDecision.isSayable(wait) && wait.compareTo(Duration.ofHours(2)) <= 0) {
            steps.advance(wait);
            return Optional.of(call);
        }
        ToolCall other = others.byOneOfMany(call, number);
        return isLetThrough(other, steps.now()) ? Optional.of(other) : Optional.empty();
    }

    private @Nullable LimitKey keyOf(RuleId id) {
        return part.policy().rulesFor(tool).stream()
                .map(PlacedRule::rule)
                .filter(rule -> rule.id().equals(id))
                .map(rule -> rule instanceof Concurrency places
                        ? places.key()
                        : rule.asLimit().map(Limit::key).orElse(null))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Optional<BigDecimal> room(Limit limit, StepRecorder steps) {
        return steps.judged().explanation().limits().stream()
                .filter(look -> look.rule().id().equals(limit.id()) && look.used() != null)
                .map(look -> limit.scale().amountOf(limit.maxUnits()).subtract(look.used()))
                .findFirst();
    }

    private void lookAround(ToolCall call, OtherCalls others, StepRecorder steps) {
        List<ToolCall> beside = new ArrayList<>(others.byOthers(call));
        beside.addAll(others.ofOtherKeys(
                call, calls, other -> calls.choices().admits(other) && isLetThrough(other, steps.now())));
        beside.forEach(other -> answered(steps, other));
    }

    /** Looks a second before the window ends, and as it does. */
    private static void lookAtEdge(ToolCall call, Window window, StepRecorder steps) {
        long now = steps.now().toEpochMilli();
        Duration left = window instanceof Window.Aligned aligned
                ? Duration.ofMillis(aligned.endOf(now) - now)
                : ((Window.Sliding) window).length();
        Duration whole = Duration.ofSeconds(left.plusMillis(999).toSeconds());
        Duration early = whole.minus(A_SECOND);
        if (!early.isZero()) {
            steps.advance(early);
            answered(steps, call);
        }
        steps.advance(A_SECOND);
        answered(steps, call);
    }
}
