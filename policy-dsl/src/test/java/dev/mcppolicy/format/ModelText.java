package dev.mcppolicy.format;

import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A policy as lines that a person can check against a document: the policy, then a line for each tool and rule. */
final class ModelText {
    private ModelText() {}

    static List<String> of(Policy policy) {
        List<String> lines = new ArrayList<>();
        lines.add(policy.format().id() + " default "
                + policy.defaultAction().name().toLowerCase(Locale.ROOT)
                + (policy.mode() == Mode.SHADOW ? " shadow" : "")
                + (policy.hidden().isEmpty() ? "" : " hide " + policy.hidden())
                + (policy.description() == null ? "" : " \"" + policy.description() + "\""));
        policy.tools().forEach((name, tool) -> {
            lines.add("tool " + name);
            tool.rules().forEach(rule -> lines.add("  " + of(rule)));
        });
        policy.groups().forEach((name, group) -> {
            lines.add("group " + name + " of " + group.tools() + (group.isListing() ? ", listed" : ""));
            group.rules().forEach(rule -> lines.add("  " + of(rule)));
        });
        if (!policy.everyTool().isEmpty()) {
            lines.add("every tool");
            policy.everyTool().forEach(rule -> lines.add("  " + of(rule)));
        }
        return lines;
    }

    private static String of(Rule rule) {
        StringBuilder line = new StringBuilder(rule.id().value());
        if (rule.mode() == Mode.SHADOW) {
            line.append(" (shadow)");
        }
        if (rule.name() != null) {
            line.append(" '").append(rule.name()).append('\'');
        }
        if (rule instanceof Require require) {
            line.append(" require").append(of(require.conditions()));
        } else if (rule instanceof DenyIf deny) {
            line.append(" deny if").append(of(deny.conditions()));
        } else if (rule instanceof RequireApproval approval) {
            line.append(" approval within ").append(approval.timeout()).append(of(approval.conditions()));
            if (approval.by() != ApprovedBy.ANYONE) {
                line.append(" by ").append(approval.by().id());
            }
            if (approval.remember() != null) {
                line.append(' ').append(approval.remember());
            }
        } else if (rule instanceof Limit limit) {
            line.append(" limit ").append(limit.counter()).append(" + ").append(of(limit.amount()));
            if (limit.bound() != null) {
                line.append(limit.bound().inclusive() ? " <= " : " < ")
                        .append(limit.bound().max());
            }
            line.append(" per ").append(limit.window().id());
            line.append(" per ").append(limit.scope().id());
            if (limit.key() != null) {
                line.append(" for each ").append(limit.key());
            }
        }
        if (rule instanceof Concurrency places) {
            line.append(" at once ")
                    .append(places.max())
                    .append(" per ")
                    .append(places.scope().id());
            line.append(" leased for ").append(places.lease());
            if (places.key() != null) {
                line.append(" for each ").append(places.key());
            }
        }
        if (!rule.when().isEmpty()) {
            line.append(" when").append(of(rule.when()));
        }
        return line + (rule.message() == null ? "" : " \"" + rule.message() + "\"");
    }

    private static String of(Amount amount) {
        return amount instanceof Amount.Fixed fixed ? fixed.value().toPlainString() : amount.toString();
    }

    private static String of(List<Condition> conditions) {
        return conditions.stream()
                .map(condition -> condition instanceof Condition.SchemaMatch match
                        ? "schema " + match.schema()
                        : condition.toString())
                .collect(Collectors.joining(" and ", " [", "]"));
    }
}
