package dev.mcppolicy.testkit.file;

import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.testkit.internal.RuleNames;
import dev.mcppolicy.text.NearestName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one object in a test file, read by name; what is not as it should be becomes a problem with its place. */
final class TestFields {
    static final int MOST_TIMES = 1_000_000;

    private final Map<?, ?> members;
    private final String pointer;
    private final TestFileProblems problems;

    private TestFields(Map<?, ?> members, String pointer, TestFileProblems problems) {
        this.members = members;
        this.pointer = pointer;
        this.problems = problems;
    }

    /** An object with no other members than those known; empty, and reported, if the value is no object. */
    static Optional<TestFields> of(
            @Nullable Object value, String pointer, Set<String> known, TestFileProblems problems) {
        if (!(value instanceof Map<?, ?> members)) {
            problems.report(
                    pointer,
                    "expected an object with `"
                            + String.join("`, `", known.stream().sorted().toList()) + "`");
            return Optional.empty();
        }
        TestFields fields = new TestFields(members, pointer, problems);
        for (Object name : members.keySet()) {
            if (!known.contains(name.toString())) {
                problems.report(
                        fields.at(name.toString()),
                        "unknown key `" + name + "`" + NearestName.help(name.toString(), known));
            }
        }
        return Optional.of(fields);
    }

    String pointer() {
        return pointer;
    }

    /** The pointer of a member. */
    String at(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    @Nullable
    Object value(String name) {
        return members.get(name);
    }

    Optional<String> text(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (value(name) instanceof String text && !text.isEmpty()) {
            return Optional.of(text);
        }
        report(name, "expected a text");
        return Optional.empty();
    }

    Optional<String> requiredText(String name) {
        if (!has(name)) {
            problems.report(pointer, "`" + name + "` is missing");
        }
        return text(name);
    }

    /** Whether a member is true; false where it is missing. */
    boolean bool(String name) {
        if (has(name) && !(value(name) instanceof Boolean)) {
            report(name, "expected `true` or `false`");
        }
        return Boolean.TRUE.equals(value(name));
    }

    /** A list of at least one text. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (value(name) instanceof List<?> list
                && !list.isEmpty()
                && list.stream().allMatch(String.class::isInstance)) {
            list.forEach(each -> texts.add(each.toString()));
        } else {
            report(name, "expected a list of at least one text");
        }
        return texts;
    }

    /** A list of at least one value, each with its pointer. */
    Map<String, @Nullable Object> elements(String name) {
        Map<String, @Nullable Object> elements = new LinkedHashMap<>();
        if (value(name) instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                elements.put(at(name) + "/" + i, list.get(i));
            }
        } else if (has(name)) {
            report(name, "expected a list that is not empty");
        } else {
            problems.report(pointer, "`" + name + "` is missing");
        }
        return elements;
    }

    /** A whole number from 1, or 1 where there is none. */
    int wholeNumber(String name, int most) {
        BigDecimal number = JsonNumber.exact(value(name));
        if (number != null
                && number.signum() > 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0
                && number.stripTrailingZeros().scale() <= 0) {
            return number.intValueExact();
        }
        boolean isTime = name.equals("runs");
        report(name, "expected " + (isTime ? "whole seconds" : "a whole number") + " from 1 to " + most);
        return 1;
    }

    /** Amounts by counter. */
    Map<String, BigDecimal> amounts(String name) {
        Map<String, BigDecimal> amounts = new LinkedHashMap<>();
        if (!(value(name) instanceof Map<?, ?> map) || map.isEmpty()) {
            report(name, "expected an object of amounts by counter");
            return amounts;
        }
        map.forEach((counter, value) -> {
            BigDecimal amount = JsonNumber.exact(value);
            if (amount == null || amount.signum() < 0) {
                report(name, "the amount of `" + counter + "` is no number from zero");
            } else {
                amounts.put(counter.toString(), amount);
            }
        });
        return amounts;
    }

    /** What a word stands for. */
    <T> Optional<T> oneOf(String name, String word, Map<String, T> words) {
        if (!words.containsKey(word)) {
            report(name, "`" + word + "` is unknown" + NearestName.help(word, words.keySet()));
        }
        return Optional.ofNullable(words.get(word));
    }

    /** The name of a rule that the policy has. */
    String rule(String key, RuleNames rules) {
        String name = requiredText(key).orElse("");
        try {
            if (!name.isEmpty()) {
                rules.find(name);
            }
        } catch (IllegalArgumentException e) {
            report(key, String.valueOf(e.getMessage()));
        }
        return name;
    }

    void report(String name, String message) {
        problems.report(at(name), message);
    }
}
