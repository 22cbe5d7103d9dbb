package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.StoreFailure;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A limit, ready to make the charge of a call. */
final class CompiledLimit implements StoreRule {
    private final Limit rule;
    private final String label;
    private final CounterKey.Factory keys;
    private final CallerScope callers;
    private final DenialWording denials;
    /** What reads the key from the call, or null where one counter serves all calls. */
    private final @Nullable CompiledKey compiledKey;

    /** What reads the amount from the arguments, or null where it is fixed. */
    private final @Nullable ArgumentAmount argumentAmount;

    private final long fixedUnits;
    private final long maxUnits;
    /** The one charge that every call makes, where neither amount nor counter depends on the call. */
    private final @Nullable Charge sameForAll;
    /** The charges of a caller, where they depend on one name of the caller and on nothing else. */
    private final @Nullable ChargeCache byName;

    private final Decision.Deny exceeded;
    private final Decision.Deny invalidAmount;
    private final Decision.Deny invalidKey;
    private final Decision.Deny callerUnknown;
    private final Decision.Deny storeUnavailable;
    private final Decision.Deny storeFull;

    CompiledLimit(Limit rule, CounterDefinition counter, boolean strictCallers, DenialWording denials) {
        this.rule = rule;
        this.label = denials.label(rule);
        this.keys = new CounterKey.Factory(counter);
        this.callers = new CallerScope(rule.scope(), strictCallers);
        this.denials = denials;
        this.compiledKey = rule.key() == null ? null : new CompiledKey(rule.key());
        this.argumentAmount = rule.amount() instanceof Amount.FromArgument from ? new ArgumentAmount(from) : null;
        this.fixedUnits = rule.amount() instanceof Amount.Fixed fixed
                ? rule.scale().unitsOf(fixed.value())
                : ArgumentAmount.INVALID;
        this.maxUnits = rule.maxUnits();
        this.sameForAll = rule.scope() == Scope.GLOBAL && argumentAmount == null && compiledKey == null
                ? new Charge(keys.key(null, null), fixedUnits, maxUnits)
                : null;
        this.byName = (rule.scope() == Scope.GRANT || rule.scope() == Scope.PRINCIPAL)
                        && fixedUnits >= 0
                        && compiledKey == null
                ? new ChargeCache(keys, fixedUnits, maxUnits)
                : null;
        this.exceeded = denials.limitExceeded(rule);
        this.invalidAmount = denials.invalidAmount(rule);
        this.invalidKey = denials.invalidKey(rule);
        this.callerUnknown = denials.callerUnknown(rule, rule.scope());
        this.storeUnavailable = denials.storeUnavailable(rule);
        this.storeFull = denials.storeFull(rule);
    }

    /** Whether the work of making the charge grows with what the caller sends, so that it is counted. */
    boolean isMetered() {
        return compiledKey != null || (argumentAmount != null && argumentAmount.isSum());
    }

    /**
     * Takes the work of making the charge.
     *
     * @param costOfAll what it costs to read all arguments
     * @return the denial where too little is left, or null
     */
    Decision.@Nullable Deny takeWork(
            Map<String, @Nullable Object> arguments, Caller caller, long costOfAll, Work work) {
        if (compiledKey != null && !compiledKey.takeWork(arguments, caller, costOfAll, work)) {
            return denials.tooMuchWork(rule, compiledKey.name());
        }
        if (argumentAmount != null
                && !work.takePatternSteps(
                        argumentAmount.cost(arguments), rule.amount().toString())) {
            return denials.tooMuchWork(rule, rule.amount().toString());
        }
        return null;
    }

    /** The charge of a call, or null if it cannot be made, for the reason that {@link #denial} then gives. */
    @Nullable
    Charge charge(Map<String, @Nullable Object> arguments, Caller caller) {
        if (sameForAll != null) {
            return sameForAll;
        }
        ReserveRequest kept = kept(caller);
        if (kept != null) {
            return kept.charges().get(0);
        }
        CounterKey key = key(arguments, caller);
        long units = units(arguments);
        return key == null || units < 0 ? null : new Charge(key, units, maxUnits);
    }

    /** The request of a call that is charged nothing else, kept for this caller, or null if there is none. */
    @Nullable
    ReserveRequest kept(Caller caller) {
        if (byName == null) {
            return null;
        }
        String name = rule.scope() == Scope.GRANT ? caller.grant() : caller.principal();
        return name == null ? null : byName.of(name);
    }

    /** Why {@link #charge} could not be made. */
    Decision.Deny denial(Map<String, @Nullable Object> arguments, Caller caller) {
        if (!callers.knows(caller)) {
            return callerUnknown;
        }
        return key(arguments, caller) == null ? invalidKey : invalidAmount;
    }

    /**
     * The counter of a call, or null if the caller lacks the identity by which the limit counts, or the call the value of
     * its key.
     */
    @Nullable
    CounterKey key(Map<String, @Nullable Object> arguments, Caller caller) {
        String identity = callers.identity(caller);
        String session = callers.session(caller);
        if (!callers.knows(caller, identity, session)) {
            return null;
        }
        if (compiledKey == null) {
            return keys.key(identity, session);
        }
        KeyValue value = compiledKey.value(arguments, caller);
        return value == null ? null : keys.key(identity, session, value);
    }

    private long units(Map<String, @Nullable Object> arguments) {
        return argumentAmount == null ? fixedUnits : argumentAmount.units(arguments);
    }

    @Override
    public Limit rule() {
        return rule;
    }

    String label() {
        return label;
    }

    /** Whether a caller can open as many counters of the limit as it likes. */
    boolean isOpenedAtWill() {
        return keys.definition().isOpenedAtWill();
    }

    boolean isSameForAll() {
        return sameForAll != null;
    }

    boolean failsOpen() {
        return rule.storeFailure() == StoreFailure.ALLOW;
    }

    /** The denial of a charge that the store refused, with how long to wait; negative where waiting does not help. */
    Decision.Deny exceeded(long retryAfterMillis) {
        return retryAfterMillis < 0
                ? exceeded
                : new Decision.Deny(exceeded.denial().withRetryAfter(Duration.ofMillis(retryAfterMillis)));
    }

    Decision.Deny storeUnavailable() {
        return storeUnavailable;
    }

    Decision.Deny storeFull() {
        return storeFull;
    }
}
