package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.model.ArgumentPath;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.operator.Operator;

/**
 * An argument of the call. Made by {@link Terms#arg}.
 *
 * <p>At a path with {@code [*]} every element must satisfy the comparison in {@code require}, and one suffices in
 * {@code denyIf} and {@code requireApproval}.
 */
@CheckReturnValue
public final class Argument extends Subject {
    Argument(ArgumentPath path) {
        super(path);
    }

    /**
     * The operator {@code regex}: a string in which a pattern is found, anywhere unless the pattern says {@code ^} or
     * {@code $}.
     *
     * @param pattern an RE2 pattern
     * @return the condition; false for a missing value
     */
    public Condition containsPattern(String pattern) {
        return compare(Operator.REGEX, pattern);
    }

    /**
     * The operator {@code contains}: a string with a substring, or a list with an equal element.
     *
     * @param value the substring or element
     * @return the condition; false for a missing value
     */
    public Condition contains(Object value) {
        return compare(Operator.CONTAINS, value);
    }

    /**
     * The operator {@code not_contains}: a string without a substring, or a list without an equal element.
     *
     * @param value the substring or element
     * @return the condition; false for a missing value too
     */
    public Condition doesNotContain(Object value) {
        return compare(Operator.NOT_CONTAINS, value);
    }

    /**
     * The operator {@code exists} with {@code true}: present and not null.
     *
     * @return the condition
     */
    public Condition exists() {
        return compare(Operator.EXISTS, true);
    }

    /**
     * The operator {@code exists} with {@code false}: missing or null.
     *
     * @return the condition
     */
    public Condition isMissing() {
        return compare(Operator.EXISTS, false);
    }
}
