package dev.mcppolicy.format.writing;

import dev.mcppolicy.format.document.RateLimitWording;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The short forms of limits in Intercept, {@code rate_limit} and {@code spend}, for a limit that they say whole: with the
 * counter that they make, and a message that they give or let be given.
 */
final class ShortLimit {
    private static final int MOST_DIGITS = 18;

    private final Limit rule;
    private final DocumentForm form;

    private ShortLimit(Limit rule, DocumentForm form) {
        this.rule = rule;
        this.form = form;
    }

    /** Adds the short form of a limit, if it has one. */
    static boolean add(Limit rule, DocumentForm form, Map<String, Object> to) throws NotExpressible {
        ShortLimit limit = new ShortLimit(rule, form);
        Bound bound = rule.bound();
        if (bound == null || !bound.inclusive()) {
            return false;
        }
        if (limit.isText(bound.max())) {
            to.put(
                    "rate_limit",
                    bound.max().toBigIntegerExact() + "/" + rule.window().id());
            return true;
        }
        if (form.isPortable()) {
            return false;
        }
        if (rule.amount().equals(Amount.ONE) && rule.message() != null && (limit.isUsual() || isWorded(rule))) {
            to.put("rate_limit", limit.object(bound.max()));
            return true;
        }
        if (isSpend(rule)) {
            to.put("spend", limit.spend(bound.max()));
            return true;
        }
        return false;
    }

    /** Whether the message of a limit is the one that the short form gives by itself. */
    static boolean isWorded(Limit rule) {
        return rule.bound() != null
                && RateLimitWording.of(rule.bound().max(), rule.window()).equals(rule.message());
    }

    /** The limit of a day that {@code spend} says together with a requirement, a cap on one call; null where there is none. */
    static @Nullable Limit beside(Rule requirement, List<Rule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.asLimit().stream())
                .filter(limit -> requirement instanceof Require && cap(requirement, limit) != null)
                .findFirst()
                .orElse(null);
    }

    /** The cap on one call's amount that a requirement is beside a limit of {@code spend}; null where it is none. */
    static @Nullable BigDecimal cap(Rule requirement, Limit rule) {
        if (!isSpend(rule)
                || !requirement.head().equals(rule.head())
                || !(rule.amount() instanceof Amount.FromArgument from)
                || from.decimal()
                || from.path().hasWildcard()
                || requirement.conditions().size() != 1
                || !(requirement.conditions().get(0) instanceof Condition.Comparison comparison)
                || !(comparison.operand() instanceof BigDecimal cap)) {
            return null;
        }
        return comparison.equals(new Condition.Comparison(from.path(), Operator.LTE, cap)) && cap.signum() > 0
                ? cap
                : null;
    }

    private static boolean isSpend(Limit rule) {
        boolean isDay = rule.window() == Window.Calendar.DAY
                || (rule.window() instanceof Window.Zoned zoned && zoned.span() == Window.Calendar.DAY);
        return isDay
                && rule.bound() != null
                && rule.bound().inclusive()
                && rule.amount() instanceof Amount.FromArgument
                && rule.scope() == Scope.GLOBAL
                && rule.equals(rule.withUsualCounter(Scope.GLOBAL));
    }

    private boolean isText(BigDecimal max) {
        BigDecimal plain = max.stripTrailingZeros();
        boolean isPortableWindow = rule.window() == Window.Calendar.MINUTE
                || rule.window() == Window.Calendar.HOUR
                || rule.window() == Window.Calendar.DAY;
        return rule.amount().equals(Amount.ONE)
                && rule.message() != null
                && rule.scope() == Scope.GLOBAL
                && rule.key() == null
                && isUsual()
                && (form.isPortable() ? isPortableWindow : rule.window() instanceof Window.Calendar)
                && plain.scale() <= 0
                && plain.precision() - plain.scale() <= MOST_DIGITS;
    }

    private boolean isUsual() {
        return rule.equals(rule.withUsualCounter(Scope.GLOBAL));
    }

    private Map<String, Object> object(BigDecimal max) throws NotExpressible {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("max", max);
        form.addWindow(rule, object);
        if (rule.scope() != Scope.SESSION) {
            object.put("scope", rule.scope().id());
        }
        form.addKey(rule.key(), object);
        if (!isUsual()) {
            object.put("counter", rule.counter());
        }
        return object;
    }

    private Map<String, Object> spend(BigDecimal max) throws NotExpressible {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("daily", max);
        if (rule.window() instanceof Window.Zoned zoned) {
            object.put("zone", zoned.zone().getId());
        }
        object.put("amount", form.amount((Amount.FromArgument) rule.amount()));
        form.addKey(rule.key(), object);
        return object;
    }
}
