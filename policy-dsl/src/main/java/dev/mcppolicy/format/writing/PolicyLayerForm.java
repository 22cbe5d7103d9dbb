package dev.mcppolicy.format.writing;

import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Policies as PolicyLayer documents. Requirements, deny rules and limits stand in lists of their own; the lists come in
 * the order in which their kinds come first in the policy.
 */
public final class PolicyLayerForm extends DocumentForm {
    private static final String ACTION = "action";
    private static final String APPROVALS = "approvals";
    private static final String CONCURRENT = "concurrent";

    private final ConditionForm conditions;

    public PolicyLayerForm(boolean portable) {
        super(portable);
        this.conditions = new ConditionForm(PolicyFormat.POLICYLAYER, portable);
    }

    @Override
    ConditionForm conditionForm() {
        return conditions;
    }

    @Override
    void addEveryTool(List<Rule> rules, Map<String, Object> document) {
        if (rules.isEmpty()) {
            return;
        }
        Map<String, Object> allTools = new LinkedHashMap<>();
        for (Rule rule : rules) {
            Map<String, Object> form = attempt(rule, () -> {
                if (rule instanceof Limit limit) {
                    return limit(limit);
                }
                if (rule instanceof Concurrency concurrency) {
                    return concurrency(concurrency, allTools);
                }
                throw new NotExpressible(
                        "of the rules for every tool, the format can say only limits and `concurrent`");
            });
            if (rule instanceof Concurrency) {
                putConcurrency(form, allTools);
            } else {
                addTo(list(allTools, "limits"), form);
            }
        }
        document.put("all_tools", allTools);
    }

    @Override
    Map<String, Object> rulesAt(RulePlace place, List<Rule> rules) {
        Map<String, Object> tool = new LinkedHashMap<>();
        for (Rule rule : rules) {
            Attempt attempt = rule.fold(
                    require -> () -> requirement(require),
                    deny -> () -> denial(deny),
                    approval -> () -> approval(approval, tool),
                    limit -> () -> limit(limit),
                    concurrency -> () -> concurrency(concurrency, tool));
            Map<String, Object> form = attempt(rule, attempt);
            if (form != null && form.containsKey(ACTION)) {
                tool.putAll(form);
            } else if (rule instanceof Concurrency) {
                putConcurrency(form, tool);
            } else {
                String list = rule.fold(
                        require -> "require",
                        deny -> "deny_if",
                        approval -> APPROVALS,
                        limit -> "limits",
                        concurrency -> CONCURRENT);
                addTo(list(tool, list), form);
            }
        }
        return tool;
    }

    @SuppressWarnings("unchecked") // only lists are put under the keys of lists
    private static List<Object> list(Map<String, Object> tool, String key) {
        return (List<Object>) tool.computeIfAbsent(key, absent -> new ArrayList<>());
    }

    private static void putConcurrency(@Nullable Map<String, Object> form, Map<String, Object> place) {
        if (form != null) {
            place.put(CONCURRENT, form);
        }
    }

    private Map<String, Object> concurrency(Concurrency rule, Map<String, Object> place) throws NotExpressible {
        if (place.containsKey(CONCURRENT)) {
            throw new NotExpressible("the format can say one `concurrent` for a tool, a group or all tools");
        }
        Map<String, Object> form = concurrent(rule, null);
        addMessage(rule, "on_deny", form);
        return form;
    }

    private static void addTo(List<Object> list, @Nullable Map<String, Object> form) {
        if (form != null) {
            list.add(form);
        }
    }

    private Map<String, Object> requirement(Require rule) throws NotExpressible {
        Map<String, Object> form = new LinkedHashMap<>();
        addRequired(conditions.shaped(rule.conditions()), conditions, form);
        if (form.isEmpty()) {
            form.put("conditions", List.of());
        }
        addMessage(rule, "on_deny", form);
        return form;
    }

    private Map<String, Object> denial(DenyIf rule) throws NotExpressible {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("conditions", conditions.of(conditions.shaped(rule.conditions())));
        addMessage(rule, "on_deny", form);
        return form;
    }

    private Map<String, Object> limit(Limit rule) throws NotExpressible {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("counter", rule.counter());
        addWindow(rule, form);
        form.put("max", max(rule));
        form.put("scope", rule.scope().id());
        if (rule.amount() instanceof Amount.FromArgument from) {
            form.put("amount", amount(from));
        } else if (!rule.amount().equals(Amount.ONE)) {
            throw new NotExpressible("the format can say no fixed amount but one");
        }
        addKey(rule.key(), form);
        addMessage(rule, "on_deny", form);
        return form;
    }

    private static BigDecimal max(Limit rule) throws NotExpressible {
        Bound bound = rule.bound();
        if (bound == null) {
            throw new NotExpressible("the format cannot say a counter without a max");
        }
        if (bound.inclusive()) {
            return bound.max();
        }
        // The counter holds whole units, so staying below a bound is reaching at most the unit before it.
        if (rule.maxUnits() == 0) {
            throw new NotExpressible("the limit admits nothing, which the format cannot say by a max above zero");
        }
        return rule.scale().amountOf(rule.maxUnits());
    }

    /** An approval of every call, the tool's first, is its action; any other is an entry of a list. */
    private Map<String, Object> approval(RequireApproval rule, Map<String, Object> tool) throws NotExpressible {
        Map<String, Object> form = new LinkedHashMap<>();
        boolean isFirst = !tool.containsKey(ACTION) && !tool.containsKey(APPROVALS);
        boolean isPlain = rule.equals(RequireApproval.of(rule.head().withWhen(List.of()), List.of()));
        if (isFirst && isPlain && rule.mode() == Mode.ENFORCE) {
            form.put(ACTION, "require_approval");
        } else if (isPortable()) {
            throw new NotExpressible("`approvals` is an extension of the format, and the portable form is asked for");
        } else {
            form.put("conditions", conditions.of(Conjunction.of(rule.conditions())));
            if (!rule.timeout().equals(RequireApproval.DEFAULT_TIMEOUT)) {
                form.put("timeout", InterceptForm.timeout(rule.timeout()));
            }
            addAnswers(rule, form);
        }
        addMessage(rule, "reason", form);
        return form;
    }

    /** PolicyLayer has no names of rules, but the message in which the name would stand can be given. */
    private static void addMessage(Rule rule, String key, Map<String, Object> form) {
        String message = rule.message() == null ? messageWithName(rule) : rule.message();
        if (message != null) {
            form.put(key, message);
        }
    }

    private static @Nullable String messageWithName(Rule rule) {
        String name = rule.name();
        if (name == null || rule instanceof RequireApproval) {
            return null;
        }
        if (rule instanceof Concurrency) {
            return "Concurrency limit reached for " + name;
        }
        return rule instanceof Limit ? "Rate limit exceeded for " + name : "Denied by rule \"" + name + "\"";
    }
}
