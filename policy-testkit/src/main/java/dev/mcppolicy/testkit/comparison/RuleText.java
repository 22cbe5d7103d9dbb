package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.testkit.internal.SpanText;
import dev.mcppolicy.testkit.internal.ValueText;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What rules and their parts say, in a few words. */
final class RuleText {
    private RuleText() {}

    /** What to call a rule, be its policy in which format it may; rules of several tools may be called alike. */
    static String label(Rule rule) {
        String name = rule.name();
        return name == null ? rule.description() : name;
    }

    /** What a rule asks, as far as it goes in one line. */
    static String of(Rule rule) {
        String asked = rule.fold(
                require -> "requires " + conditions(require.conditions()),
                denial -> "denies" + where(denial.conditions()),
                approval -> "asks a human" + where(approval.conditions()) + ", " + answers(approval),
                limit -> limit.description() + " (scope " + limit.scope().id() + ")",
                places -> places.description());
        return rule.when().isEmpty() ? asked : asked + ", when " + conditions(rule.when());
    }

    static String of(Condition condition) {
        return "`" + condition + "`";
    }

    static String of(@Nullable Bound bound) {
        return bound == null ? "none" : (bound.inclusive() ? "at most " : "below ") + ValueText.number(bound.max());
    }

    static String of(Amount amount) {
        return amount instanceof Amount.Fixed fixed ? ValueText.number(fixed.value()) : "`" + amount + "`";
    }

    static String of(@Nullable Remembrance remember) {
        if (remember == null) {
            return "none";
        }
        return (remember.anyArguments() ? "any arguments for " : "the same arguments for ")
                + SpanText.of(remember.span())
                + (remember.uses() == null ? "" : ", " + remember.uses() + (remember.uses() == 1 ? " use" : " uses"));
    }

    /** A text of the policy's author, quoted. */
    static String quoted(@Nullable String text) {
        return text == null ? "none" : ValueText.value(text);
    }

    private static String answers(RequireApproval approval) {
        return "within " + SpanText.of(approval.timeout())
                + (approval.by() == ApprovedBy.ANYONE
                        ? ""
                        : ", by " + approval.by().id())
                + (approval.remember() == null ? "" : ", remembers " + of(approval.remember()));
    }

    private static String where(List<Condition> conditions) {
        return conditions.isEmpty() ? "" : " where " + conditions(conditions);
    }

    private static String conditions(List<Condition> conditions) {
        return conditions.stream().map(RuleText::of).collect(Collectors.joining(" and "));
    }
}
