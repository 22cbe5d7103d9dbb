package dev.mcppolicy.testkit.file;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.internal.InstantText;
import dev.mcppolicy.testkit.internal.RuleNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tests of a test file, once the policy that it names is known. */
final class TestFileReader {
    static final Set<String> TOP = Set.of("$schema", "policy", "tools", "description", "release_on_exception", "tests");
    private static final Set<String> TEST = Set.of("name", "at", "steps", "todo", "only");
    private static final Set<String> STEP = Set.of(
            "at",
            "advance",
            "hides",
            "lists",
            "fills_up",
            "call",
            "args",
            "each",
            "as",
            "times",
            "tool",
            "runs",
            "settle",
            "expect",
            "answer",
            "after",
            "then");
    private static final List<String> KINDS = List.of("call", "fills_up", "at", "advance", "hides", "lists");

    private final TestFileProblems problems;
    private final CallStepReader calls;
    private final FillStepReader fills;

    TestFileReader(Policy policy, TestFileProblems problems) {
        this.problems = problems;
        RuleNames rules = new RuleNames(policy);
        this.calls = new CallStepReader(new ExpectationReader(policy, rules, problems), problems);
        this.fills = new FillStepReader(rules, problems);
    }

    /**
     * One test.
     *
     * @param pointer where it stands
     * @param todo what is to be done before it counts
     * @param only whether tests that do not say so are left out
     * @param steps its steps with where they stand; none if they are to be written
     */
    record Test(String name, String pointer, Optional<String> todo, boolean only, List<Placed> steps) {}

    /** A step and where it stands. */
    record Placed(String pointer, TestStep step) {}

    List<Test> read(TestFields file) {
        List<Test> tests = new ArrayList<>();
        Set<String> names = new HashSet<>();
        file.elements("tests").forEach((pointer, value) -> TestFields.of(value, pointer, TEST, problems)
                .flatMap(this::test)
                .ifPresent(test -> {
                    if (!names.add(test.name())) {
                        problems.report(pointer + "/name", "a test before has the name `" + test.name() + "`");
                    }
                    tests.add(test);
                }));
        return tests;
    }

    private Optional<Test> test(TestFields fields) {
        List<Placed> steps = new ArrayList<>();
        Optional<String> name = fields.requiredText("name");
        start(fields).ifPresent(at -> steps.add(new Placed(fields.at("at"), at)));
        boolean toBeWritten = fields.has("todo") && !fields.has("steps");
        Map<String, @Nullable Object> elements = toBeWritten ? Map.of() : fields.elements("steps");
        elements.forEach((pointer, value) -> TestFields.of(value, pointer, STEP, problems)
                .flatMap(this::step)
                .ifPresent(step -> steps.add(new Placed(pointer, step))));
        if (!elements.isEmpty() && elements.values().stream().noneMatch(TestFileReader::asserts)) {
            problems.report(
                    fields.pointer(), "the test asserts nothing (no step is a `call`, `fills_up`, `hides` or `lists`)");
        }
        Optional<String> todo = todo(fields);
        boolean only = fields.bool("only");
        return name.map(text -> new Test(text, fields.pointer(), todo, only, toBeWritten ? List.of() : steps));
    }

    private static Optional<String> todo(TestFields fields) {
        if (fields.value("todo") instanceof Boolean) {
            fields.report("todo", "expected a text that says what is to be done");
            return Optional.empty();
        }
        return fields.text("todo");
    }

    private static boolean asserts(@Nullable Object step) {
        return step instanceof Map<?, ?> fields
                && (fields.containsKey("call")
                        || fields.containsKey("fills_up")
                        || fields.containsKey("hides")
                        || fields.containsKey("lists"));
    }

    private Optional<TestStep> step(TestFields fields) {
        List<String> kinds = KINDS.stream().filter(fields::has).toList();
        if (kinds.size() != 1) {
            problems.report(
                    fields.pointer(),
                    "a step is exactly one of `" + String.join("`, `", KINDS) + "`, not "
                            + (kinds.isEmpty() ? "none" : "`" + String.join("` and `", kinds) + "`"));
            return Optional.empty();
        }
        String kind = kinds.get(0);
        if (kind.equals("call")) {
            return calls.read(fields);
        }
        STEP.stream()
                .filter(key -> fields.has(key) && !key.equals(kind))
                .sorted()
                .forEach(key -> fields.report(key, "`" + key + "` belongs to a `call`, not to `" + kind + "`"));
        return switch (kind) {
            case "at" -> start(fields);
            case "fills_up" -> fills.read(fields);
            case "advance" -> duration(fields, "advance", problems).map(TestStep.Advance::new);
            case "hides" -> Optional.of(new TestStep.Hides(fields.texts("hides")));
            default -> Optional.of(new TestStep.Lists(fields.texts("lists")));
        };
    }

    private static Optional<TestStep> start(TestFields fields) {
        return fields.text("at").flatMap(text -> {
            try {
                Instant instant = InstantText.parse(text);
                return Optional.of(new TestStep.At(instant));
            } catch (IllegalArgumentException e) {
                fields.report("at", String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }

    /** A duration such as {@code 90s}, {@code 30m}, {@code 2h}, {@code 1d}. */
    static Optional<Duration> duration(TestFields fields, String name, TestFileProblems problems) {
        Optional<Duration> duration = fields.text(name).flatMap(TestFileReader::duration);
        if (duration.isEmpty() && fields.value(name) instanceof String) {
            problems.report(
                    fields.at(name), "`" + fields.value(name) + "` is no duration such as `90s`, `30m`, `2h` or `1d`");
        }
        return duration;
    }

    private static Optional<Duration> duration(String text) {
        String digits = text.substring(0, text.length() - 1);
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long number = Long.parseLong(digits);
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Optional.of(Duration.ofSeconds(number));
            case 'm' -> Optional.of(Duration.ofMinutes(number));
            case 'h' -> Optional.of(Duration.ofHours(number));
            case 'd' -> Optional.of(Duration.ofDays(number));
            default -> Optional.empty();
        };
    }
}
