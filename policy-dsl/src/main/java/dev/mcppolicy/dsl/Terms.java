package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.InvalidPolicyException;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.model.limit.Amount;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The words that the rules of a policy are written with, meant for static import.
 *
 * <ul>
 *   <li>What a condition looks at: {@link #arg}, {@link #caller}, {@link #counter(String, String)},
 *       {@link #groupCounter}, {@link #counter(String)}.
 *   <li>Conditions of conditions: {@link #all}, {@link #any}, {@link #not}.
 *   <li>A comparison that a missing argument satisfies: {@link #optional}.
 *   <li>The time of the decision: {@link #during}, {@link #onDays}, {@link #notBefore}, {@link #before}.
 *   <li>Conditions of all arguments: {@link #argumentsMatch}, and of one's own: {@link #predicate}.
 *   <li>What a limit counts: {@link #calls}, {@link #sumOf}.
 *   <li>How many calls run at once: {@link #callsAtOnce}.
 * </ul>
 *
 * <p>Everything made here is an immutable value and may be used in several rules.
 */
@CheckReturnValue
public final class Terms {
    private static final String ROOT = "args";

    private Terms() {}

    /**
     * An argument of the call.
     *
     * @param path where the argument is, as in the file formats but without {@code args.} before it: {@code amount},
     *     {@code metadata.env}, {@code items[0].price}, {@code items[*].price}, {@code ["a.b"]}
     * @return what a comparison is made of
     * @throws IllegalArgumentException if the text is no path, or begins with {@code args.} or {@code args[}; what is in
     *     an argument that is called so is written {@code ["args"].x} or {@code ["args"][0]}
     */
    public static Argument arg(String path) {
        return new Argument(argument(path));
    }

    /**
     * What is known of who calls. The session and the client are the client's own word.
     *
     * @param path what of it, as in the file formats but without {@code caller.} before it: {@code principal},
     *     {@code grant}, {@code session}, {@code client}, {@code attributes.team}, {@code attributes.groups[*]}
     * @return what a comparison is made of
     * @throws IllegalArgumentException if the text is no such path
     */
    public static Argument caller(String path) {
        return new Argument(CallerPath.parse("caller." + path));
    }

    /**
     * A counter that a limit of a tool declares. It is read as it stands before the call; when it is read beside a
     * limit, only the limit itself is atomic.
     *
     * @param tool the tool
     * @param counter the counter's name; {@code _rate_minute} and the like where the limit gives none
     * @return what a comparison is made of
     * @throws IllegalArgumentException if a name is empty
     */
    public static Counter counter(String tool, String counter) {
        return new Counter(new CounterPath(RulePlace.tool(tool), counter));
    }

    /**
     * A counter that a limit of a group declares.
     *
     * @param group the group
     * @param counter the counter's name
     * @return what a comparison is made of
     * @throws IllegalArgumentException if a name is empty
     */
    public static Counter groupCounter(String group, String counter) {
        return new Counter(new CounterPath(RulePlace.group(group), counter));
    }

    /**
     * A counter that a limit of the every-tool rules declares.
     *
     * @param counter the counter's name
     * @return what a comparison is made of
     * @throws IllegalArgumentException if the name is empty
     */
    public static Counter counter(String counter) {
        return new Counter(new CounterPath(RulePlace.everyTool(), counter));
    }

    /**
     * All of several conditions.
     *
     * @param first a condition
     * @param more further conditions
     * @return a condition that is false if one is false, else cannot tell if one cannot tell, else true
     * @throws IllegalArgumentException if the conditions are nested too deep
     */
    public static Condition all(Condition first, Condition... more) {
        return new Condition.AllOf(list(first, more));
    }

    /**
     * At least one of several conditions.
     *
     * @param first a condition
     * @param more further conditions
     * @return a condition that is true if one is true, else cannot tell if one cannot tell, else false
     * @throws IllegalArgumentException if the conditions are nested too deep, or one has an optional comparison
     */
    public static Condition any(Condition first, Condition... more) {
        return new Condition.AnyOf(list(first, more));
    }

    /**
     * The contrary of a condition. {@code not(arg("x").is(1))} holds where {@code x} is missing;
     * {@code arg("x").isNot(1)} does not.
     *
     * @param condition the condition
     * @return a condition that cannot tell where the given one cannot
     * @throws IllegalArgumentException if the condition has a wildcard, may only be required, or is nested too deep
     */
    public static Condition not(Condition condition) {
        return new Condition.Not(condition);
    }

    /**
     * A comparison that a missing or null argument satisfies: {@code optional(arg("limit").atMost(25))} holds without a
     * {@code limit}. It stands in a requirement, there or under {@link #all}.
     *
     * @param comparison the comparison of an argument, by another operator than {@code exists}
     * @return the condition
     * @throws IllegalArgumentException if the condition is no such comparison
     */
    public static Condition optional(Condition comparison) {
        return new Condition.Optional(comparison);
    }

    /**
     * Some hours of every day, by the wall clock of a zone alone: in an hour that a change of the clock repeats it may hold
     * twice. Fewer days are {@link #onDays}.
     *
     * @param from the first minute
     * @param to the minute before which it ends; where it is not after {@code from}, that of the next day
     * @param zone a region of the tz database, or UTC
     * @return the condition, which can always be told
     * @throws IllegalArgumentException if a time is no whole minute, or the zone no such region
     */
    public static Condition during(LocalTime from, LocalTime to, ZoneId zone) {
        return onDays(EnumSet.allOf(DayOfWeek.class), from, to, zone);
    }

    /**
     * Some hours of some days, as {@link #during}; past midnight the day is the one on which it began.
     *
     * @param days the days; at least one
     * @param from the first minute
     * @param to the minute before which it ends
     * @param zone a region of the tz database, or UTC
     * @return the condition, which can always be told
     * @throws IllegalArgumentException if there is no day, a time is no whole minute, or the zone no such region
     */
    public static Condition onDays(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
        return new Condition.AtTime(new TimeSpan.During(days, from, to, zone));
    }

    /**
     * The whole of some days, by the wall clock of a zone.
     *
     * @param days the days; at least one
     * @param zone a region of the tz database, or UTC
     * @return the condition, which can always be told
     * @throws IllegalArgumentException if there is no day, or the zone is no such region
     */
    public static Condition onDays(Set<DayOfWeek> days, ZoneId zone) {
        return new Condition.AtTime(new TimeSpan.During(days, null, null, zone));
    }

    /**
     * At and after an instant.
     *
     * @param instant the first instant, of the years 0 to 9999
     * @return the condition, which can always be told
     * @throws IllegalArgumentException if the year is another
     */
    public static Condition notBefore(Instant instant) {
        return new Condition.AtTime(new TimeSpan.NotBefore(instant));
    }

    /**
     * Before an instant.
     *
     * @param instant the first instant at which it no longer holds, of the years 0 to 9999
     * @return the condition, which can always be told
     * @throws IllegalArgumentException if the year is another
     */
    public static Condition before(Instant instant) {
        return new Condition.AtTime(new TimeSpan.Before(instant));
    }

    /**
     * That the arguments as a whole match a JSON Schema, narrower than the tool's own. Nothing that the schema refers to
     * is fetched, and its patterns are RE2. Where a number of the call is too long for the validator to hold exactly, the
     * outcome is <em>cannot tell</em>, and the rule denies.
     *
     * @param schema the text of a schema (2020-12), in JSON or YAML, which refers to nothing outside itself
     * @return the condition
     * @throws IllegalArgumentException if the text is no such schema, or {@code com.networknt:json-schema-validator} is
     *     not on the class path
     */
    public static Condition argumentsMatch(String schema) {
        try {
            return PolicyReader.parseSchema(schema);
        } catch (InvalidPolicyException e) {
            throw new IllegalArgumentException("the schema cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * A condition written in Java. A policy that has one cannot be written to a file.
     *
     * @param name what the condition says; it stands for the predicate in messages and in the policy's revision, so
     *     that another predicate needs another name
     * @param predicate the test of the arguments, which are unmodifiable; must be safe for use by any thread. When it
     *     throws, the outcome is <em>cannot tell</em>, and the rule denies
     * @return the condition
     * @throws IllegalArgumentException if the name is blank
     */
    public static Condition predicate(String name, Predicate<? super Map<String, @Nullable Object>> predicate) {
        return new Condition.NamedPredicate(name, predicate);
    }

    /**
     * The calls that a limit counts, one each unless told otherwise.
     *
     * @return the beginning of a limit
     */
    public static LimitBuilder.Calls calls() {
        return new LimitStage(Amount.ONE);
    }

    /**
     * A rule that so many calls run at once and no more: each takes a place when it is about to run, and gives it back when
     * its tool has ended.
     *
     * @param max how many, at least 1
     * @return the rule, which is complete
     * @throws IllegalArgumentException if the max is less than 1
     */
    public static ConcurrencyBuilder callsAtOnce(int max) {
        return new ConcurrencyBuilder(max);
    }

    /**
     * The numbers that a limit adds up: that of each call or, with {@code [*]}, those of all elements. A call in which one
     * is missing, negative or no number is denied, and so is one with an empty list.
     *
     * @param path where the number is, or the numbers are, as in {@link #arg}
     * @return the beginning of a limit
     * @throws IllegalArgumentException as in {@link #arg}
     */
    public static LimitBuilder.Sum sumOf(String path) {
        return new LimitStage(new Amount.FromArgument(argument(path)));
    }

    private static ArgumentPath argument(String path) {
        if (path.startsWith("args.") || path.startsWith("args[")) {
            throw new IllegalArgumentException(
                    "path `" + path + "` must be written without its first `args`; an argument that is "
                            + "called so is `[\"args\"]" + path.substring(ROOT.length()) + "`");
        }
        return ArgumentPath.parse(path.startsWith("[") ? ROOT + path : ROOT + "." + path);
    }

    static List<Condition> list(Condition first, Condition... more) {
        List<Condition> conditions = new ArrayList<>(more.length + 1);
        conditions.add(first);
        conditions.addAll(List.of(more));
        return conditions;
    }
}
