package dev.mcppolicy.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random policies that our reader and the reference both load, as documents, and random arguments. They leave out what
 * law 2 excepts: lists and objects in the policy, strings that look like the printed text of one, array paths, dotted
 * names, an {@code lt} with a fraction, and numbers that a double cannot hold.
 */
final class RandomDocuments {
    static final List<String> TOOLS = List.of("a", "b", "c");
    private static final List<String> PATHS = List.of("args.x", "args.y", "args.o.x", "args.o.y", "args.n");
    private static final List<String> WINDOWS = List.of("minute", "hour", "day");
    private static final List<Object> SCALARS = List.of(
            0,
            1,
            2,
            5,
            -1,
            5.0,
            0.1,
            2.5,
            1_000_000,
            1e6,
            1e21,
            123_456_789_012L,
            true,
            false,
            "",
            "a",
            "b",
            "ab",
            "A",
            "5",
            "5.0",
            "-0",
            "1e+06",
            "1000000",
            "true",
            "TRUE",
            "null",
            "é");
    private static final List<String> PATTERNS = List.of("^a", "b$", "[0-9]+", "^$", "a|b", "é");

    private final Random random;
    /** Whether counters may be read in other ways than against an upper bound. */
    private final boolean readsCounters;

    RandomDocuments(Random random, boolean readsCounters) {
        this.random = random;
        this.readsCounters = readsCounters;
    }

    Map<String, Object> policy() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", "1");
        document.put("default", random.nextInt(3) == 0 ? "deny" : "allow");
        document.put("hide", random.nextInt(10) == 0 ? List.of(one(TOOLS)) : List.of());
        Map<String, Object> tools = new LinkedHashMap<>();
        for (String tool : List.of("a", "b", "*")) {
            if (random.nextInt(5) != 0) {
                tools.put(tool, Map.of("rules", rules(tool.equals("*") ? "_global" : tool)));
            }
        }
        document.put("tools", tools);
        return document;
    }

    private List<Object> rules(String scope) {
        List<Object> rules = new ArrayList<>();
        List<String> limited = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = "rule " + i;
            switch (random.nextInt(12)) {
                case 0 -> {
                    if (random.nextInt(3) == 0) {
                        rules.add(Map.of("name", name, "action", "deny"));
                    }
                }
                case 1, 2, 3 -> rules.add(Map.of("name", name, "conditions", conditions()));
                case 4, 5 ->
                    rules.add(Map.of("name", name, "rate_limit", (1 + random.nextInt(4)) + "/" + WINDOWS.get(i)));
                default -> rules.add(limit(scope, name, "n" + i, limited));
            }
        }
        if (!limited.isEmpty() && random.nextInt(3) == 0) {
            rules.add(Map.of("name", "read", "conditions", List.of(read(scope, one(limited)))));
        }
        return rules;
    }

    private Map<String, Object> limit(String scope, String name, String counter, List<String> limited) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("counter", counter);
        state.put("window", one(WINDOWS));
        boolean wholeAmounts = true;
        switch (random.nextInt(3)) {
            case 0 -> state.put("increment", 1 + random.nextInt(3));
            case 1 -> {
                state.put("increment_from", "args.n");
                wholeAmounts = false;
            }
            default -> {}
        }
        List<Object> conditions = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            conditions.add(condition());
        }
        String path = "state." + scope + "." + counter;
        Object max = 1 + random.nextInt(9);
        conditions.add(Map.of("path", path, "op", "lte", "value", random.nextInt(4) == 0 ? (Object) 4.5 : max));
        if (random.nextInt(4) == 0) {
            conditions.set(conditions.size() - 1, Map.of("path", path, "op", "lt", "value", max));
        }
        if (random.nextInt(5) == 0) {
            conditions.add(Map.of("path", path, "op", "lte", "value", 1 + random.nextInt(9)));
        }
        if (wholeAmounts) {
            limited.add(counter);
        }
        return Map.of("name", name, "conditions", conditions, "state", state);
    }

    private Map<String, Object> read(String scope, String counter) {
        List<String> operators = readsCounters ? List.of("lt", "lte", "gt", "gte", "eq", "neq") : List.of("lt", "lte");
        return Map.of("path", "state." + scope + "." + counter, "op", one(operators), "value", 1 + random.nextInt(3));
    }

    private List<Object> conditions() {
        return random.nextInt(3) == 0 ? List.of(condition(), condition()) : List.of(condition());
    }

    private Map<String, Object> condition() {
        String operator = one(
                List.of("eq", "neq", "in", "not_in", "lt", "lte", "gt", "gte", "regex", "contains", "exists", "neq"));
        Object value =
                switch (operator) {
                    case "in", "not_in" -> List.of(one(SCALARS), one(SCALARS));
                    case "lt", "lte", "gt", "gte" -> one(List.of(0, 1, 2.5, 5, 1_000_000, 0.1));
                    case "regex" -> one(PATTERNS);
                    case "exists" -> random.nextBoolean();
                    default -> one(SCALARS);
                };
        return Map.of("path", one(PATHS), "op", operator, "value", value);
    }

    Map<String, Object> arguments() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (String name : List.of("x", "y")) {
            if (random.nextInt(5) != 0) {
                arguments.put(name, value(2));
            }
        }
        if (random.nextInt(3) != 0) {
            Map<String, Object> inner = new LinkedHashMap<>();
            inner.put("x", value(1));
            inner.put("y", value(1));
            arguments.put("o", inner);
        }
        arguments.put("n", random.nextInt(6) == 0 ? value(1) : one(List.of(0, 1, 2, 0.4, 1.5, 2.0, 0.9)));
        return arguments;
    }

    private Object value(int depth) {
        if (depth > 0 && random.nextInt(6) == 0) {
            return random.nextBoolean()
                    ? Arrays.asList(value(depth - 1), null, value(depth - 1))
                    : Map.of("x", value(depth - 1));
        }
        return one(SCALARS);
    }

    private <T> T one(List<? extends T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
