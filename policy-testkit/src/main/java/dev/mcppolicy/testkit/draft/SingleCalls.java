package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Chooses single calls of one tool that show what is missing: of those that show most, the plainest. */
final class SingleCalls {
    /** How many calls are tried on a change of what is counted, which a first call hardly shows. */
    private static final int FEW = 60;

    private final PolicyPart part;
    private final List<Seen> all = new ArrayList<>();

    /** What a call by itself shows. */
    record Seen(ToolCalls.Timed timed, ExpectedDecision expected, Map<String, Object> step, Set<CoverageGoal> goals) {
        /** The rule that decides, or the one that the call shows something of. */
        @Nullable
        RuleId rule(Set<CoverageGoal> shown) {
            return expected.rule() != null
                    ? expected.rule()
                    : shown.stream().findFirst().map(CoverageGoal::rule).orElse(null);
        }
    }

    /** A call that was chosen, and what for. */
    record Chosen(Seen seen, Set<CoverageGoal> goals, Set<Integer> noticed) {}

    SingleCalls(PolicyPart part, List<ToolCalls.Timed> calls) {
        this.part = part;
        calls.forEach(this::see);
        all.sort(Comparator.comparingInt(seen -> seen.timed().weight()));
    }

    private void see(ToolCalls.Timed timed) {
        StepRecorder steps = part.record(timed.at());
        Decision decision = steps.call(timed.call());
        all.add(new Seen(
                timed,
                ExpectedDecision.of(decision, part.names()),
                steps.steps().get(0),
                steps.goals()));
    }

    int tried() {
        return all.size();
    }

    List<Seen> seen() {
        return all;
    }

    /** Chooses calls until none shows a goal that is missing, and takes the goals from what is missing. */
    List<Chosen> forGoals(Missing missing) {
        List<Chosen> chosen = new ArrayList<>();
        for (; ; ) {
            Seen best = null;
            Set<CoverageGoal> most = Set.of();
            for (Seen seen : all) {
                Set<CoverageGoal> shown = new LinkedHashSet<>(seen.goals());
                shown.retainAll(missing.goals());
                if (shown.size() > most.size()) {
                    best = seen;
                    most = shown;
                }
            }
            if (best == null) {
                return chosen;
            }
            missing.goals().removeAll(most);
            chosen.add(new Chosen(best, most, new TreeSet<>()));
        }
    }

    /** Takes from what is missing each change that a call tells which is chosen already. */
    void forChangesAgain(Missing missing, List<Integer> changes, List<Chosen> chosen) {
        for (int number : changes) {
            Clock clock = new Clock();
            PolicyEngine engine = part.changed(missing, number, () -> clock.now);
            chosen.stream()
                    .filter(each -> tells(engine, clock, each.seen()))
                    .findFirst()
                    .ifPresent(each -> take(number, each, missing));
        }
    }

    /** Finds for each change the first call that tells it, of those chosen already if one does, and takes it from what is missing. */
    void forChanges(Missing missing, List<Integer> changes, List<Chosen> chosen) {
        for (int number : changes) {
            Clock clock = new Clock();
            PolicyEngine engine = part.changed(missing, number, () -> clock.now);
            int most = part.isCountedAt(missing.mutant(number).pointer()) ? FEW : all.size();
            chosen.stream()
                    .filter(each -> tells(engine, clock, each.seen()))
                    .findFirst()
                    .or(() -> all.stream()
                            .limit(most)
                            .filter(each -> tells(engine, clock, each))
                            .findFirst()
                            .map(each -> {
                                Chosen fresh = new Chosen(each, new LinkedHashSet<>(), new TreeSet<>());
                                chosen.add(fresh);
                                return fresh;
                            }))
                    .ifPresent(each -> take(number, each, missing));
        }
    }

    private static void take(int number, Chosen chosen, Missing missing) {
        chosen.noticed().add(number);
        missing.changes().remove(number);
    }

    private static final class Clock {
        private Instant now = ToolCalls.START;
    }

    private static boolean tells(PolicyEngine engine, Clock clock, Seen seen) {
        clock.now = seen.timed().at();
        return !seen.expected().isMetBy(engine.explain(seen.timed().call()).decision());
    }
}
