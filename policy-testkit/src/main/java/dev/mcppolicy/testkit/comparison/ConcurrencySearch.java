package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.limit.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call again and again, each beside those before it, until a policy lets no more run at once, and looks then what
 * becomes of other callers, of other tools and of other values of a key.
 */
final class ConcurrencySearch {
    private static final int MOST_RUNNING = 2_000;

    private final Policy before;
    private final Policy after;
    private final PolicyExcerpts policies;
    private final DifferenceCollector collector;
    /** The rules that refused a call, and those that therefore cannot. */
    private final Set<RuleId> refusedBefore = new HashSet<>();

    private final Set<RuleId> refusedAfter = new HashSet<>();
    private Instant start = PolicyPair.START;

    ConcurrencySearch(Policy before, Policy after, DifferenceCollector collector) {
        this.before = before;
        this.after = after;
        this.policies = new PolicyExcerpts(before, after);
        this.collector = collector;
    }

    /** The concurrency rules of both policies for a tool. */
    List<Concurrency> rulesOf(String tool) {
        return Stream.of(before, after).flatMap(policy -> rules(policy, tool)).toList();
    }

    private static Stream<Concurrency> rules(Policy policy, String tool) {
        return policy.rulesFor(tool).stream()
                .filter(placed -> placed.rule() instanceof Concurrency)
                .map(placed -> (Concurrency) placed.rule())
                .filter(policy::enforces);
    }

    /** Whether a rule refused a call, or no call can reach it that one of the other policy refuses no later. */
    boolean hasReached(Concurrency rule, boolean old) {
        return (old ? refusedBefore : refusedAfter).contains(rule.id());
    }

    /**
     * Presses one call.
     *
     * @param from when
     * @param calls the call, which a policy allows, by several callers of which the next makes it when one is refused
     * @param beside calls of other tools, which are only looked at
     */
    void press(Instant from, List<ToolCall> calls, List<ToolCall> beside) {
        start = from;
        PolicyPair pair = policies.pair(
                Stream.concat(calls.stream(), beside.stream())
                        .map(ToolCall::tool)
                        .collect(Collectors.toSet()),
                from,
                true);
        List<Witness.Step> steps = new ArrayList<>();
        int next = 0;
        for (int made = 0; made < MOST_RUNNING && next < calls.size(); made++) {
            ToolCall call = calls.get(next);
            PolicyPair.Decisions decisions = pair.make(call);
            collector.see(pair, decisions, call, () -> witness(steps, call));
            if (decisions.bothLetPass()) {
                add(steps, call);
                continue;
            }
            if (!note(decisions, call.tool())) {
                return;
            }
            next++;
            look(pair, steps, call, beside);
        }
    }

    private Witness witness(List<Witness.Step> steps, ToolCall call) {
        return new Witness(start, steps, Duration.ZERO, call, true);
    }

    private static void add(List<Witness.Step> steps, ToolCall call) {
        int last = steps.size() - 1;
        if (last >= 0 && steps.get(last).call().equals(call)) {
            steps.set(last, new Witness.Step(Duration.ZERO, steps.get(last).times() + 1, call));
        } else {
            steps.add(new Witness.Step(Duration.ZERO, 1, call));
        }
    }

    private void look(PolicyPair pair, List<Witness.Step> steps, ToolCall call, List<ToolCall> beside) {
        Stream<ToolCall> others =
                LimitSearch.OTHERS.stream().map((Caller other) -> ToolCall.of(call.tool(), call.arguments(), other));
        OtherKeys keys = new OtherKeys(
                rulesOf(call.tool()).stream().map(Concurrency::key).toList());
        Stream.of(others, keys.of(call).stream(), beside.stream())
                .flatMap(stream -> stream)
                .forEach(other -> collector.see(pair, pair.look(other), other, () -> witness(steps, other)));
    }

    /** Whether it was for want of a place that the call was refused; notes by which rules. */
    private boolean note(PolicyPair.Decisions decisions, String tool) {
        RuleId was = refusing(decisions.was());
        RuleId is = refusing(decisions.is());
        note(was, before, refusedBefore, after, refusedAfter, tool);
        note(is, after, refusedAfter, before, refusedBefore, tool);
        return was != null || is != null;
    }

    /** The rule for want of whose places a call is denied, or null. */
    private static @Nullable RuleId refusing(Decision decision) {
        return decision instanceof Decision.Deny deny && deny.denial().code() == DenialCode.CONCURRENCY_EXCEEDED
                ? deny.denial().rule()
                : null;
    }

    private static void note(
            @Nullable RuleId refuser,
            Policy policy,
            Set<RuleId> refused,
            Policy other,
            Set<RuleId> otherRefused,
            String tool) {
        if (refuser == null) {
            return;
        }
        refused.add(refuser);
        for (Concurrency rule : rules(policy, tool).toList()) {
            if (rule.id().equals(refuser)) {
                rules(policy, tool).filter(each -> covers(rule, each)).forEach(each -> refused.add(each.id()));
                rules(other, tool).filter(each -> covers(rule, each)).forEach(each -> otherRefused.add(each.id()));
            }
        }
    }

    /** Whether the calls that one rule lets run at once never fill the places of another. */
    private static boolean covers(Concurrency rule, Concurrency other) {
        return rule.max() <= other.max()
                && (rule.scope() == Scope.GLOBAL || rule.scope() == other.scope())
                && (rule.key() == null || Objects.equals(rule.key(), other.key()));
    }
}
