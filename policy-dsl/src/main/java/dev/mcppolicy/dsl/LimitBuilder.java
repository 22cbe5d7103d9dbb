package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.StoreFailure;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.text.SetOnce;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A limit that says what it counts, how much of it and in which window, so that it can be given to a tool; what is not
 * said has a default. Begun by {@link Terms#calls} or {@link Terms#sumOf}.
 *
 * <p>Immutable: each method returns a changed copy, so that one limit can be given to several tools, each with a counter
 * of its own.
 */
@CheckReturnValue
public final class LimitBuilder {
    /** Where the rule stands is not known before it is given to a tool. */
    private static final RuleId NOWHERE = new RuleId("(limit)");

    private final Limit rule;
    private final @Nullable String counter;
    private final @Nullable Scope scope;
    private final @Nullable StoreFailure storeFailure;

    LimitBuilder(Amount amount, @Nullable Bound bound, Window window) {
        this(
                Limit.of(RuleHead.of(NOWHERE), "_", window, bound)
                        .withAmount(amount)
                        .withUsualCounter(Scope.GRANT),
                null,
                null,
                null);
    }

    private LimitBuilder(
            Limit rule, @Nullable String counter, @Nullable Scope scope, @Nullable StoreFailure storeFailure) {
        this.rule = rule;
        this.counter = counter;
        this.scope = scope;
        this.storeFailure = storeFailure;
    }

    /**
     * Says whose calls share the counter. Without it, the calls under one grant do.
     *
     * @param callers the scope
     * @return the changed copy
     * @throws IllegalStateException if the scope was already set
     */
    public LimitBuilder per(Scope callers) {
        SetOnce.check("scope", scope == null ? null : scope.id());
        return new LimitBuilder(counted(rule.withScope(callers)), counter, callers, storeFailure);
    }

    /**
     * Keeps a counter for each value of an argument, or of a part of the caller: five a day for each customer. Strings, numbers by value and booleans
     * are values; {@code "5"} counts with {@code 5}. A call without the argument, or with another kind of value there, is
     * denied. Whoever writes the argument opens a new count by a new value, so give the tool a limit without a key too.
     *
     * @param value the argument or part of the caller, without {@code [*]}
     * @param more further ones, two at most, whose values together are one value
     * @return the changed copy
     * @throws IllegalArgumentException if one has a wildcard, is taken as a decimal number, stands twice, or there are too many
     * @throws IllegalStateException if the key was already set
     */
    public LimitBuilder keyedBy(Argument value, Argument... more) {
        List<CallPath> paths = Stream.concat(Stream.of(value), Stream.of(more))
                .map(Argument::keyPath)
                .toList();
        return withKey(new LimitKey.Paths(paths));
    }

    /**
     * Keeps a counter for all arguments as a whole, so that one call can be repeated so often and no oftener. It stops
     * repetition, and nobody who changes an argument.
     *
     * @return the changed copy
     * @throws IllegalStateException if the key was already set
     */
    public LimitBuilder keyedByAllArguments() {
        return withKey(new LimitKey.AllArguments());
    }

    private LimitBuilder withKey(LimitKey key) {
        SetOnce.check("key", rule.key() == null ? null : rule.key().toString());
        return new LimitBuilder(counted(rule.withKey(key)), counter, scope, storeFailure);
    }

    /**
     * Names the counter. Without it, the name is {@code _rate_} for calls or {@code _spend_} for sums and costs, with
     * the window's name, the scope's name unless it is the grant, the zone's where there is one, {@code sliding}, and the
     * key: {@code _rate_minute}, {@code _spend_day_global}, {@code _spend_month_Europe_Berlin}, {@code _rate_10s_sliding},
     * {@code _rate_day_by_args_customer}.
     *
     * @param name the name, unlike that of any other counter of the tool
     * @return the changed copy
     * @throws IllegalArgumentException if the name is blank
     * @throws IllegalStateException if it was already set
     */
    public LimitBuilder countedAs(String name) {
        OptionCheck.check("counter", counter, name);
        return new LimitBuilder(rule.withCounter(name), name, scope, storeFailure);
    }

    /**
     * Names the rule, for denials and logs.
     *
     * @param name the name
     * @return the changed copy
     * @throws IllegalArgumentException if the name is blank
     * @throws IllegalStateException if it was already set
     */
    public LimitBuilder named(String name) {
        OptionCheck.check("name", rule.name(), name);
        return with(rule.head().withName(name));
    }

    /**
     * Says what the agent reads when the limit is used up.
     *
     * @param message the message
     * @return the changed copy
     * @throws IllegalArgumentException if the message is blank
     * @throws IllegalStateException if it was already set
     */
    public LimitBuilder orDeny(String message) {
        OptionCheck.check("message", rule.message(), message);
        return with(rule.head().withMessage(message));
    }

    /**
     * Says what becomes of a call when the counters cannot be reached. Without it, the call is denied. A call passes
     * uncounted only if all its limits say {@code ALLOW}.
     *
     * @param choice {@code ALLOW} to fail open
     * @return the changed copy
     * @throws IllegalStateException if it was already set
     */
    public LimitBuilder onStoreFailure(StoreFailure choice) {
        SetOnce.check("answer to a store failure", storeFailure == null ? null : storeFailure.name());
        return new LimitBuilder(rule.withStoreFailure(choice), counter, scope, choice);
    }

    /**
     * Says which calls the limit concerns: those for which all conditions hold. The others are not counted by it. A
     * condition on a missing argument does not hold, so that leaving the argument out avoids the limit: require it too.
     *
     * @param first a condition, without wildcard
     * @param more further conditions
     * @return the changed copy
     * @throws IllegalArgumentException if a condition has a wildcard, or is one that may only be required
     * @throws IllegalStateException if it was already set
     */
    public LimitBuilder when(Condition first, Condition... more) {
        SetOnce.check("when", rule.when().isEmpty() ? null : rule.when().toString());
        return with(rule.head().withWhen(Terms.list(first, more)));
    }

    /**
     * Puts the limit in shadow mode: it counts in a counter of its own and says when it would have refused.
     *
     * @return the changed copy
     * @throws IllegalStateException if it was already put in shadow mode
     */
    public LimitBuilder shadow() {
        return with(rule.head().withMode(OptionCheck.shadow(rule.mode())));
    }

    String counter() {
        return rule.counter();
    }

    Limit at(RuleId id) {
        return rule.withHead(rule.head().withId(id));
    }

    private LimitBuilder with(RuleHead head) {
        return new LimitBuilder(rule.withHead(head), counter, scope, storeFailure);
    }

    /** The limit with the counter that it was given, or else the usual one. */
    private Limit counted(Limit changed) {
        return counter == null ? changed.withUsualCounter(Scope.GRANT) : changed;
    }

    /** A limit that says what it counts. */
    @CheckReturnValue
    public sealed interface Counted permits Calls, Sum {
        /**
         * Sets the most that a window may reach.
         *
         * @param max a number above zero
         * @return the next stage
         * @throws IllegalArgumentException if the number is not finite or not above zero
         */
        Bounded atMost(Number max);

        /**
         * Sets what a window must stay below.
         *
         * @param max a number above zero
         * @return the next stage
         * @throws IllegalArgumentException if the number is not finite or not above zero
         */
        Bounded below(Number max);

        /**
         * Counts without limiting, for conditions that read the counter.
         *
         * @return the next stage
         */
        Bounded unbounded();
    }

    /** A limit that counts calls. */
    @CheckReturnValue
    public sealed interface Calls extends Counted permits LimitStage {
        /**
         * Makes each call cost a fixed amount other than one.
         *
         * @param each a number above zero
         * @return the next stage
         * @throws IllegalArgumentException if the number is not finite or not above zero
         */
        Counted costing(Number each);
    }

    /** A limit that adds up numbers. */
    @CheckReturnValue
    public sealed interface Sum extends Counted permits LimitStage {
        /**
         * Takes text that is a decimal number, such as {@code "12.50"}, for that number: an integer part without zeros in
         * front, and perhaps a point and digits. Other text denies, as it does without this.
         *
         * @return the next stage
         */
        Counted asDecimal();
    }

    /**
     * A limit that says how much it admits. Windows of minute, hour, day, week (from Monday) and month are those of the
     * calendar in UTC; days, weeks and months can be those of another zone.
     *
     * <p>All methods throw {@code IllegalArgumentException} if the max cannot be counted in 63 bits.
     */
    @CheckReturnValue
    public sealed interface Bounded permits LimitStage {
        /**
         * Counts by the minute.
         *
         * @return the complete limit
         */
        LimitBuilder perMinute();

        /**
         * Counts by the hour.
         *
         * @return the complete limit
         */
        LimitBuilder perHour();

        /**
         * Counts by the day.
         *
         * @return the complete limit
         */
        LimitBuilder perDay();

        /**
         * Counts by the day of a zone, which the zone's clock makes longer or shorter twice a year.
         *
         * @param zone a region of the tz database, or UTC
         * @return the complete limit
         * @throws IllegalArgumentException if the zone is no such region
         */
        LimitBuilder perDay(ZoneId zone);

        /**
         * Counts by the week.
         *
         * @return the complete limit
         */
        LimitBuilder perWeek();

        /**
         * Counts by the week of a zone.
         *
         * @param zone a region of the tz database, or UTC
         * @return the complete limit
         * @throws IllegalArgumentException if the zone is no such region
         */
        LimitBuilder perWeek(ZoneId zone);

        /**
         * Counts by the month.
         *
         * @return the complete limit
         */
        LimitBuilder perMonth();

        /**
         * Counts by the month of a zone.
         *
         * @param zone a region of the tz database, or UTC
         * @return the complete limit
         * @throws IllegalArgumentException if the zone is no such region
         */
        LimitBuilder perMonth(ZoneId zone);

        /**
         * Counts by spans of seconds, aligned to the epoch.
         *
         * @param seconds the length, 1 to ten years
         * @return the complete limit
         * @throws IllegalArgumentException if the length is out of range
         */
        LimitBuilder perSeconds(long seconds);

        /**
         * Counts in every interval of a length, wherever it begins. The file formats say one of whole seconds.
         *
         * @param length one millisecond to ten years, in whole milliseconds
         * @return the complete limit
         * @throws IllegalArgumentException if the length is out of range, or the max is missing or above 10 000
         */
        LimitBuilder sliding(Duration length);
    }
}
