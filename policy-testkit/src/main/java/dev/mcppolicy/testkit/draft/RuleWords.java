package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.testkit.internal.Headroom;
import dev.mcppolicy.testkit.internal.ValueText;
import dev.mcppolicy.text.VisibleText;
import java.util.List;

/** What drafted tests call rules: by the author's name or, where there is none, by what the rule says. */
final class RuleWords {
    private static final int LONGEST = 80;

    private RuleWords() {}

    static String of(Policy policy, Rule rule) {
        String name = rule.head().name();
        return VisibleText.of(name != null && !name.isEmpty() ? name : unnamed(policy, rule), LONGEST);
    }

    private static String unnamed(Policy policy, Rule rule) {
        if (rule instanceof Limit limit) {
            return Headroom.bound(limit);
        }
        if (rule instanceof Concurrency concurrency) {
            return "at most " + concurrency.max() + " at once";
        }
        List<Condition> all = rule.conditions();
        boolean isPlain = all.size() == 1 && rule.when().isEmpty();
        Condition only = isPlain ? all.get(0) : null;
        if (only instanceof Condition.Optional optional) {
            only = optional.comparison();
        }
        if (only instanceof Condition.Comparison comparison && rule instanceof Require) {
            return words(comparison, "may be at most", "must be");
        }
        if (only instanceof Condition.Comparison comparison && rule instanceof DenyIf) {
            return "denied where " + words(comparison, "is at most", "is");
        }
        return policy.labelOf(rule);
    }

    private static String words(Condition.Comparison comparison, String atMost, String is) {
        String path = comparison.path().toString();
        String name = path.startsWith("args.") ? path.substring("args.".length()) : path;
        String value = ValueText.value(comparison.operand());
        return name
                + switch (comparison.operator()) {
                    case LTE -> " " + atMost + " " + value;
                    case LT -> " " + is + " below " + value;
                    case GTE -> " " + is + " at least " + value;
                    case GT -> " " + is + " above " + value;
                    case EQ -> " " + is + " " + value;
                    case NEQ -> " " + is + " other than " + value;
                    case IN -> " " + is + " one of " + value;
                    case NOT_IN -> " " + is + " none of " + value;
                    default -> " " + comparison.operator().id() + " " + value;
                };
    }
}
