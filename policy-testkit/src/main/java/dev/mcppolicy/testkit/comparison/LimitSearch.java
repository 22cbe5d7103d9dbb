package dev.mcppolicy.testkit.comparison;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.testkit.internal.ChargedAmount;
import dev.mcppolicy.testkit.internal.Headroom;
import dev.mcppolicy.testkit.internal.LimitCover;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes one call again and again until the limits of both policies have refused it, and looks on the way what becomes of
 * other callers, of other tools, and of the call at the edge of each window. A call that one of the policies denies does
 * not count for the other either, so that a limit which refuses sooner than it did hides no other limit.
 */
final class LimitSearch {
    /** Who makes the calls, and who else asks once a limit refuses. */
    static final Caller CALLER =
            Caller.ofPrincipal("principal-1").withGrant("grant-1").withSession("session-1");

    static final List<Caller> OTHERS = List.of(
            CALLER.withGrant("grant-2"),
            CALLER.withPrincipal("principal-2"),
            CALLER.withSession("session-2"),
            Caller.ofPrincipal("principal-2").withGrant("grant-2").withSession("session-2"),
            Caller.anonymous());
    static final int CROWD = 50;
    private static final int MOST_ROUNDS = 60;
    private static final Duration INSTANT = Duration.ofMillis(1);

    private final Policy before;
    private final Policy after;
    private final DifferenceCollector collector;
    private final int mostCalls;
    /** The limits that refused a call in this press, and in all, with those that therefore cannot. */
    private final Set<RuleId> refusedBefore = new HashSet<>();

    private final Set<RuleId> refusedAfter = new HashSet<>();
    private final Set<RuleId> everRefusedBefore = new HashSet<>();
    private final Set<RuleId> everRefusedAfter = new HashSet<>();

    private final PolicyExcerpts policies;
    private PolicyPair pair;
    private Instant start = PolicyPair.START;
    private final List<Witness.Step> steps = new ArrayList<>();
    private Duration wait = Duration.ZERO;
    private int made;

    LimitSearch(Policy before, Policy after, DifferenceCollector collector, int mostCalls) {
        this.before = before;
        this.after = after;
        this.collector = collector;
        this.mostCalls = mostCalls;
        this.policies = new PolicyExcerpts(before, after);
        this.pair = policies.pair(Set.of(), start, false);
    }

    /** One caller; callers that share all but the session, or all but the grant; callers that share nothing. */
    static List<List<Caller>> crowds() {
        List<Caller> sessions = new ArrayList<>();
        List<Caller> grants = new ArrayList<>();
        List<Caller> principals = new ArrayList<>();
        for (int i = 1; i <= CROWD; i++) {
            sessions.add(CALLER.withSession("session-" + i));
            grants.add(CALLER.withGrant("grant-" + i));
            principals.add(
                    Caller.ofPrincipal("principal-" + i).withGrant("grant-" + i).withSession("session-" + i));
        }
        return List.of(List.of(CALLER), sessions, grants, principals);
    }

    /** Whether a limit refused a call, or no call can reach it that one of the other policy refuses no later. */
    boolean hasReached(Limit limit, boolean old) {
        return (old ? everRefusedBefore : everRefusedAfter).contains(limit.id());
    }

    /**
     * Presses one call.
     *
     * @param from when to begin
     * @param calls the call, which a policy allows, by several callers of which the next makes it when one is refused
     * @param beside calls of other tools, which are only looked at
     * @param enough how many calls suffice
     */
    void press(Instant from, List<ToolCall> calls, List<ToolCall> beside, int enough) {
        ToolCall call = calls.get(0);
        begin(from, call, beside);
        int refusals = 0;
        for (int rounds = 0; rounds < MOST_ROUNDS && made < Math.min(enough, mostCalls) && !allHaveRefused(call); ) {
            PolicyPair.Decisions decisions = make(call);
            if (decisions.bothLetPass()) {
                beside.forEach(this::look);
                continue;
            }
            int known = refusedBefore.size() + refusedAfter.size();
            Duration pause = noteRefusals(call, decisions);
            if (refusedBefore.size() + refusedAfter.size() > known) {
                lookAround(call, beside);
            }
            LimitFiller filling = new LimitFiller(pair, call);
            filling.remainders().forEach(this::look);
            ToolCall last = filling.last();
            if (last != null) {
                make(last);
            }
            new LimitFiller(pair, call).remainders().forEach(this::look);
            if (pause.isZero() || allHaveRefused(call)) {
                break;
            }
            call = calls.get(++refusals % calls.size());
            if (refusals % calls.size() > 0) {
                continue;
            }
            rounds++;
            pass(pause.minus(INSTANT));
            look(call);
            pass(INSTANT);
        }
        lookAtEdges(call, beside);
    }

    /**
     * Makes a call that asks a human, and then again on the yes to it, and looks what becomes of one with other arguments.
     *
     * @param from when to begin
     * @param remember how long a yes holds under one of the policies
     */
    void repeat(Instant from, ToolCall call, Remembrance remember) {
        begin(from, call, List.of());
        Map<String, Object> more = new LinkedHashMap<>(call.argumentsAsObject());
        more.put("another argument", "another");
        ToolCall other = ToolCall.of(call.tool(), more, call.caller());
        make(call);
        look(call);
        look(other);
        pass(remember.span().minus(INSTANT));
        look(call);
        pass(INSTANT);
        look(call);
        begin(from, call, List.of());
        int uses = remember.uses() == null ? 0 : remember.uses();
        for (int i = 0; i <= uses; i++) {
            make(call);
            look(call);
        }
    }

    private void begin(Instant from, ToolCall call, List<ToolCall> beside) {
        start = from;
        Set<String> tools = new HashSet<>(Set.of(call.tool()));
        beside.forEach(other -> tools.add(other.tool()));
        pair = policies.pair(tools, from, false);
        steps.clear();
        refusedBefore.clear();
        refusedAfter.clear();
        wait = Duration.ZERO;
        made = 0;
    }

    private void pass(Duration time) {
        pair.advance(time);
        wait = wait.plus(time);
    }

    @CanIgnoreReturnValue
    private PolicyPair.Decisions make(ToolCall call) {
        made++;
        PolicyPair.Decisions decisions = pair.make(call);
        collector.see(pair, decisions, call, () -> witness(call));
        if (decisions.bothLetPass()) {
            Witness.Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
            if (last != null && last.call().equals(call) && wait.isZero()) {
                steps.set(steps.size() - 1, new Witness.Step(last.pause(), last.times() + 1, call));
            } else {
                steps.add(new Witness.Step(wait, 1, call));
            }
            wait = Duration.ZERO;
        }
        return decisions;
    }

    private void look(ToolCall call) {
        collector.see(pair, pair.look(call), call, () -> witness(call));
    }

    private Witness witness(ToolCall call) {
        return new Witness(start, steps, wait, call, false);
    }

    private void lookAround(ToolCall call, List<ToolCall> beside) {
        OTHERS.forEach(other -> look(ToolCall.of(call.tool(), call.arguments(), other)));
        new OtherKeys(Stream.of(before, after)
                        .flatMap(policy -> limits(policy, call))
                        .map(Limit::key)
                        .toList())
                .of(call)
                .forEach(this::look);
        beside.forEach(this::look);
    }

    /** Looks just before and at the end of every window that is open. */
    private void lookAtEdges(ToolCall call, List<ToolCall> beside) {
        for (Instant edge : edges()) {
            pass(Duration.between(pair.now(), edge).minus(INSTANT));
            look(call);
            beside.forEach(this::look);
            pass(INSTANT);
            look(call);
            beside.forEach(this::look);
        }
    }

    private Set<Instant> edges() {
        Set<Instant> edges = new TreeSet<>();
        long now = pair.now().toEpochMilli();
        Stream.of(before, after)
                .flatMap(policy -> policy.rules().stream())
                .flatMap(placed -> placed.rule().asLimit().stream())
                .map(Limit::window)
                .forEach(window -> edges.add(
                        window instanceof Window.Aligned aligned
                                ? Instant.ofEpochMilli(aligned.endOf(now))
                                : pair.now().plus(((Window.Sliding) window).length())));
        return edges;
    }

    /** Notes which limits refuse, and gives the time until the first policy that denies would let the call pass. */
    private Duration noteRefusals(ToolCall call, PolicyPair.Decisions decisions) {
        List<Limit> was = refusing(pair.before(), call);
        List<Limit> is = refusing(pair.after(), call);
        note(was, covered(after, is, before, call), refusedBefore);
        note(is, covered(before, was, after, call), refusedAfter);
        everRefusedBefore.addAll(refusedBefore);
        everRefusedAfter.addAll(refusedAfter);
        return Stream.of(decisions.was(), decisions.is())
                .filter(Decision.Deny.class::isInstance)
                .map(decision -> ((Decision.Deny) decision).denial().retryAfter())
                .filter(pause -> pause != null && pause.compareTo(INSTANT) >= 0)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static void note(List<Limit> refusing, List<Limit> covered, Set<RuleId> refused) {
        Stream.of(refusing, covered).flatMap(List::stream).forEach(limit -> refused.add(limit.id()));
    }

    private static List<Limit> refusing(PolicyEngine engine, ToolCall call) {
        return engine.explain(call).limits().stream()
                .filter(look -> look.mode() == Mode.ENFORCE && !Headroom.passes(look))
                .map(Explanation.LimitEvaluation::rule)
                .toList();
    }

    /** The limits of a policy that no call reaches which the other policy lets pass, since a limit of its own refuses. */
    private static List<Limit> covered(Policy other, List<Limit> refusing, Policy policy, ToolCall call) {
        return limits(policy, call)
                .filter(limit -> refusing.stream()
                        .anyMatch(refuser ->
                                LimitCover.covers(refuser, limit) && isAsBroad(other, refuser, policy, limit)))
                .toList();
    }

    /** Whether one limit counts all the tools that another does. */
    private static boolean isAsBroad(Policy other, Limit refuser, Policy policy, Limit limit) {
        RulePlace counting = placeOf(other, refuser);
        RulePlace counted = placeOf(policy, limit);
        if (counting instanceof RulePlace.Group && counted instanceof RulePlace.Group) {
            return Objects.requireNonNull(other.groups().get(counting.name()))
                    .tools()
                    .containsAll(Objects.requireNonNull(policy.groups().get(counted.name()))
                            .tools());
        }
        return counting instanceof RulePlace.EveryTool || counted instanceof RulePlace.Tool;
    }

    private static RulePlace placeOf(Policy policy, Limit limit) {
        return policy.rules().stream()
                .filter(placed -> placed.rule().equals(limit))
                .map(PlacedRule::place)
                .findFirst()
                .orElseThrow();
    }

    /** Never where calls are only counted: what others read of the count is to be met. */
    private boolean allHaveRefused(ToolCall call) {
        List<Limit> limits =
                Stream.of(before, after).flatMap(policy -> limits(policy, call)).toList();
        boolean counted = !limits.isEmpty() && limits.stream().allMatch(limit -> limit.bound() == null);
        return !counted
                && haveRefused(before, pair.before(), call, refusedBefore)
                && haveRefused(after, pair.after(), call, refusedAfter);
    }

    private static Stream<Limit> limits(Policy policy, ToolCall call) {
        return policy.rulesFor(call.tool()).stream().flatMap(placed -> placed.rule().asLimit().stream());
    }

    /** Whether all limits that the call can use up have refused it. */
    private static boolean haveRefused(Policy policy, PolicyEngine engine, ToolCall call, Set<RuleId> refused) {
        return limits(policy, call)
                .filter(limit -> limit.bound() != null && policy.enforces(limit) && charges(call, limit))
                .filter(limit -> limit.when().isEmpty() || concerns(engine, limit, call))
                .allMatch(limit -> refused.contains(limit.id()));
    }

    private static boolean concerns(PolicyEngine engine, Limit limit, ToolCall call) {
        return engine.explain(call).limits().stream()
                .anyMatch(look -> look.rule().id().equals(limit.id()) && look.result() == Explanation.Result.PASSED);
    }

    private static boolean charges(ToolCall call, Limit limit) {
        if (limit.amount() instanceof Amount.FromArgument from) {
            BigDecimal amount = ChargedAmount.at(call, from);
            return amount != null && amount.signum() > 0;
        }
        return true;
    }
}
