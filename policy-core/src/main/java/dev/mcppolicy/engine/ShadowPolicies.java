package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.judgement.CompiledPolicy;
import dev.mcppolicy.engine.judgement.CounterNamespace;
import dev.mcppolicy.engine.store.FailureLog;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The views that an engine judges beside what it enforces: the policy in force as though all of it were enforced, where
 * it is not, and other policies. They judge one call at one instant, by a private copy, after the decision in force.
 */
final class ShadowPolicies {
    private final ShadowPolicy own;
    private final List<Beside> beside = new ArrayList<>();
    private final InstantSource clock;
    private final JsonLimits argumentLimits;
    private final WorkLimits workLimits;

    /** A view with the policy that it judges now. */
    private record Asked(ShadowPolicy view, ShadowPolicy.Policies policies) {}

    /** A policy that runs beside the one in force. */
    private record Beside(ShadowPolicy view, PolicySource source) {}

    ShadowPolicies(
            Map<String, PolicySource> policiesBeside, InstantSource clock, Mode mode, ShadowPolicy.Setting setting) {
        this.own =
                new ShadowPolicy(ShadowDecision.POLICY, CounterNamespace.SHADOW + ") ", mode == Mode.ENFORCE, setting);
        policiesBeside.forEach((name, source) -> beside.add(new Beside(
                new ShadowPolicy(name, CounterNamespace.SHADOW + " " + name + ") ", false, setting), source)));
        this.clock = clock;
        this.argumentLimits = setting.admission().argumentLimits();
        this.workLimits = setting.admission().workLimits();
    }

    List<String> namesBeside() {
        return beside.stream().map(other -> other.view().name()).toList();
    }

    /** Whether there is anything to judge beside a policy in force. */
    boolean concern(CompiledPolicy inForce) {
        return !beside.isEmpty() || inForce.isShadow();
    }

    /** What the views say of a call with the work that is left for it, one after the other. Never throws. */
    ShadowedCall judge(CompiledPolicy inForce, ToolCall call, Decision decision, Work work) {
        try {
            Instant now = clock.instant();
            ToolCall frozen = call.frozen(argumentLimits);
            ShadowedCall all = ShadowedCall.NONE;
            Work left = work;
            for (Asked asked : asked(inForce)) {
                left = left.restBesideRepeated(workLimits);
                all = all.and(asked.view().judge(asked.policies(), frozen, now, decision, left));
            }
            return all;
        } catch (Throwable e) {
            return failed(e);
        }
    }

    /** As {@link #judge}, without blocking, and each view with all that is left. The result never fails. */
    CompletableFuture<ShadowedCall> judgeAsync(CompiledPolicy inForce, ToolCall call, Decision decision, Work work) {
        try {
            Instant now = clock.instant();
            ToolCall frozen = call.frozen(argumentLimits);
            CompletableFuture<ShadowedCall> all = CompletableFuture.completedFuture(ShadowedCall.NONE);
            for (Asked asked : asked(inForce)) {
                all = all.thenCombine(
                        asked.view()
                                .judgeAsync(
                                        asked.policies(), frozen, now, decision, work.restBesideRepeated(workLimits)),
                        ShadowedCall::and);
            }
            return all.exceptionally(ShadowPolicies::failed);
        } catch (Throwable e) {
            return CompletableFuture.completedFuture(failed(e));
        }
    }

    /** What the views would say of a call, charging nothing; that of the policy in force first, if there is one. */
    List<ShadowPolicy.Explained> explain(CompiledPolicy inForce, ToolCall call, Decision decision) {
        Instant now = clock.instant();
        return asked(inForce).stream()
                .map(asked -> asked.view().explain(asked.policies().current(), call, now, decision))
                .toList();
    }

    /** Renews the leases of places that calls hold in shadow mode. Fails as the first store does that fails. */
    CompletableFuture<List<Reservation>> renew(List<Reservation> running) {
        CompletableFuture<List<Reservation>> lost = CompletableFuture.completedFuture(List.of());
        for (ShadowPolicy view : views()) {
            List<Reservation> its = running.stream().filter(view::tookPlacesOf).toList();
            if (!its.isEmpty()) {
                lost = lost.thenCombine(view.renew(its, clock), ShadowPolicies::together);
            }
        }
        return lost;
    }

    private static List<Reservation> together(List<Reservation> some, List<Reservation> others) {
        List<Reservation> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private List<ShadowPolicy> views() {
        List<ShadowPolicy> views = new ArrayList<>(List.of(own));
        beside.forEach(other -> views.add(other.view()));
        return views;
    }

    private List<Asked> asked(CompiledPolicy inForce) {
        List<Asked> asked = new ArrayList<>(1 + beside.size());
        if (inForce.isShadow()) {
            Policy policy = inForce.policy();
            asked.add(new Asked(own, () -> policy));
        }
        beside.forEach(other -> asked.add(new Asked(other.view(), other.source()::current)));
        return asked;
    }

    private static ShadowedCall failed(Throwable failure) {
        FailureLog.error("no policy in shadow mode could judge a call", failure);
        return ShadowedCall.notJudged("(all)");
    }
}
