package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.mutation.Mutant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What no test shows yet: goals, and changes of the policy that none notices, by their numbers. */
final class Missing {
    private final Set<CoverageGoal> goals;
    private final List<Mutant> mutants;
    private final Set<Integer> changes = new TreeSet<>();

    Missing(Collection<CoverageGoal> goals, List<Mutant> unnoticed) {
        this.goals = new LinkedHashSet<>(goals);
        this.mutants = List.copyOf(unnoticed);
        for (int i = 0; i < mutants.size(); i++) {
            changes.add(i);
        }
    }

    Set<CoverageGoal> goals() {
        return goals;
    }

    Set<Integer> changes() {
        return changes;
    }

    Mutant mutant(int number) {
        return mutants.get(number);
    }

    /** The unnoticed changes within a part of the document. */
    List<Integer> changesWithin(String pointer) {
        List<Integer> within = new ArrayList<>();
        for (int number : changes) {
            String at = mutants.get(number).pointer();
            if (at.equals(pointer) || at.startsWith(pointer + "/")) {
                within.add(number);
            }
        }
        return within;
    }

    boolean hasGoalOf(RuleId rule) {
        return goals.stream().anyMatch(goal -> goal.rule().equals(rule));
    }

    /** Takes from here what a test shows, and leaves in the test what nothing showed before. */
    void takeShownBy(DraftedTest test) {
        test.goals().retainAll(goals);
        test.noticed().retainAll(changes);
        goals.removeAll(test.goals());
        changes.removeAll(test.noticed());
    }

    /** The policy that a change makes, with the rules alone that a part of it has. */
    Policy changed(int number, PolicyPart part) {
        return part.of(mutants.get(number).policy());
    }
}
