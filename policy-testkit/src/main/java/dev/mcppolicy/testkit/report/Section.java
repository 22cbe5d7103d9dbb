package dev.mcppolicy.testkit.report;

import java.util.List;

/**
 * What a policy says of one tool or group, or of none.
 *
 * @param title what to call it
 * @param passages its lines and what is found of them, in the order of the policy
 */
record Section(String title, List<Passage> passages) {
    boolean isWhole() {
        return passages.stream().allMatch(Passage::isWhole);
    }

    /** Whether nothing is asked of it: there are lines alone. */
    boolean isPlain() {
        return passages.stream().allMatch(each -> each.findings().isEmpty());
    }

    Tally goals() {
        return passages.stream().map(Passage::goals).reduce(Tally.NOTHING, Tally::plus);
    }

    int survivors() {
        return passages.stream().mapToInt(Passage::survivors).sum();
    }
}
