package dev.mcppolicy.engine;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.InMemoryCounterStore;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One policy that is judged as though it were in force, with counters of its own. Whatever fails in here is said to the
 * log and to the listeners, and to nobody else.
 */
final class AuditedView {
    /** What the views of an engine have in common. The store is null where each view has one of its own, in memory. */
    record Setting(
            CounterNamespace namespace,
            String server,
            boolean strictCallers,
            @Nullable CounterStore store,
            JsonLimits argumentLimits,
            WorkLimits workLimits,
            Duration storeTimeout) {}

    private final String name;
    private final Setting setting;
    private final String prefix;
    /** No question is pending for longer than it takes to judge its call. */
    private final PendingApprovals pending = new PendingApprovals(Integer.MAX_VALUE);

    private volatile @Nullable CompiledPolicy compiled;
    private volatile @Nullable CounterStore store;
    private CompiledPolicy.@Nullable Setting counters;

    /** A view whose counters live in the engine's namespace with a prefix, which makes it no engine's. */
    AuditedView(String name, String prefix, Setting setting) {
        this.name = name;
        this.prefix = prefix;
        this.setting = setting;
        this.store = setting.store();
    }

    String name() {
        return name;
    }

    /** What the view says, with the work that is left, of a call that the policy in force has decided on. Never throws. */
    AuditedCall judge(Policies policies, ToolCall call, Instant now, Decision inForce, Work left) {
        try {
            CompiledPolicy policy = snapshot(policies.current());
            Decision decision =
                    policy == null ? new Denials(null).noPolicy() : judgeAt(now).judge(policy, call, left);
            return judged(decision, inForce);
        } catch (Throwable e) {
            return failed(e);
        }
    }

    /** As {@link #judge}, without blocking. The result never fails. */
    CompletableFuture<AuditedCall> judgeAsync(
            Policies policies, ToolCall call, Instant now, Decision inForce, Work left) {
        try {
            CompiledPolicy policy = snapshot(policies.current());
            CompletableFuture<Decision> decision = policy == null
                    ? CompletableFuture.completedFuture(new Denials(null).noPolicy())
                    : judgeAt(now).judgeAsync(policy, call, left);
            return decision.thenApply(made -> judged(made, inForce)).exceptionally(this::failed);
        } catch (Throwable e) {
            return CompletableFuture.completedFuture(failed(e));
        }
    }

    /** Where the view's policy comes from, asked once a call. */
    @FunctionalInterface
    interface Policies {
        @Nullable
        Policy current();
    }

    /** What the view would decide now, and why, without charging anything. */
    Explained explain(@Nullable Policy policy, ToolCall call, Instant now, Decision inForce) {
        CompiledPolicy whole = snapshot(policy);
        if (whole == null) {
            Decision none = new Denials(null).noPolicy();
            return new Explained(AuditedDecision.of(name, none, inForce), Explainer.Looks.NONE);
        }
        CounterStore counted = store();
        Decision decision = judge(new DryRunStore(counted), now).judge(whole, call, null);
        if (decision instanceof Decision.ApprovalRequired approval) {
            pending.remove(approval.ticket());
        }
        return new Explained(
                AuditedDecision.of(name, decision, inForce),
                new Explainer(counted, now.toEpochMilli(), setting.argumentLimits(), setting.workLimits())
                        .looks(whole, call));
    }

    /** What a view says of a call, with every rule that applies. */
    record Explained(AuditedDecision decision, Explainer.Looks looks) {}

    private AuditedCall judged(Decision decision, Decision inForce) {
        AuditedDecision audited = AuditedDecision.of(name, decision, inForce);
        if (decision instanceof Decision.Allow allow) {
            return AuditedCall.of(audited, allow.reservation());
        }
        if (decision instanceof Decision.ApprovalRequired approval) {
            pending.remove(approval.ticket());
            return AuditedCall.of(audited, approval.reservation());
        }
        return AuditedCall.of(audited);
    }

    private AuditedCall failed(Throwable failure) {
        FailureLog.error("the policy `" + name + "` in audit mode could not judge a call", failure);
        return AuditedCall.of(AuditedDecision.notJudged(name));
    }

    private Judge judgeAt(Instant now) {
        return judge(store(), now);
    }

    private Judge judge(CounterStore counted, Instant now) {
        return new Judge(
                counted,
                InstantSource.fixed(now),
                setting.argumentLimits(),
                setting.workLimits(),
                setting.storeTimeout(),
                pending,
                "in audit mode: ");
    }

    /** Made when it is first needed, as few engines have a view. */
    private CounterStore store() {
        CounterStore present = store;
        return present == null ? newStore() : present;
    }

    private synchronized CounterStore newStore() {
        CounterStore present = store;
        if (present == null) {
            present = new InMemoryCounterStore();
            store = present;
        }
        return present;
    }

    @SuppressWarnings("ReferenceEquality") // a source says the same policy by the same object
    private @Nullable CompiledPolicy snapshot(@Nullable Policy policy) {
        CompiledPolicy known = compiled;
        if (policy == null || (known != null && known.policy() == policy)) {
            return policy == null ? null : known;
        }
        CompiledPolicy fresh = CompiledPolicy.whole(policy, counters());
        compiled = fresh;
        return fresh;
    }

    /** Where the view counts, settled when it first judges: a namespace that came later must not begin its counters anew. */
    private synchronized CompiledPolicy.Setting counters() {
        CompiledPolicy.Setting known = counters;
        if (known == null) {
            String namespace = prefix + setting.namespace().soFar();
            known = new CompiledPolicy.Setting(namespace, setting.server(), setting.strictCallers());
            counters = known;
        }
        return known;
    }
}
