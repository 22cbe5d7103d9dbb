package dev.mcppolicy.testkit;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.testkit.calls.CallGenerator;
import dev.mcppolicy.testkit.internal.Arguments;
import dev.mcppolicy.testkit.internal.CallEnd;
import dev.mcppolicy.testkit.internal.FailureReport;
import dev.mcppolicy.testkit.internal.JudgedCall;
import dev.mcppolicy.text.NearestName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Laws to hold a policy to, with calls from a {@link CallGenerator}. A law that is broken fails with the call that breaks
 * it; the same seed finds it again.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class PolicyLaws {
    private static final List<Duration> PAUSES =
            List.of(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(59), Duration.ofHours(5));

    private final Policy policy;
    private final long seed;
    private final int calls;

    private PolicyLaws(Policy policy, long seed, int calls) {
        this.policy = policy;
        this.seed = seed;
        this.calls = calls;
    }

    /**
     * The laws of a policy.
     *
     * @param policy the policy
     * @param seed any number; the same for the same calls
     * @param calls how many calls each law is tried with, at least 1
     * @return its laws
     * @throws IllegalArgumentException if there is no call to try
     */
    public static PolicyLaws of(Policy policy, long seed, int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("a law is tried with at least one call, not " + calls);
        }
        return new PolicyLaws(policy, seed, calls);
    }

    /**
     * Asserts that no call of a hidden tool is let through.
     *
     * @throws AssertionError if one is
     */
    public void noCallReachesAHiddenTool() {
        run(judged -> {
            if (policy.hides(judged.call().tool()) && passes(judged)) {
                throw broken("no call reaches a hidden tool", judged);
            }
        });
    }

    /**
     * Asserts that a tool cannot be called without an argument, whatever the others are.
     *
     * @param tool the tool's name
     * @param argument the argument as a policy writes it, without {@code args.}
     * @throws AssertionError if a call without it is let through
     * @throws IllegalArgumentException if the path is none, or the policy does not list the tool, which denies it whatever
     *     its arguments are
     */
    public void deniesWithout(String tool, String argument) {
        requireListed(tool);
        ArgumentPath path = Arguments.path(argument);
        run(judged -> {
            if (judged.call().tool().equals(tool) && Arguments.isMissing(judged.call(), path) && passes(judged)) {
                throw broken("`" + tool + "` is denied without `" + argument + "`", judged);
            }
        });
        PolicyTester tester = PolicyTester.of(policy);
        JudgedCall bare = tester.judge(ToolCall.of(tool, Map.of()), CallEnd.RETURNED);
        if (passes(bare)) {
            throw broken("`" + tool + "` is denied without `" + argument + "`", bare);
        }
    }

    private static Set<String> namesIn(Policy policy) {
        Set<String> names = new LinkedHashSet<>(policy.tools().keySet());
        policy.groups().values().forEach(group -> names.addAll(group.tools()));
        return names;
    }

    private void requireListed(String tool) {
        if (!policy.lists(tool)) {
            List<String> listed = namesIn(policy).stream().filter(policy::lists).toList();
            throw new IllegalArgumentException(
                    "the policy does not list `" + tool + "`" + NearestName.help(tool, listed));
        }
    }

    /**
     * Asserts that the calls that are let through never charge more to a counter in a window than its limit, by a count
     * of its own.
     *
     * @throws AssertionError if they do
     */
    public void neverMoreThanItsLimits() {
        Map<CounterKey, List<Charged>> ledger = new HashMap<>();
        run(judged -> {
            for (Explanation.LimitEvaluation look : judged.explanation().limits()) {
                if (passes(judged)
                        && look.mode() == Mode.ENFORCE
                        && look.result() == Explanation.Result.PASSED
                        && look.counter() != null
                        && look.amount() != null
                        && look.rule().bound() != null) {
                    long at = judged.at().toEpochMilli();
                    List<Charged> charged = ledger.computeIfAbsent(look.counter(), key -> new ArrayList<>());
                    charged.add(new Charged(at, endOf(judged.decision()), look.amount()));
                    BigDecimal most = look.rule().scale().amountOf(look.rule().maxUnits());
                    if (sum(charged, look.rule().window(), at).compareTo(most) > 0) {
                        throw broken("`" + look.label() + "` is never exceeded", judged);
                    }
                }
            }
        });
    }

    /** A charge, of a call that waits for a human until its question is over: what nobody answers is given back. */
    private record Charged(long atMillis, long untilMillis, BigDecimal amount) {}

    private static long endOf(Decision decision) {
        return decision instanceof Decision.ApprovalRequired asked
                ? asked.expiresAt().toEpochMilli()
                : Long.MAX_VALUE;
    }

    private static BigDecimal sum(List<Charged> charged, Window window, long atMillis) {
        return charged.stream()
                .filter(each -> atMillis < each.untilMillis())
                .filter(each -> window instanceof Window.Aligned aligned
                        ? aligned.startOf(each.atMillis()) == aligned.startOf(atMillis)
                        : atMillis - each.atMillis()
                                < ((Window.Sliding) window).length().toMillis())
                .map(Charged::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void run(Consumer<JudgedCall> law) {
        PolicyTester tester = PolicyTester.of(policy);
        SplittableRandom random = new SplittableRandom(seed);
        CallGenerator.of(policy).calls(seed).limit(calls).forEach(call -> {
            tester.advance(PAUSES.get(random.nextInt(PAUSES.size())));
            law.accept(tester.judge(call, CallEnd.RETURNED));
        });
    }

    /** Whether the call runs, at once or after an approval, and so is charged. */
    private static boolean passes(JudgedCall judged) {
        return !(judged.decision() instanceof Decision.Deny);
    }

    private AssertionError broken(String law, JudgedCall judged) {
        return new AssertionError("expected that " + law + ", but with seed " + seed + " this call was let through"
                + new FailureReport(policy, judged, Set.of()).text());
    }
}
