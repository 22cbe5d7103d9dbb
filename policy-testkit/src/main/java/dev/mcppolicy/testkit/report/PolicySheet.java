package dev.mcppolicy.testkit.report;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the page says of one policy: its text in sections, with what is found of each line.
 *
 * @param tested the reports
 * @param sections the policy from its first line to its last, or, without text, by tool and group
 * @param tests its tests, in the order in which they began
 */
record PolicySheet(TestedPolicy tested, List<Section> sections, List<TestShare> tests) {

    static PolicySheet of(TestedPolicy tested) {
        return new PolicySheet(tested, new PolicySections(tested).all(), TestShare.of(tested.coverage()));
    }

    Tally goals() {
        CoverageReport coverage = tested.coverage();
        return new Tally(
                coverage.goals().size() - coverage.missed().size(),
                coverage.goals().size());
    }

    /** The changes that are noticed of those that count; empty where the policy was not changed. */
    Optional<Tally> changes() {
        return Optional.ofNullable(tested.changes())
                .map(each -> new Tally(each.counted() - each.survivors().size(), each.counted()));
    }

    boolean isWhole() {
        return goals().missing() == 0 && changes().map(Tally::missing).orElse(0) == 0;
    }

    /** How many tools the policy names, patterns not counted. */
    int tools() {
        Policy policy = tested.coverage().policy();
        Set<String> names = new LinkedHashSet<>(policy.tools().keySet());
        names.addAll(policy.hidden());
        policy.groups().values().forEach(group -> names.addAll(group.tools()));
        return (int) names.stream().filter(name -> !name.contains("*")).count();
    }
}
