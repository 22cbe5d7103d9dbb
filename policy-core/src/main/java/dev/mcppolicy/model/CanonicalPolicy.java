package dev.mcppolicy.model;

import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form of a policy whose canonical JSON is its revision: every part that can change a decision or a message. */
final class CanonicalPolicy {
    private CanonicalPolicy() {}

    static Map<String, @Nullable Object> of(Policy policy) {
        Map<String, @Nullable Object> tools = new LinkedHashMap<>();
        policy.tools().forEach((name, tool) -> tools.put(name, rules(tool.rules())));
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        form.put("name", policy.name());
        form.put("description", policy.description());
        putMode(form, policy.mode());
        form.put("format", policy.format().id());
        form.put("default", policy.defaultAction().name());
        form.put("hidden", policy.hidden().stream().sorted().toList());
        form.put("tools", tools);
        putGroups(form, policy.groups());
        form.put("everyTool", rules(policy.everyTool()));
        return form;
    }

    /** Only where it is not the default, so that policies from before there were modes keep their revision. */
    private static void putMode(Map<String, @Nullable Object> form, Mode mode) {
        if (mode != Mode.ENFORCE) {
            form.put("mode", mode.name());
        }
    }

    /** Only where there are some, as of the mode. Their order decides which denial is told. */
    private static void putGroups(Map<String, @Nullable Object> form, Map<String, ToolGroup> groups) {
        if (!groups.isEmpty()) {
            form.put(
                    "groups",
                    groups.entrySet().stream()
                            .map(entry -> group(entry.getKey(), entry.getValue()))
                            .toList());
        }
    }

    private static Map<String, @Nullable Object> group(String name, ToolGroup group) {
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        form.put("name", name);
        form.put("tools", group.tools().stream().sorted().toList());
        form.put("listing", group.isListing());
        form.put("rules", rules(group.rules()));
        return form;
    }

    private static List<Map<String, @Nullable Object>> rules(List<Rule> rules) {
        return rules.stream().map(CanonicalPolicy::rule).toList();
    }

    private static Map<String, @Nullable Object> rule(Rule rule) {
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        form.put("kind", rule.getClass().getSimpleName());
        form.put("id", rule.id().value());
        form.put("name", rule.name());
        form.put("message", rule.message());
        putMode(form, rule.mode());
        if (!rule.when().isEmpty()) {
            form.put("when", conditions(rule.when()));
        }
        if (rule instanceof Limit limit) {
            putLimit(form, limit);
        } else if (rule instanceof Concurrency places) {
            putPlaces(form, places);
        } else {
            form.put("conditions", conditions(rule.conditions()));
        }
        if (rule instanceof RequireApproval approval) {
            form.put("timeout", approval.timeout().toString());
            putAnswers(form, approval);
        }
        return form;
    }

    private static void putAnswers(Map<String, @Nullable Object> form, RequireApproval approval) {
        if (approval.by() != ApprovedBy.ANYONE) {
            form.put("by", approval.by().id());
        }
        Remembrance remember = approval.remember();
        if (remember != null) {
            form.put("remember", remember.span().toString());
            form.put("anyArguments", remember.anyArguments());
            form.put("uses", remember.uses());
        }
    }

    private static void putLimit(Map<String, @Nullable Object> form, Limit limit) {
        form.put("counter", limit.counter());
        form.put("window", limit.window().id());
        form.put("scope", limit.scope().id());
        form.put("amount", amount(limit.amount()));
        if (limit.key() != null) {
            form.put("key", limit.key().toString());
        }
        form.put("storeFailure", limit.storeFailure().name());
        Bound bound = limit.bound();
        if (bound != null) {
            form.put(bound.inclusive() ? "lte" : "lt", bound.max());
        }
    }

    private static void putPlaces(Map<String, @Nullable Object> form, Concurrency places) {
        form.put("max", places.max());
        form.put("scope", places.scope().id());
        form.put("lease", places.lease().toString());
        if (places.key() != null) {
            form.put("key", places.key().toString());
        }
    }

    private static Object amount(Amount amount) {
        if (amount instanceof Amount.Fixed fixed) {
            return fixed.value();
        }
        Amount.FromArgument from = (Amount.FromArgument) amount;
        String path = from.path().toString();
        return from.decimal() ? Map.of("path", path, "as", "decimal") : path;
    }

    /** Only where it is not the default, as of the mode. */
    private static void putDecimal(Map<String, @Nullable Object> form, boolean decimal) {
        if (decimal) {
            form.put("as", "decimal");
        }
    }

    private static List<Map<String, @Nullable Object>> conditions(List<Condition> conditions) {
        return conditions.stream().map(CanonicalPolicy::condition).toList();
    }

    private static Map<String, @Nullable Object> condition(Condition condition) {
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        if (condition instanceof Condition.Comparison comparison) {
            form.put("path", comparison.path().toString());
            form.put("op", comparison.operator().id());
            form.put("value", comparison.operand());
            putDecimal(form, comparison.decimal());
        } else if (condition instanceof Condition.PathComparison comparison) {
            form.put("path", comparison.path().toString());
            form.put("op", comparison.operator().id());
            form.put("value_from", comparison.from().toString());
            putDecimal(form, comparison.decimal());
        } else if (condition instanceof Condition.Optional optional) {
            form.putAll(condition(optional.comparison()));
            form.put("optional", true);
        } else if (condition instanceof Condition.AllOf all) {
            form.put("all", conditions(all.conditions()));
        } else if (condition instanceof Condition.AnyOf any) {
            form.put("any", conditions(any.conditions()));
        } else if (condition instanceof Condition.Not not) {
            form.put("not", condition(not.condition()));
        } else if (condition instanceof Condition.AtTime time) {
            form.put("time", time.toString());
        } else if (condition instanceof Condition.NamedPredicate predicate) {
            form.put("predicate", predicate.name());
        } else if (condition instanceof Condition.SchemaMatch match) {
            form.put("schema", match.schema());
        }
        return form;
    }
}
