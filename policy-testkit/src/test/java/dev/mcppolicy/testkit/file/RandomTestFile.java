package dev.mcppolicy.testkit.file;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes documents that are test files of {@code policy.yaml}, or nearly so: here and there something is not as it should be. */
final class RandomTestFile {
    private static final List<String> RULES = List.of("size", "daily", "agreed", "tried", "(default deny)", "(hidden)");
    private static final List<String> SPANS = List.of("1s", "90s", "30m", "2h", "1d", "0s");
    private static final List<String> TIMES =
            List.of("2026-01-15T22:00:00Z", "2026-01-15t22:00:00.5z", "2026-01-15T22:00:00+01:00");

    private final Random random;
    private final double mistakes;
    private int names;

    /** @param mistakes how likely each value is another than it should be */
    RandomTestFile(Random random, double mistakes) {
        this.random = random;
        this.mistakes = mistakes;
    }

    @Nullable
    Object document() {
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        put(file, "policy", () -> "policy.yaml");
        sometimes(file, "$schema", () -> "policytest.schema.json");
        sometimes(file, "description", () -> "tests");
        sometimes(file, "release_on_exception", random::nextBoolean);
        put(file, "tests", () -> list(this::test));
        return spoilt(file);
    }

    private @Nullable Object test() {
        Map<String, @Nullable Object> test = new LinkedHashMap<>();
        put(test, "name", () -> "test " + ++names);
        sometimes(test, "at", () -> pick(TIMES));
        sometimes(test, "todo", () -> "later");
        sometimes(test, "only", random::nextBoolean);
        if (!test.containsKey("todo") || random.nextBoolean()) {
            put(test, "steps", () -> list(this::step));
        }
        return spoilt(test);
    }

    private @Nullable Object step() {
        Map<String, @Nullable Object> step = new LinkedHashMap<>();
        switch (random.nextInt(8)) {
            case 0 -> put(step, "at", () -> pick(TIMES));
            case 1 -> put(step, "advance", () -> pick(SPANS));
            case 2 -> put(step, "hides", () -> list(() -> pick(List.of("pay", ""))));
            case 3 -> put(step, "lists", () -> list(() -> "pay"));
            case 4 -> put(step, "fills_up", this::fill);
            default -> call(step);
        }
        return spoilt(step);
    }

    private void call(Map<String, @Nullable Object> step) {
        put(step, "call", () -> "pay");
        sometimes(step, "args", this::arguments);
        sometimes(step, "as", this::caller);
        sometimes(
                step, random.nextBoolean() ? "times" : "each", () -> random.nextBoolean() ? 3 : list(this::arguments));
        sometimes(step, "runs", () -> pick(Arrays.asList(1, 86_400, new BigDecimal("2.0"))));
        if (random.nextInt(3) == 0) {
            put(step, "settle", this::amounts);
        } else {
            sometimes(step, "tool", () -> pick(List.of("ok", "tool_error", "exception", "not_executed", "lost")));
        }
        if (random.nextInt(3) == 0) {
            put(step, "expect", () -> spoilt(new LinkedHashMap<>(Map.of("approval_by", "agreed"))));
            put(step, "answer", this::answer);
            sometimes(step, "after", () -> pick(SPANS));
            put(step, "then", () -> expectation(random.nextInt(20) == 0));
        } else {
            put(step, "expect", () -> expectation(true));
        }
    }

    private @Nullable Object answer() {
        if (random.nextBoolean()) {
            return pick(List.of("approve", "decline", "time_out"));
        }
        Map<String, @Nullable Object> who = new LinkedHashMap<>();
        sometimes(who, "by", () -> pick(List.of("client", "operator", "callback", "unknown")));
        sometimes(who, "name", () -> "ann");
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        put(answer, random.nextBoolean() ? "approve" : "decline", () -> spoilt(who));
        return spoilt(answer);
    }

    private @Nullable Object expectation(boolean ofCall) {
        if (random.nextInt(4) == 0) {
            return "allowed";
        }
        Map<String, @Nullable Object> expect = verdict();
        sometimes(expect, "message", () -> "No.");
        sometimes(expect, "charges", this::amounts);
        sometimes(expect, "changes_no_counter", () -> true);
        if (expect.containsKey("denied_by")) {
            sometimes(expect, "retry_after", () -> random.nextBoolean() ? "none" : pick(SPANS));
        }
        if (ofCall) {
            sometimes(expect, "shadow", () -> random.nextBoolean() ? "allowed" : spoilt(verdict()));
        }
        return spoilt(expect);
    }

    private Map<String, @Nullable Object> verdict() {
        Map<String, @Nullable Object> verdict = new LinkedHashMap<>();
        switch (random.nextInt(3)) {
            case 0 -> put(verdict, "allowed", () -> true);
            case 1 -> put(verdict, "approval_by", () -> pick(RULES));
            default -> {
                put(verdict, "denied_by", () -> pick(RULES));
                sometimes(verdict, "code", () -> pick(List.of("DENIED_BY_RULE", "INTERNAL_ERROR", "HIDDEN")));
            }
        }
        return verdict;
    }

    private @Nullable Object fill() {
        Map<String, @Nullable Object> fill = new LinkedHashMap<>();
        put(fill, "limit", () -> "daily");
        put(fill, "call", () -> "pay");
        put(fill, "times", () -> 3);
        put(fill, "retry_after", () -> pick(SPANS));
        sometimes(fill, "args", this::arguments);
        sometimes(fill, "as", this::caller);
        sometimes(fill, "one_more", this::other);
        sometimes(fill, "together", () -> list(this::other));
        sometimes(fill, "apart", () -> list(this::other));
        return spoilt(fill);
    }

    private @Nullable Object other() {
        Map<String, @Nullable Object> other = new LinkedHashMap<>();
        sometimes(other, "args", this::arguments);
        sometimes(other, "as", this::caller);
        return spoilt(other);
    }

    private @Nullable Object caller() {
        Map<String, @Nullable Object> caller = new LinkedHashMap<>();
        for (String part : List.of("grant", "principal", "session", "client")) {
            sometimes(caller, part, () -> "a");
        }
        sometimes(caller, "attributes", this::arguments);
        return spoilt(caller);
    }

    private @Nullable Object amounts() {
        Map<String, @Nullable Object> amounts = new LinkedHashMap<>();
        put(amounts, "spent", () -> pick(Arrays.asList(0, 5, new BigDecimal("0.25"))));
        return spoilt(amounts);
    }

    private Object arguments() {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("amount", wrong());
        return arguments;
    }

    private void put(Map<String, @Nullable Object> members, String name, Supplier<@Nullable Object> value) {
        members.put(name, isMistaken() ? wrong() : value.get());
    }

    private void sometimes(Map<String, @Nullable Object> members, String name, Supplier<@Nullable Object> value) {
        if (random.nextInt(4) == 0) {
            put(members, name, value);
        }
    }

    private List<@Nullable Object> list(Supplier<@Nullable Object> element) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = isMistaken() ? 1 : 0; i < 1 + random.nextInt(2); i++) {
            list.add(isMistaken() ? wrong() : element.get());
        }
        return list;
    }

    /** The object, perhaps with a member too many or too few. */
    private @Nullable Object spoilt(Map<String, @Nullable Object> members) {
        if (isMistaken()) {
            members.put(
                    pick(List.of("$schema", "call", "at", "times", "each", "allowed", "code", "then", "args", "nme")),
                    wrong());
        }
        if (isMistaken() && !members.isEmpty()) {
            members.remove(pick(List.copyOf(members.keySet())));
        }
        return members;
    }

    private boolean isMistaken() {
        return random.nextDouble() < mistakes;
    }

    private @Nullable Object wrong() {
        return pick(Arrays.asList(
                null,
                true,
                false,
                0,
                -1,
                1,
                1_000_001,
                new BigDecimal("1.5"),
                "",
                "allowed",
                "1h",
                "size",
                List.of(),
                List.of("pay"),
                Map.of(),
                Map.of("denied_by", "size")));
    }

    private <T extends @Nullable Object> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
