package dev.mcppolicy.model;

import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many calls may run at once: each takes a place when it is about to run, and gives it back when it has ended. While it
 * runs, its process renews the lease of the place, so that a lease which ends is of a process that died.
 *
 * <p>Made by {@link #of}, and changed by the methods that copy it.
 *
 * @param head what every rule has
 * @param max how many places there are, at least 1
 * @param scope whose calls share them
 * @param lease how long a place is held without being renewed, whole milliseconds from {@link #SHORTEST_LEASE} to
 *     {@link #LONGEST_LEASE}
 * @param key what of a call there are places for each value of, or null for the same places in all
 */
public record Concurrency(
        RuleHead head,
        int max,
        Scope scope,
        Duration lease,
        @Nullable LimitKey key) implements Rule {
    /** The lease where the author names none. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(60);

    /** A lease must be renewed in time, also over a network. */
    public static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    /** A process that died holds its places no longer. */
    public static final Duration LONGEST_LEASE = Duration.ofDays(1);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the max is less than 1, or the lease out of its range or no whole milliseconds
     */
    public Concurrency {
        if (max < 1) {
            throw new IllegalArgumentException("at least 1 call must be able to run, not " + max);
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
            throw new IllegalArgumentException("a lease lasts from 1 second to 1 day, not " + lease);
        }
        if (!Duration.ofMillis(lease.toMillis()).equals(lease)) {
            throw new IllegalArgumentException("a lease has whole milliseconds, not " + lease);
        }
    }

    /**
     * A rule for the calls under one grant, with {@link #DEFAULT_LEASE}.
     *
     * @param head what every rule has
     * @param max how many may run at once, at least 1
     * @return the rule
     * @throws IllegalArgumentException as the constructor
     */
    public static Concurrency of(RuleHead head, int max) {
        return new Concurrency(head, max, Scope.GRANT, DEFAULT_LEASE, null);
    }

    @Override
    public Concurrency withHead(RuleHead changed) {
        return new Concurrency(changed, max, scope, lease, key);
    }

    /**
     * The same rule with another max.
     *
     * @param changed how many may run at once, at least 1
     * @return the changed copy
     * @throws IllegalArgumentException as the constructor
     */
    public Concurrency withMax(int changed) {
        return new Concurrency(head, changed, scope, lease, key);
    }

    /**
     * The same rule for other callers.
     *
     * @param changed whose calls share the places
     * @return the changed copy
     */
    public Concurrency withScope(Scope changed) {
        return new Concurrency(head, max, changed, lease, key);
    }

    /**
     * The same rule with another lease.
     *
     * @param changed how long a place is held without being renewed
     * @return the changed copy
     * @throws IllegalArgumentException as the constructor
     */
    public Concurrency withLease(Duration changed) {
        return new Concurrency(head, max, scope, changed, key);
    }

    /**
     * The same rule with another key.
     *
     * @param changed what of a call there are places for each value of, or null for the same places in all
     * @return the changed copy
     */
    public Concurrency withKey(@Nullable LimitKey changed) {
        return new Concurrency(head, max, scope, lease, changed);
    }

    /**
     * Whether another rule of the same place in a policy has the same places as this one.
     *
     * @param other the other rule
     * @return true if their scopes and keys are equal
     */
    public boolean sharesPlacesWith(Concurrency other) {
        return scope == other.scope && (key == null ? other.key == null : key.equals(other.key));
    }

    @Override
    public String description() {
        return max + (max == 1 ? " call" : " calls") + " at once " + LimitDescription.callers(scope)
                + LimitDescription.eachOf(key);
    }

    @Override
    public List<Condition> conditions() {
        return List.of();
    }
}
