package dev.mcppolicy.testkit.file;

import dev.mcppolicy.testkit.TestCall;
import dev.mcppolicy.testkit.internal.RuleNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Reads the steps of a test file that fill a limit up. How many calls there are and how long to wait is written there and
 * not taken from the policy, so that a changed policy fails the test.
 */
final class FillStepReader {
    private static final Set<String> FILL =
            Set.of("limit", "call", "args", "as", "times", "one_more", "retry_after", "together", "apart");
    private static final Set<String> OTHER = Set.of("args", "as");

    private final RuleNames rules;
    private final TestFileProblems problems;
    private final CallShapeReader shapes;

    FillStepReader(RuleNames rules, TestFileProblems problems) {
        this.rules = rules;
        this.problems = problems;
        this.shapes = new CallShapeReader(problems);
    }

    Optional<TestStep> read(TestFields step) {
        return TestFields.of(step.value("fills_up"), step.at("fills_up"), FILL, problems)
                .flatMap(this::fill);
    }

    private Optional<TestStep> fill(TestFields fields) {
        String limit = fields.rule("limit", rules);
        Optional<String> tool = fields.requiredText("call");
        UnaryOperator<TestCall> call = shapes.over(fields);
        for (String key : List.of("times", "retry_after")) {
            if (!fields.has(key)) {
                problems.report(fields.pointer(), "`" + key + "` is missing");
            }
        }
        int times = fields.has("times") ? fields.wholeNumber("times", TestFields.MOST_TIMES) : 1;
        Optional<Duration> wait = TestFileReader.duration(fields, "retry_after", problems);
        UnaryOperator<TestCall> oneMore = fields.has("one_more")
                ? TestFields.of(fields.value("one_more"), fields.at("one_more"), OTHER, problems)
                        .map(shapes::over)
                        .orElse(UnaryOperator.identity())
                : UnaryOperator.identity();
        List<UnaryOperator<TestCall>> together = others(fields, "together");
        List<UnaryOperator<TestCall>> apart = others(fields, "apart");
        return tool.isEmpty() || wait.isEmpty()
                ? Optional.empty()
                : Optional.of(new FillsUp(limit, tool.get(), call, times, oneMore, wait.get(), together, apart));
    }

    private List<UnaryOperator<TestCall>> others(TestFields fields, String key) {
        List<UnaryOperator<TestCall>> others = new ArrayList<>();
        if (fields.has(key)) {
            fields.elements(key).forEach((pointer, value) -> TestFields.of(value, pointer, OTHER, problems)
                    .map(shapes::over)
                    .ifPresent(others::add));
        }
        return others;
    }
}
