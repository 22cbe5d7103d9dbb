package dev.mcppolicy.model;

import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.StoreFailure;
import dev.mcppolicy.model.limit.Window;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of a window may charge to a counter together. A limit without bound only counts.
 *
 * <p>Made by {@link #of}, and changed by the methods that copy it; each checks what the parts must fulfil together. What
 * is not said has the value that {@link #of} names.
 *
 * @param head what every rule has
 * @param counter the counter's name, not empty
 * @param window the span in which it counts
 * @param bound the most it may reach, or null for no bound
 * @param scope whose calls share the counter
 * @param amount how much a call charges
 * @param key what of a call there is a counter for each value of, or null for one counter in all
 * @param storeFailure what becomes of a call when the counter store cannot be reached
 */
public record Limit(
        RuleHead head,
        String counter,
        Window window,
        @Nullable Bound bound,
        Scope scope,
        Amount amount,
        @Nullable LimitKey key,
        StoreFailure storeFailure)
        implements Rule {
    /**
     * Checks what the parts must fulfil together.
     *
     * @throws IllegalArgumentException if the counter has no name, or the bound or a fixed amount exceeds 63 bits in the
     *     counter's scale
     */
    public Limit {
        if (counter.isEmpty()) {
            throw new IllegalArgumentException("a counter needs a name");
        }
        if (bound != null && amount.scale().unitsOf(bound) < 0) {
            String unit = amount.scale() == Scale.WHOLE ? "whole numbers" : "millionths";
            throw new IllegalArgumentException("the max is too large: counted in " + unit + " it exceeds 63 bits");
        }
        if (amount instanceof Amount.Fixed fixed && amount.scale().unitsOf(fixed.value()) < 0) {
            throw new IllegalArgumentException("the increment is too large to be counted");
        }
    }

    /**
     * A limit on calls: each charges one, those under one grant share the counter, and none passes while the store
     * cannot be reached.
     *
     * @param head what every rule has
     * @param counter the counter's name, not empty
     * @param window the span in which it counts
     * @param bound the most it may reach, or null for no bound
     * @return the limit
     * @throws IllegalArgumentException as the constructor
     */
    public static Limit of(RuleHead head, String counter, Window window, @Nullable Bound bound) {
        return new Limit(head, counter, window, bound, Scope.GRANT, Amount.ONE, null, StoreFailure.DENY);
    }

    @Override
    public Limit withHead(RuleHead changed) {
        return new Limit(changed, counter, window, bound, scope, amount, key, storeFailure);
    }

    @Override
    public Limit withMode(Mode mode) {
        return withHead(head.withMode(mode));
    }

    /**
     * The same limit on another counter.
     *
     * @param changed the counter's name, not empty
     * @return the changed copy
     * @throws IllegalArgumentException as the constructor
     */
    public Limit withCounter(String changed) {
        return new Limit(head, changed, window, bound, scope, amount, key, storeFailure);
    }

    /**
     * The same limit on the counter that one without a name has: {@code _rate_} for calls or {@code _spend_} for sums and
     * costs, the window, the scope, the zone, {@code sliding} and the key, each of the last four only where there is
     * something to say.
     *
     * @param unnamed the scope that the name leaves out
     * @return the changed copy
     */
    public Limit withUsualCounter(Scope unnamed) {
        return withCounter(LimitDescription.counter(this, unnamed));
    }

    /**
     * The same limit in another window.
     *
     * @param changed the span in which it counts
     * @return the changed copy
     * @throws IllegalArgumentException as the constructor
     */
    public Limit withWindow(Window changed) {
        return new Limit(head, counter, changed, bound, scope, amount, key, storeFailure);
    }

    /**
     * The same limit with another bound.
     *
     * @param changed the most that the counter may reach, or null for no bound
     * @return the changed copy
     * @throws IllegalArgumentException as the constructor
     */
    public Limit withBound(@Nullable Bound changed) {
        return new Limit(head, counter, window, changed, scope, amount, key, storeFailure);
    }

    /**
     * The same limit for other callers.
     *
     * @param changed whose calls share the counter
     * @return the changed copy
     */
    public Limit withScope(Scope changed) {
        return new Limit(head, counter, window, bound, changed, amount, key, storeFailure);
    }

    /**
     * The same limit on another amount.
     *
     * @param changed how much a call charges
     * @return the changed copy
     * @throws IllegalArgumentException as the constructor
     */
    public Limit withAmount(Amount changed) {
        return new Limit(head, counter, window, bound, scope, changed, key, storeFailure);
    }

    /**
     * The same limit with another key.
     *
     * @param changed what of a call there is a counter for each value of, or null for one counter in all
     * @return the changed copy
     */
    public Limit withKey(@Nullable LimitKey changed) {
        return new Limit(head, counter, window, bound, scope, amount, changed, storeFailure);
    }

    /**
     * The same limit with another answer to an unreachable store.
     *
     * @param changed what becomes of the call
     * @return the changed copy
     */
    public Limit withStoreFailure(StoreFailure changed) {
        return new Limit(head, counter, window, bound, scope, amount, key, changed);
    }

    /**
     * How finely the counter counts, a part of the counter's key.
     *
     * @return the scale of the amount
     */
    public Scale scale() {
        return amount.scale();
    }

    /**
     * The most units that the counter may hold.
     *
     * @return units of {@link #scale()}; {@link Long#MAX_VALUE} without a bound
     */
    public long maxUnits() {
        return bound == null ? Long.MAX_VALUE : scale().unitsOf(bound);
    }

    @Override
    public String description() {
        return LimitDescription.of(this);
    }

    @Override
    public List<Condition> conditions() {
        return List.of();
    }

    @Override
    public Optional<Limit> asLimit() {
        return Optional.of(this);
    }
}
