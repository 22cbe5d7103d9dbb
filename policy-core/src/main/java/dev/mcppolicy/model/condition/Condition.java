package dev.mcppolicy.model.condition;

import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.JsonCopy;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of a call. Conditions have three outcomes and combine by Kleene's logic.
 *
 * <p>Conditions are immutable values, equal where they say the same; code is told by its name alone, so that equal
 * conditions need not judge alike: see {@link #judgesAs}. All but a {@link NamedPredicate} can be said in files.
 *
 * <p>Conditions of conditions are nested at most {@value #MOST_NESTED} deep, so that judging them has an end.
 */
public sealed interface Condition {
    /** How deep {@link AllOf}, {@link AnyOf} and {@link Not} may stand in each other. */
    int MOST_NESTED = 16;

    /**
     * The comparisons with a value of the policy in the condition, at any depth.
     *
     * @return the comparisons in the order of writing; a comparison is its own
     */
    default List<Comparison> comparisons() {
        List<Comparison> found = new ArrayList<>();
        for (Condition leaf : Leaves.of(List.of(this))) {
            Condition plain = leaf instanceof Optional optional ? optional.comparison() : leaf;
            if (plain instanceof Comparison comparison) {
                found.add(comparison);
            }
        }
        return found;
    }

    /**
     * The conditions in this one that combine no others, at any depth: an {@link Optional} comparison is one.
     *
     * @return the conditions in the order of writing; one that combines none is its own
     */
    default List<Condition> leaves() {
        return Leaves.of(List.of(this));
    }

    /**
     * Whether a rule may fire by this condition, as all but a requirement do.
     *
     * @return false where a part of it is {@link Optional}, or says what is inside and nothing of what is outside
     */
    default boolean mayFire() {
        return Leaves.mayFire(List.of(this));
    }

    /**
     * Whether a part of the condition looks at every element of a list.
     *
     * @return true where a path in it has a wildcard
     */
    default boolean hasWildcard() {
        return leaves().stream().anyMatch(Leaves::hasWildcard);
    }

    /**
     * Refuses a condition by which no rule may fire, where one is to.
     *
     * @throws IllegalArgumentException if it does not {@link #mayFire}
     */
    default void requireMayFire() {
        Leaves.checkMayFire(List.of(this));
    }

    /**
     * Whether another condition is certain to judge every call as this one does: it is equal, each pair of predicates is
     * the same object, and each pair of schema validators is the same or equal by its own word.
     *
     * @param other another condition
     * @return false also where they might judge alike and nobody can know
     */
    default boolean judgesAs(Condition other) {
        return equals(other) && Leaves.haveSameCode(List.of(this), List.of(other));
    }

    /** One operator put to the value at one path. */
    final class Comparison implements Condition {
        private final ValuePath path;
        private final Operator operator;
        private final Object operand;
        private final boolean decimal;
        private final ValueTest test;

        /**
         * A comparison.
         *
         * @param path what to look at
         * @param operator how to compare
         * @param operand what to compare with: a JSON value that the operator takes; copied
         * @throws IllegalArgumentException if the operator does not take the operand
         */
        public Comparison(ValuePath path, Operator operator, Object operand) {
            this(path, operator, operand, false);
        }

        /**
         * A comparison that may take text for the number that it is.
         *
         * @param path what to look at; no counter where text is taken for numbers
         * @param operator how to compare
         * @param operand what to compare with: a JSON value that the operator takes; copied
         * @param decimal whether text that is a decimal number, such as {@code "12.50"}, counts as that number, and other
         *     text cannot be told
         * @throws IllegalArgumentException if the operator does not take the operand or, where text is taken for numbers,
         *     is none of {@code eq}, {@code neq}, {@code in}, {@code not_in} and the orders, or the operand is no number
         *     and no list of numbers
         */
        public Comparison(ValuePath path, Operator operator, Object operand, boolean decimal) {
            this.path = path;
            this.operator = operator;
            this.decimal = decimal;
            Object copy = JsonCopy.freeze(operand, JsonLimits.DEFAULT);
            ValueTest plain = path instanceof CallerPath ? CallerTest.of(operator, copy) : operator.test(copy);
            this.operand = Objects.requireNonNull(copy);
            if (decimal && path instanceof CounterPath) {
                throw new IllegalArgumentException("`" + path + "` is a number, and never text");
            }
            this.test = decimal ? DecimalTest.of(operator, copy, plain) : plain;
        }

        /**
         * A comparison of the same value, which takes text as this one does.
         *
         * @param other how to compare
         * @param value what to compare with
         * @return the comparison
         * @throws IllegalArgumentException as of the constructor
         */
        public Comparison with(Operator other, Object value) {
            return new Comparison(path, other, value, decimal);
        }

        /**
         * Whether text that is a decimal number counts as that number.
         *
         * @return false where text is text
         */
        public boolean decimal() {
            return decimal;
        }

        /**
         * What the comparison looks at.
         *
         * @return the path
         */
        public ValuePath path() {
            return path;
        }

        /**
         * How the comparison compares.
         *
         * @return the operator
         */
        public Operator operator() {
            return operator;
        }

        /**
         * What the comparison compares with.
         *
         * @return an unmodifiable JSON value
         */
        public Object operand() {
            return operand;
        }

        /**
         * The operator with the operand, ready for use.
         *
         * @return the test
         */
        public ValueTest test() {
            return test;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Comparison that
                    && path.equals(that.path)
                    && operator == that.operator
                    && decimal == that.decimal
                    && CanonicalJson.write(operand).equals(CanonicalJson.write(that.operand));
        }

        @Override
        public int hashCode() {
            return Objects.hash(path, operator, decimal, CanonicalJson.write(operand));
        }

        @Override
        public String toString() {
            return path + " " + operator.id() + " " + CanonicalJson.write(operand) + (decimal ? " as decimal" : "");
        }
    }

    /**
     * One operator put to the value at one path and the value at another. Where either is missing the comparison is
     * false; where a step of either path has no meaning for what is there, it cannot be told.
     *
     * @param path what to look at
     * @param operator how to compare: {@code eq}, {@code neq}, {@code lt}, {@code lte}, {@code gt} or {@code gte}
     * @param from what to compare with, without wildcard
     * @param decimal whether text that is a decimal number counts as that number on either side, and other text cannot be
     *     told
     */
    record PathComparison(CallPath path, Operator operator, CallPath from, boolean decimal) implements Condition {
        private static final Set<Operator> OPERATORS =
                EnumSet.of(Operator.EQ, Operator.NEQ, Operator.LT, Operator.LTE, Operator.GT, Operator.GTE);

        /**
         * Checks the operator and the path to compare with.
         *
         * @throws IllegalArgumentException if the operator compares no two values of a call, or the path has a wildcard
         */
        public PathComparison {
            if (!OPERATORS.contains(operator)) {
                throw new IllegalArgumentException("`" + operator.id() + "` compares no two values of a call");
            }
            if (from.hasWildcard()) {
                throw new IllegalArgumentException("`" + from + "` has a wildcard, and a value is compared with one");
            }
        }

        /**
         * A comparison for which text is text.
         *
         * @param path what to look at
         * @param operator how to compare
         * @param from what to compare with, without wildcard
         * @throws IllegalArgumentException if the operator compares no two values of a call, or the path has a wildcard
         */
        public PathComparison(CallPath path, Operator operator, CallPath from) {
            this(path, operator, from, false);
        }

        @Override
        public String toString() {
            return path + " " + operator.id() + " value_from " + from + (decimal ? " as decimal" : "");
        }
    }

    /**
     * A comparison that a missing argument satisfies, in the contrary to all others. The other side of a
     * {@link PathComparison} must be there all the same. It stands in a requirement, there or under {@link AllOf}.
     *
     * @param comparison a {@link Comparison} or a {@link PathComparison} whose path is to an argument, by another operator than
     *     {@code exists}
     */
    record Optional(Condition comparison) implements Condition {
        /**
         * Checks the comparison.
         *
         * @throws IllegalArgumentException if it is none, is of a counter or of the caller, or asks whether there is a value
         */
        public Optional {
            boolean takes = (comparison instanceof PathComparison pair && pair.path() instanceof ArgumentPath)
                    || (comparison instanceof Comparison one
                            && one.path() instanceof ArgumentPath
                            && one.operator() != Operator.EXISTS);
            if (!takes) {
                throw new IllegalArgumentException(
                        "`" + comparison + "` cannot be optional, as no comparison of the value of an argument is");
            }
        }

        @Override
        public String toString() {
            return comparison + " optional";
        }
    }

    /**
     * All of several conditions; true when there is none.
     *
     * @param conditions the conditions
     */
    record AllOf(List<Condition> conditions) implements Condition {
        /**
         * Copies the conditions.
         *
         * @throws IllegalArgumentException if they are nested too deep
         */
        public AllOf {
            conditions = Nesting.checked(conditions);
        }

        @Override
        public String toString() {
            return "all " + conditions;
        }
    }

    /**
     * At least one of several conditions; false when there is none.
     *
     * @param conditions the conditions
     */
    record AnyOf(List<Condition> conditions) implements Condition {
        /**
         * Copies the conditions.
         *
         * @throws IllegalArgumentException if they are nested too deep, or one has an optional comparison
         */
        public AnyOf {
            conditions = Nesting.checked(conditions);
            Leaves.checkNotOptional(conditions);
        }

        @Override
        public String toString() {
            return "any " + conditions;
        }
    }

    /**
     * The contrary of a condition. {@code not(eq)} holds for a missing value, where {@code neq} does not.
     *
     * @param condition the condition, without wildcards and without what may only be required
     */
    record Not(Condition condition) implements Condition {
        /**
         * Checks the condition.
         *
         * @throws IllegalArgumentException if the condition has a wildcard, may only be required or left out, or is nested too deep
         */
        public Not {
            List<Condition> one = Nesting.checked(List.of(condition));
            Leaves.checkNoWildcard(one);
            Leaves.checkMayFire(one);
        }

        @Override
        public String toString() {
            return "not " + condition;
        }
    }

    /**
     * The instant of the decision, by the engine's clock, is in a span. It can always be told.
     *
     * @param span when it holds
     */
    record AtTime(TimeSpan span) implements Condition {
        @Override
        public String toString() {
            return span.toString();
        }
    }

    /**
     * A condition written in Java, known by its name. It cannot be written to a file. When it throws, the outcome is
     * <em>cannot tell</em>. Two are equal by their names.
     *
     * @param name what the condition says, for messages and for the policy's revision; not empty
     * @param predicate the test of the arguments, which are unmodifiable; must be safe for use by any thread
     */
    record NamedPredicate(String name, Predicate<? super Map<String, @Nullable Object>> predicate)
            implements Condition {
        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if the name is empty
         */
        public NamedPredicate {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a predicate needs a name");
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof NamedPredicate that && name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /**
     * The arguments as a whole match a JSON Schema (2020-12). When the validator throws, the outcome is <em>cannot
     * tell</em>. Two are equal by their texts.
     *
     * @param schema the canonical text of the schema
     * @param validator the compiled schema: whether the arguments, which are unmodifiable, match it; must be safe for
     *     use by any thread, and equal another only if it judges alike
     */
    record SchemaMatch(String schema, Predicate<? super Map<String, @Nullable Object>> validator) implements Condition {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SchemaMatch that && schema.equals(that.schema);
        }

        @Override
        public int hashCode() {
            return schema.hashCode();
        }
    }
}
