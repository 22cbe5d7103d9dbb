package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts single calls into tests: one for each rule, as long as no call changes what becomes of the next. */
final class SingleCallTests {
    private final String tool;
    private final PolicyPart part;
    private final List<DraftedTest> tests = new ArrayList<>();

    SingleCallTests(String tool, PolicyPart part) {
        this.tool = tool;
        this.part = part;
    }

    /**
     * The tests.
     *
     * @param titles what a test of a rule is called
     */
    List<DraftedTest> of(List<SingleCalls.Chosen> chosen, Function<RuleId, String> titles) {
        Map<RuleId, List<SingleCalls.Chosen>> byRule = new LinkedHashMap<>();
        for (SingleCalls.Chosen each : chosen) {
            RuleId rule = each.seen().rule(each.goals());
            byRule.computeIfAbsent(rule == null ? RuleId.pointer("tools", tool) : rule, same -> new ArrayList<>())
                    .add(each);
        }
        byRule.forEach((rule, calls) -> {
            calls.sort(Comparator.comparing(
                            (SingleCalls.Chosen each) -> each.seen().timed().at())
                    .thenComparing(each -> each.seen().expected().kind())
                    .thenComparing(each -> each.seen().expected().name())
                    .thenComparing(each -> String.valueOf(each.seen().expected().code())));
            add(rule, titles.apply(rule), calls);
        });
        return tests;
    }

    private void add(RuleId rule, String title, List<SingleCalls.Chosen> calls) {
        List<SingleCalls.Chosen> together = new ArrayList<>();
        StepRecorder steps = null;
        for (SingleCalls.Chosen each : calls) {
            SingleCalls.Seen seen = each.seen();
            if (steps != null) {
                steps.at(seen.timed().at());
                boolean isSame = ExpectedDecision.of(steps.call(seen.timed().call()), part.names())
                        .equals(seen.expected());
                if (!isSame) {
                    close(rule, title, together);
                    steps = null;
                }
            }
            if (steps == null) {
                steps = part.record(seen.timed().at());
                steps.call(seen.timed().call());
            }
            together.add(each);
        }
        close(rule, title, together);
    }

    private void close(RuleId rule, String title, List<SingleCalls.Chosen> together) {
        if (together.isEmpty()) {
            return;
        }
        Set<CoverageGoal> goals = new LinkedHashSet<>();
        Set<Integer> noticed = new TreeSet<>();
        together.forEach(each -> {
            goals.addAll(each.goals());
            noticed.addAll(each.noticed());
        });
        Instant start = together.get(0).seen().timed().at();
        tests.add(new DraftedTest(tool, rule, title, start, steps(together, start), goals, noticed));
        together.clear();
    }

    /** Calls that differ in their arguments alone are rows of one table. */
    private static List<Map<String, Object>> steps(List<SingleCalls.Chosen> calls, Instant start) {
        List<Map<String, Object>> steps = new ArrayList<>();
        List<Map<?, ?>> rows = new ArrayList<>();
        Map<String, Object> open = null;
        Instant now = start;
        for (SingleCalls.Chosen each : calls) {
            Map<String, Object> step = each.seen().step();
            Map<String, Object> frame = new LinkedHashMap<>(step);
            frame.remove("args");
            Instant at = each.seen().timed().at();
            if (open != null && (!frame.equals(open) || !at.equals(now))) {
                steps.add(table(open, rows));
                open = null;
            }
            if (!at.equals(now)) {
                steps.add(Map.of("at", at.toString()));
                now = at;
            }
            if (open == null) {
                open = frame;
                rows = new ArrayList<>();
            }
            rows.add(step.get("args") instanceof Map<?, ?> arguments ? arguments : Map.of());
        }
        steps.add(table(Objects.requireNonNull(open), rows));
        return steps;
    }

    /** The step of calls, whose common arguments stand once. */
    private static Map<String, Object> table(Map<String, Object> frame, List<Map<?, ?>> rows) {
        Map<Object, @Nullable Object> common = new LinkedHashMap<>(rows.get(0));
        common.entrySet().removeIf(each -> !rows.stream()
                .allMatch(row ->
                        row.containsKey(each.getKey()) && Objects.equals(row.get(each.getKey()), each.getValue())));
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("call", Objects.requireNonNull(frame.get("call")));
        if (!common.isEmpty()) {
            step.put("args", common);
        }
        if (rows.size() > 1) {
            List<Object> each = new ArrayList<>();
            rows.forEach(row -> {
                Map<Object, @Nullable Object> rest = new LinkedHashMap<>(row);
                rest.keySet().removeAll(common.keySet());
                each.add(rest);
            });
            step.put("each", each);
        }
        frame.forEach(step::putIfAbsent);
        return step;
    }
}
