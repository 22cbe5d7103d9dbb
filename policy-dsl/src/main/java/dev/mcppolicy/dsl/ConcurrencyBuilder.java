package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.text.SetOnce;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many calls may run at once, to be given to a tool, a group or every tool; what is not said has a default. Begun by
 * {@link Terms#callsAtOnce}.
 *
 * <p>Immutable: each method returns a changed copy, so that one can be given to several tools, each with places of its own.
 */
@CheckReturnValue
public final class ConcurrencyBuilder {
    /** Where the rule stands is not known before it is given to a tool. */
    private static final RuleId NOWHERE = new RuleId("(concurrent)");

    private final Concurrency rule;
    private final @Nullable Scope scope;
    private final @Nullable Duration lease;

    ConcurrencyBuilder(int max) {
        this(Concurrency.of(RuleHead.of(NOWHERE), max), null, null);
    }

    private ConcurrencyBuilder(Concurrency rule, @Nullable Scope scope, @Nullable Duration lease) {
        this.rule = rule;
        this.scope = scope;
        this.lease = lease;
    }

    /**
     * Says whose calls are counted together. Without it, the calls under one grant are.
     *
     * @param callers the scope
     * @return the changed copy
     * @throws IllegalStateException if the scope was already set
     */
    public ConcurrencyBuilder per(Scope callers) {
        SetOnce.check("scope", scope == null ? null : scope.id());
        return new ConcurrencyBuilder(rule.withScope(callers), callers, lease);
    }

    /**
     * Counts apart for each value of an argument: two at once for each account. A call without the argument, or with
     * another kind of value there than text, a number or a boolean, is denied.
     *
     * @param argument the argument, without {@code [*]}
     * @param more further arguments, two at most, whose values together are one value
     * @return the changed copy
     * @throws IllegalArgumentException if an argument has a wildcard, stands twice, or there are too many
     * @throws IllegalStateException if the key was already set
     */
    public ConcurrencyBuilder keyedBy(Argument argument, Argument... more) {
        List<CallPath> paths = Stream.concat(Stream.of(argument), Stream.of(more))
                .map(Argument::keyPath)
                .toList();
        return withKey(new LimitKey.Paths(paths));
    }

    /**
     * Counts apart for all arguments as a whole: one call is not made twice at once.
     *
     * @return the changed copy
     * @throws IllegalStateException if the key was already set
     */
    public ConcurrencyBuilder keyedByAllArguments() {
        return withKey(new LimitKey.AllArguments());
    }

    private ConcurrencyBuilder withKey(LimitKey key) {
        SetOnce.check("key", rule.key() == null ? null : rule.key().toString());
        return new ConcurrencyBuilder(rule.withKey(key), scope, lease);
    }

    /**
     * Says how long a process that died keeps its places: while it lives, it renews them. Without it, a minute. The file
     * formats say whole seconds.
     *
     * @param length whole milliseconds, from a second to a day
     * @return the changed copy
     * @throws IllegalArgumentException if the length is out of range
     * @throws IllegalStateException if it was already set
     */
    public ConcurrencyBuilder leasedFor(Duration length) {
        SetOnce.check("lease", lease == null ? null : lease.toString());
        return new ConcurrencyBuilder(rule.withLease(length), scope, length);
    }

    /**
     * Names the rule, for denials and logs.
     *
     * @param name the name
     * @return the changed copy
     * @throws IllegalArgumentException if the name is blank
     * @throws IllegalStateException if it was already set
     */
    public ConcurrencyBuilder named(String name) {
        OptionCheck.check("name", rule.name(), name);
        return with(rule.head().withName(name));
    }

    /**
     * Says what the agent reads when as many calls run as may.
     *
     * @param message the message
     * @return the changed copy
     * @throws IllegalArgumentException if the message is blank
     * @throws IllegalStateException if it was already set
     */
    public ConcurrencyBuilder orDeny(String message) {
        OptionCheck.check("message", rule.message(), message);
        return with(rule.head().withMessage(message));
    }

    /**
     * Says which calls the rule concerns: those for which all conditions hold. The others take no place. A condition on a
     * missing argument does not hold, so that leaving the argument out avoids the rule: require it too.
     *
     * @param first a condition, without wildcard
     * @param more further conditions
     * @return the changed copy
     * @throws IllegalArgumentException if a condition has a wildcard, or is one that may only be required
     * @throws IllegalStateException if it was already set
     */
    public ConcurrencyBuilder when(Condition first, Condition... more) {
        SetOnce.check("when", rule.when().isEmpty() ? null : rule.when().toString());
        return with(rule.head().withWhen(Terms.list(first, more)));
    }

    /**
     * Puts the rule in shadow mode: it counts apart and says when it would have refused.
     *
     * @return the changed copy
     * @throws IllegalStateException if it was already put in shadow mode
     */
    public ConcurrencyBuilder shadow() {
        return with(rule.head().withMode(OptionCheck.shadow(rule.mode())));
    }

    /** Whether another counts the same calls in the same place of a policy. */
    boolean sharesPlacesWith(ConcurrencyBuilder other) {
        return rule.sharesPlacesWith(other.rule);
    }

    Concurrency at(RuleId id) {
        return rule.withHead(rule.head().withId(id));
    }

    private ConcurrencyBuilder with(RuleHead head) {
        return new ConcurrencyBuilder(rule.withHead(head), scope, lease);
    }
}
