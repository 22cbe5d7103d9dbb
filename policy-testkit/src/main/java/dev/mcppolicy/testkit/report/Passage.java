package dev.mcppolicy.testkit.report;

import java.util.List;

/**
 * Lines of a policy's text, with what is found of all that begins on the first of them. Without a text there are no lines.
 *
 * @param firstLine the number of the first line
 * @param lines the lines without their ends
 * @param findings by rule, in the order of the policy; empty where nothing begins
 */
record Passage(int firstLine, List<String> lines, List<RuleFindings> findings) {
    boolean isWhole() {
        return findings.stream().allMatch(RuleFindings::isWhole);
    }

    Tally goals() {
        return findings.stream().map(RuleFindings::goals).reduce(Tally.NOTHING, Tally::plus);
    }

    int survivors() {
        return findings.stream().mapToInt(each -> each.survivors().size()).sum();
    }
}
