package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a condition that took another's place holds for more calls, for fewer, or whether that cannot be read from it. */
enum ConditionReach {
    WIDER,
    NARROWER,
    UNKNOWN;

    private static final Set<Operator> UPPER = EnumSet.of(Operator.LT, Operator.LTE);
    private static final Set<Operator> LOWER = EnumSet.of(Operator.GT, Operator.GTE);
    private static final Set<Operator> INCLUSIVE = EnumSet.of(Operator.LTE, Operator.GTE);
    private static final Set<Operator> LISTS =
            EnumSet.of(Operator.IN, Operator.WITHIN, Operator.HOST_IN, Operator.EMAIL_IN);

    /** The reach of a condition beside that of the one before; both are required, or of one bound on a number. */
    static ConditionReach of(Condition before, Condition after) {
        if (before instanceof Condition.Optional was && after instanceof Condition.Optional is) {
            return of(was.comparison(), is.comparison());
        }
        if (after instanceof Condition.Optional is) {
            return is.comparison().equals(before) || of(before, is.comparison()) == WIDER ? WIDER : UNKNOWN;
        }
        if (before instanceof Condition.Optional) {
            return of(after, before).opposite();
        }
        return before instanceof Condition.Comparison was
                        && after instanceof Condition.Comparison is
                        && was.path().equals(is.path())
                        && was.decimal() == is.decimal()
                ? ofComparisons(was, is)
                : UNKNOWN;
    }

    /** Whether a condition sets one bound on a number, and what is no number neither it nor one of another bound can tell. */
    static boolean isBound(Condition condition) {
        return condition instanceof Condition.Comparison comparison
                && (UPPER.contains(comparison.operator()) || LOWER.contains(comparison.operator()));
    }

    ConditionReach opposite() {
        return this == WIDER ? NARROWER : this == NARROWER ? WIDER : UNKNOWN;
    }

    private static ConditionReach ofComparisons(Condition.Comparison was, Condition.Comparison is) {
        if (UPPER.contains(was.operator()) && UPPER.contains(is.operator())) {
            return ofUpperBounds(was, is, 1);
        }
        if (LOWER.contains(was.operator()) && LOWER.contains(is.operator())) {
            return ofUpperBounds(was, is, -1);
        }
        if (was.operator() != is.operator()) {
            return UNKNOWN;
        }
        if (LISTS.contains(was.operator())) {
            return ofLists(was, is);
        }
        return was.operator() == Operator.NOT_IN ? ofLists(was, is).opposite() : UNKNOWN;
    }

    /** Of bounds from above, or with the sign turned from below. */
    private static ConditionReach ofUpperBounds(Condition.Comparison was, Condition.Comparison is, int sign) {
        BigDecimal old = JsonNumber.exact(was.operand());
        BigDecimal now = JsonNumber.exact(is.operand());
        if (old == null || now == null) {
            return UNKNOWN;
        }
        int order = sign * now.compareTo(old);
        if (order == 0) {
            order = Boolean.compare(INCLUSIVE.contains(is.operator()), INCLUSIVE.contains(was.operator()));
        }
        return order > 0 ? WIDER : order < 0 ? NARROWER : UNKNOWN;
    }

    private static ConditionReach ofLists(Condition.Comparison was, Condition.Comparison is) {
        Set<String> old = elements(was.operand());
        Set<String> now = elements(is.operand());
        boolean keepsAll = now.containsAll(old);
        return keepsAll == old.containsAll(now) ? UNKNOWN : keepsAll ? WIDER : NARROWER;
    }

    private static Set<String> elements(Object list) {
        return ((List<?>) list).stream().map(CanonicalJson::write).collect(Collectors.toSet());
    }
}
