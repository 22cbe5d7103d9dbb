package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A concurrency rule, ready to name the place that a call takes. */
final class CompiledConcurrency implements StoreRule {
    private final Concurrency rule;
    private final String label;
    private final CompiledPolicy.Setting setting;
    private final RulePlace standsAt;
    private final CallerScope callers;
    private final DenialWording denials;
    /** What reads the key from the call, or null where the places are the same for all calls. */
    private final @Nullable CompiledKey compiledKey;

    private final Decision.Deny full;
    private final Decision.Deny invalidKey;
    private final Decision.Deny callerUnknown;
    private final Decision.Deny storeUnavailable;
    private final Decision.Deny storeFull;

    CompiledConcurrency(Concurrency rule, RulePlace standsAt, CompiledPolicy.Setting setting, DenialWording denials) {
        this.rule = rule;
        this.label = denials.label(rule);
        this.setting = setting;
        this.standsAt = standsAt;
        this.callers = new CallerScope(rule.scope(), setting.strictCallers());
        this.denials = denials;
        this.compiledKey = rule.key() == null ? null : new CompiledKey(rule.key());
        this.full = denials.concurrencyExceeded(rule);
        this.invalidKey = denials.invalidKey(rule);
        this.callerUnknown = denials.callerUnknown(rule, rule.scope());
        this.storeUnavailable = denials.storeUnavailable(rule);
        this.storeFull = denials.storeFull(rule);
    }

    /** Whether the work of finding the place grows with what the caller sends, so that it is counted. */
    boolean isMetered() {
        return compiledKey != null;
    }

    /**
     * Takes the work of finding the place.
     *
     * @param costOfAll what it costs to read all arguments
     * @return the denial where too little is left, or null
     */
    Decision.@Nullable Deny takeWork(
            Map<String, @Nullable Object> arguments, Caller caller, long costOfAll, Work work) {
        return compiledKey == null || compiledKey.takeWork(arguments, caller, costOfAll, work)
                ? null
                : denials.tooMuchWork(rule, compiledKey.name());
    }

    /** The place of a call, or null if it has none, for the reason that {@link #denial} then gives. */
    @Nullable
    Place place(Map<String, @Nullable Object> arguments, Caller caller) {
        PlaceKey key = key(arguments, caller);
        return key == null ? null : new Place(key, rule.max(), rule.lease().toMillis());
    }

    /**
     * The places of a call, or null if the caller lacks the identity by which the rule counts, or the call the value of
     * its key.
     */
    @Nullable
    PlaceKey key(Map<String, @Nullable Object> arguments, Caller caller) {
        if (!callers.knows(caller)) {
            return null;
        }
        KeyValue value = compiledKey == null ? null : compiledKey.value(arguments, caller);
        if (compiledKey != null && value == null) {
            return null;
        }
        return new PlaceKey(
                setting.namespace(),
                setting.server(),
                standsAt,
                rule.scope(),
                rule.key(),
                callers.identity(caller),
                callers.session(caller),
                value);
    }

    /** Why {@link #place} is null. */
    Decision.Deny denial(Caller caller) {
        return callers.knows(caller) ? invalidKey : callerUnknown;
    }

    @Override
    public Concurrency rule() {
        return rule;
    }

    String label() {
        return label;
    }

    /** Whether a caller can have as many of the rule's places as it likes. */
    boolean isOpenedAtWill() {
        return rule.scope() == Scope.SESSION || compiledKey != null;
    }

    /** The denial of a call for which no place is free. */
    Decision.Deny full() {
        return full;
    }

    Decision.Deny storeUnavailable() {
        return storeUnavailable;
    }

    Decision.Deny storeFull() {
        return storeFull;
    }
}
