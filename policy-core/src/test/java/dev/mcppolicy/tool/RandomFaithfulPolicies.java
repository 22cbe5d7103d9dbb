package dev.mcppolicy.tool;

import dev.mcppolicy.model.Concurrency;
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
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Random tools, and a random policy that speaks of them as they are; or the same policy with one name in it misspelled. One
 * seed makes one pair.
 */
final class RandomFaithfulPolicies {
    private static final List<String> TOOLS =
            List.of("create_charge", "refund", "list_orders", "send_mail", "delete_file", "search");

    /** A word has the same meaning in each schema, so that tools of a group can share a rule. */
    private static final Map<String, Object> TEXT = Map.of("type", "string");

    private static final Map<String, Object> NUMBER = Map.of("type", "number", "minimum", 0);
    private static final Map<String, Object> STATE =
            Map.of("type", "string", "enum", List.of("open", "closed", "merged"));
    private static final Map<String, Object> FLAG = Map.of("type", "boolean");
    private static final Map<String, Object> TEXTS = Map.of("type", "array", "items", TEXT);
    private static final Map<String, Object> EITHER =
            Map.of("anyOf", List.of(Map.of("type", "string"), Map.of("type", "null")));
    private static final Map<String, Object> ADDRESS = Map.of(
            "type",
            "object",
            "properties",
            Map.of("street", TEXT, "zipcode", NUMBER, "country", TEXT),
            "required",
            List.of("street"));
    private static final Map<String, Object> ITEMS = Map.of(
            "type", "array", "items", Map.of("type", "object", "properties", Map.of("price", NUMBER, "title", TEXT)));
    private static final Map<String, Map<String, Object>> WORDS = words();

    private final Random random;
    private final Set<String> known = new LinkedHashSet<>(TOOLS);
    private final int planted;
    private int slots;
    private @Nullable RuleId here;
    private @Nullable RuleId plantedAt;
    private final Map<String, Set<String>> arguments = new LinkedHashMap<>();

    /**
     * A pair.
     *
     * @param planted which of the names in the policy is misspelled, or -1
     */
    RandomFaithfulPolicies(long seed, int planted) {
        this.random = new Random(seed);
        this.planted = planted;
        known.addAll(WORDS.keySet());
        known.addAll(List.of("street", "zipcode", "country", "price", "title"));
    }

    private static Map<String, Map<String, Object>> words() {
        Map<String, Map<String, Object>> words = new LinkedHashMap<>();
        words.put("message", TEXT);
        words.put("recipient", TEXT);
        words.put("amount", NUMBER);
        words.put("count", NUMBER);
        words.put("state", STATE);
        words.put("force", FLAG);
        words.put("labels", TEXTS);
        words.put("note", EITHER);
        words.put("address", ADDRESS);
        words.put("items", ITEMS);
        return words;
    }

    /** How many names there were in the policy. */
    int slots() {
        return slots;
    }

    /** Where the misspelled name stands: a rule, or the name of a tool. */
    @Nullable
    RuleId plantedAt() {
        return plantedAt;
    }

    ServerTools tools() {
        List<ToolDefinition> tools = new ArrayList<>();
        for (String tool : TOOLS) {
            Set<String> named = new LinkedHashSet<>();
            while (named.size() < 4) {
                named.add(oneOf(List.copyOf(WORDS.keySet())));
            }
            arguments.put(tool, named);
            Map<String, Object> properties = new LinkedHashMap<>();
            named.forEach(name -> properties.put(name, WORDS.get(name)));
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("type", "object");
            schema.put("properties", properties);
            schema.put("required", named.stream().filter(name -> oneIn(2)).toList());
            if (oneIn(3)) {
                schema.put("additionalProperties", false);
            }
            tools.add(ToolDefinition.of(Map.of("name", tool, "inputSchema", schema)));
        }
        return ServerTools.of(tools);
    }

    Policy policy() {
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        Map<String, ToolGroup> groups = new LinkedHashMap<>();
        Set<String> hidden = new LinkedHashSet<>();
        for (String tool : TOOLS) {
            if (oneIn(8)) {
                here = RuleId.pointer("hide", hidden.size());
                hidden.add(name(tool));
            } else if (!oneIn(4)) {
                here = null;
                String written = name(tool);
                if (plantedAt == null && !written.equals(tool)) {
                    plantedAt = RuleId.pointer("tools", written);
                }
                tools.put(written, new ToolPolicy(rules(List.of("tools", written), arguments(tool))));
            }
        }
        if (oneIn(2)) {
            groups.put("some", group());
        }
        List<Rule> everyTool = oneIn(3) ? rules(List.of("all_tools"), arguments(oneOf(TOOLS))) : List.of();
        return new PolicyParts("", PolicyFormat.POLICYLAYER, oneOf(List.of(DefaultAction.values())))
                .tools(tools)
                .groups(groups)
                .hidden(hidden)
                .everyTool(everyTool)
                .policy();
    }

    private ToolGroup group() {
        String first = oneOf(TOOLS);
        String second = oneOf(TOOLS.stream().filter(tool -> !tool.equals(first)).toList());
        List<String> members = new ArrayList<>();
        for (String tool : List.of(first, second)) {
            here = RuleId.pointer("groups", "some", "tools", members.size());
            members.add(name(tool));
        }
        if (oneIn(2)) {
            members.add("*_orders");
        }
        return new ToolGroup(members, oneIn(2), rules(List.of("groups", "some"), arguments(first)));
    }

    private Set<String> arguments(String tool) {
        return arguments.getOrDefault(tool, Set.of());
    }

    private List<Rule> rules(List<String> place, Set<String> words) {
        List<Rule> rules = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            List<Object> tokens = new ArrayList<>(place);
            tokens.add("rules");
            tokens.add(i);
            here = RuleId.pointer(tokens.toArray());
            rules.add(rule(RuleHead.of(here), "c" + i, List.copyOf(words)));
        }
        return rules;
    }

    private Rule rule(RuleHead head, String counter, List<String> words) {
        switch (random.nextInt(5)) {
            case 0 -> {
                return new Require(when(head, words), List.of(required(words), condition(words, 1)));
            }
            case 1 -> {
                return new DenyIf(head, List.of(condition(words, 0)));
            }
            case 2 -> {
                return RequireApproval.of(when(head, words), List.of(condition(words, 0)));
            }
            case 3 -> {
                Limit limit = Limit.of(when(head, words), counter, Window.Calendar.DAY, Bound.atMost(BigDecimal.TEN));
                List<String> numbers = of(words, NUMBER);
                limit = numbers.isEmpty() || oneIn(2)
                        ? limit
                        : limit.withAmount(new Amount.FromArgument(path(oneOf(numbers))));
                return oneIn(2) ? limit : limit.withKey(key(words));
            }
            default -> {
                // Two rules of calls at once would have the same places.
                return counter.equals("c0")
                        ? Concurrency.of(when(head, words), 2).withKey(key(words))
                        : new DenyIf(head, List.of(condition(words, 0)));
            }
        }
    }

    private RuleHead when(RuleHead head, List<String> words) {
        return oneIn(3) ? head.withWhen(List.of(scalar(words))) : head;
    }

    private @Nullable LimitKey key(List<String> words) {
        List<String> keys = new ArrayList<>(of(words, TEXT));
        keys.addAll(of(words, STATE));
        return keys.isEmpty() ? null : new LimitKey.Paths(List.of(path(oneOf(keys))));
    }

    private Condition required(List<String> words) {
        Condition plain = comparison(oneOf(words));
        boolean mayBeOptional = plain instanceof Condition.Comparison one && one.operator() != Operator.EXISTS;
        return mayBeOptional && oneIn(2) ? new Condition.Optional(plain) : plain;
    }

    private Condition condition(List<String> words, int depth) {
        if (depth < 2 && oneIn(4)) {
            return new Condition.AnyOf(List.of(condition(words, depth + 1), condition(words, depth + 1)));
        }
        if (depth < 2 && oneIn(4)) {
            return new Condition.AllOf(List.of(condition(words, depth + 1), condition(words, depth + 1)));
        }
        if (depth < 2 && oneIn(5)) {
            return new Condition.Not(scalar(words));
        }
        List<String> texts = of(words, TEXT);
        if (!texts.isEmpty() && oneIn(6)) {
            return new Condition.PathComparison(path(oneOf(texts)), Operator.NEQ, path(oneOf(texts)));
        }
        return comparison(oneOf(words));
    }

    /** A comparison without a wildcard. */
    private Condition scalar(List<String> words) {
        List<String> plain = words.stream()
                .filter(word -> !"array".equals(WORDS.get(word).get("type")))
                .toList();
        return comparison(oneOf(plain.isEmpty() ? words : plain), plain.isEmpty());
    }

    private Condition comparison(String word) {
        return comparison(word, false);
    }

    private Condition comparison(String word, boolean plain) {
        Map<String, Object> schema = WORDS.get(word);
        if (plain || oneIn(8)) {
            return compare(path(word), Operator.EXISTS, true);
        }
        if (schema == NUMBER) {
            return compare(path(word), oneOf(List.of(Operator.LTE, Operator.GT)), 10);
        }
        if (schema == STATE) {
            return oneIn(2)
                    ? compare(path(word), Operator.EQ, "open")
                    : compare(path(word), Operator.NOT_IN, List.of("closed", "merged"));
        }
        if (schema == FLAG) {
            return compare(path(word), Operator.EQ, true);
        }
        if (schema == TEXTS) {
            return compare(path(word + "[*]"), Operator.REGEX, "^[a-z]+$");
        }
        if (schema == ADDRESS) {
            return oneIn(2)
                    ? compare(path(word + ".country"), Operator.EQ, "SG")
                    : compare(path(word + ".zipcode"), Operator.LTE, 99_999);
        }
        if (schema == ITEMS) {
            return compare(path(word + "[*].price"), Operator.LTE, 5);
        }
        return compare(path(word), Operator.REGEX, "^[a-z]+$");
    }

    private static Condition compare(ArgumentPath path, Operator operator, Object operand) {
        return new Condition.Comparison(path, operator, operand);
    }

    private static List<String> of(List<String> words, Map<String, Object> schema) {
        return words.stream().filter(word -> WORDS.get(word) == schema).toList();
    }

    /** A path each of whose names may be the misspelled one. */
    private ArgumentPath path(String text) {
        List<ArgumentPath.Step> steps = new ArrayList<>();
        for (ArgumentPath.Step step : ArgumentPath.parse("args." + text).steps()) {
            steps.add(step instanceof ArgumentPath.Member member ? new ArgumentPath.Member(name(member.name())) : step);
        }
        return new ArgumentPath(steps);
    }

    private String name(String name) {
        // Drawn in any case, so that the policy is the same but for the name.
        long draw = random.nextLong();
        if (slots++ != planted) {
            return name;
        }
        plantedAt = here;
        return misspelled(name, new Random(draw));
    }

    private String misspelled(String name, Random slip) {
        while (true) {
            int at = slip.nextInt(name.length());
            char letter = (char) ('a' + slip.nextInt(26));
            String wrong =
                    switch (slip.nextInt(5)) {
                        case 0 -> name.substring(0, at) + name.substring(at + 1);
                        case 1 -> name.substring(0, at) + letter + name.substring(at);
                        case 2 -> name.substring(0, at) + letter + name.substring(at + 1);
                        case 3 ->
                            at == 0
                                    ? name
                                    : name.substring(0, at - 1)
                                            + name.charAt(at)
                                            + name.charAt(at - 1)
                                            + name.substring(at + 1);
                        default -> Character.toUpperCase(name.charAt(0)) + name.substring(1);
                    };
            if (!wrong.isEmpty() && !known.contains(wrong)) {
                return wrong;
            }
        }
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> T oneOf(List<? extends T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
