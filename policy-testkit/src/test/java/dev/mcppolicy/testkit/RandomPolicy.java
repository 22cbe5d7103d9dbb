package dev.mcppolicy.testkit;

import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Policies of every kind of rule, by seed. Most can be satisfied, as a policy that somebody wrote can. */
public final class RandomPolicy {
    private static final List<String> TOOLS = List.of("pay", "refund", "read", "write");
    private static final List<String> PATTERNS =
            List.of("^rf_[0-9]+$", "^(a|b)c*$", "draft", "@example\\.com$", "^[^/]{2,5}$");
    private static final List<Window> WINDOWS = List.of(
            Window.Calendar.MINUTE,
            Window.Calendar.HOUR,
            Window.Calendar.DAY,
            Window.Calendar.WEEK,
            Window.Calendar.MONTH,
            Window.Calendar.DAY.in(ZoneId.of("Europe/Berlin")),
            Window.Calendar.MONTH.in(ZoneId.of("America/St_Johns")),
            new Window.Seconds(90),
            new Window.Sliding(Duration.ofMinutes(10)));

    private final SplittableRandom random;

    private RandomPolicy(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public static Policy of(long seed) {
        return new RandomPolicy(seed).policy();
    }

    private Policy policy() {
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        for (String tool : TOOLS.subList(0, 1 + random.nextInt(TOOLS.size()))) {
            tools.put(tool, new ToolPolicy(rules("tools", tool, random.nextInt(5), tool)));
        }
        Set<String> hidden = new LinkedHashSet<>();
        if (random.nextInt(3) == 0) {
            hidden.add(oneOf(List.of("read", "drop", "write")));
        }
        return new PolicyParts("random", PolicyFormat.INTERCEPT, oneOf(List.of(DefaultAction.values())))
                .hidden(hidden)
                .tools(tools)
                .everyTool(random.nextInt(3) == 0 ? rules("tools", "*", 1, null) : List.of())
                .policy();
    }

    private List<Rule> rules(String first, String second, int count, String tool) {
        List<Rule> rules = new ArrayList<>();
        Set<String> counters = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            RuleId id = RuleId.pointer(first, second, "rules", Integer.toString(i));
            rules.add(rule(id, second + " rule " + i, counters, tool));
        }
        return rules;
    }

    private Rule rule(RuleId id, String name, Set<String> counters, String tool) {
        return switch (random.nextInt(tool == null ? 6 : 7)) {
            case 0, 1 -> new Require(RuleHead.of(id).withName(name), required());
            case 2 -> new DenyIf(RuleHead.of(id).withName(name), conditions(1));
            case 3 ->
                RequireApproval.of(RuleHead.of(id).withName(name), conditions(0))
                        .withTimeout(Duration.ofMinutes(5));
            case 6 -> counters.isEmpty() ? limit(id, name, counters) : reading(id, name, counters, tool);
            default -> limit(id, name, counters);
        };
    }

    private Rule reading(RuleId id, String name, Set<String> counters, String tool) {
        CounterPath read =
                new CounterPath(RulePlace.tool(tool), counters.iterator().next());
        Operator operator = oneOf(List.of(Operator.LTE, Operator.LT));
        return new Require(
                RuleHead.of(id).withName(name),
                List.of(new Condition.Comparison(read, operator, 1 + random.nextInt(6))));
    }

    private Rule limit(RuleId id, String name, Set<String> counters) {
        String counter = "counter-" + counters.size();
        boolean sums = random.nextInt(3) == 0;
        LimitKey key = random.nextInt(4) > 0
                ? null
                : random.nextInt(4) == 0
                        ? new LimitKey.AllArguments()
                        : new LimitKey.Paths(List.of(path(oneOf(List.of("id", "currency", "meta.env")))));
        if (key == null) {
            counters.add(counter);
        } else {
            counter = "keyed by " + name;
        }
        return Limit.of(
                        RuleHead.of(id).withName(name),
                        counter,
                        oneOf(WINDOWS),
                        new Bound(
                                BigDecimal.valueOf(sums ? oneOf(List.of(900, 5_000)) : 1 + random.nextInt(40)),
                                random.nextBoolean()))
                .withScope(oneOf(List.of(Scope.values())))
                .withKey(key)
                .withAmount(
                        sums
                                ? new Amount.FromArgument(
                                        path(oneOf(List.of("amount", "amount", "items[*].price"))),
                                        random.nextBoolean())
                                : Amount.ONE);
    }

    private List<Condition> required() {
        List<Condition> required = conditions(1);
        if (random.nextInt(4) == 0) {
            required.add(new Condition.Optional(random.nextBoolean() ? compare("limit", Operator.LTE, 25) : pair()));
        }
        return required;
    }

    private Condition pair() {
        return new Condition.PathComparison(
                path("amount"),
                oneOf(List.of(Operator.EQ, Operator.NEQ, Operator.LT, Operator.LTE, Operator.GT, Operator.GTE)),
                path("limit"));
    }

    private List<Condition> conditions(int least) {
        List<Condition> conditions = new ArrayList<>();
        int count = least + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            Condition condition = comparison();
            conditions.add(
                    switch (random.nextInt(8)) {
                        case 0 -> new Condition.Not(plain());
                        case 3 -> pair();
                        case 1 -> new Condition.AnyOf(List.of(comparison(), comparison()));
                        case 2 ->
                            new Condition.AnyOf(List.of(
                                    comparison(),
                                    new Condition.AllOf(List.of(comparison(), new Condition.Not(plain())))));
                        default -> condition;
                    });
        }
        return conditions;
    }

    private Condition plain() {
        for (; ; ) {
            Condition.Comparison comparison = (Condition.Comparison) comparison();
            if (!((ArgumentPath) comparison.path()).hasWildcard()) {
                return comparison;
            }
        }
    }

    private Condition comparison() {
        return switch (random.nextInt(9)) {
            case 0 ->
                compare(
                        "amount",
                        oneOf(List.of(Operator.LTE, Operator.LT)),
                        oneOf(List.of(500, 800, new BigDecimal("99.5"))));
            case 1 -> compare("amount", oneOf(List.of(Operator.GT, Operator.GTE)), oneOf(List.of(0, 1, 10, 450)));
            case 2 -> compare("currency", oneOf(List.of(Operator.IN, Operator.NOT_IN)), List.of("usd", "eur", 5));
            case 3 -> compare("id", Operator.REGEX, oneOf(PATTERNS));
            case 4 -> compare("reason", Operator.EXISTS, random.nextBoolean());
            case 5 -> compare("meta.env", oneOf(List.of(Operator.EQ, Operator.NEQ)), oneOf(List.of("prod", 3, true)));
            case 6 -> compare("note", oneOf(List.of(Operator.CONTAINS, Operator.NOT_CONTAINS)), "secret");
            case 7 -> compare("items[*].price", oneOf(List.of(Operator.LTE, Operator.GT)), 50);
            default -> compare("tags[0]", Operator.EQ, "x");
        };
    }

    private static Condition compare(String path, Operator operator, Object operand) {
        return new Condition.Comparison(path(path), operator, operand);
    }

    private static ArgumentPath path(String path) {
        return ArgumentPath.parse("args." + path);
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
