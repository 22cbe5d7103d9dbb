package dev.mcppolicy.model;

import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.JsonCopy;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
     * The comparisons in the condition, at any depth.
     *
     * @return the comparisons in the order of writing; a comparison is its own
     */
    default List<Comparison> comparisons() {
        List<Comparison> found = new ArrayList<>();
        for (Condition leaf : Leaves.of(List.of(this))) {
            if (leaf instanceof Comparison comparison) {
                found.add(comparison);
            }
        }
        return found;
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
            this.path = path;
            this.operator = operator;
            Object copy = JsonCopy.freeze(operand, JsonLimits.DEFAULT);
            this.test = operator.test(copy);
            this.operand = Objects.requireNonNull(copy);
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
                    && CanonicalJson.write(operand).equals(CanonicalJson.write(that.operand));
        }

        @Override
        public int hashCode() {
            return Objects.hash(path, operator, CanonicalJson.write(operand));
        }

        @Override
        public String toString() {
            return path + " " + operator.id() + " " + CanonicalJson.write(operand);
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
         * @throws IllegalArgumentException if they are nested too deep
         */
        public AnyOf {
            conditions = Nesting.checked(conditions);
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
         * @throws IllegalArgumentException if the condition has a wildcard, may only be required, or is nested too deep
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
