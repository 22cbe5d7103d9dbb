package dev.mcppolicy.testkit.comparison;

import java.util.List;

/** What a {@link PolicyComparison} found. Immutable. */
public final class ComparisonReport {
    private final List<PolicyDifference> differences;
    private final long calls;
    private final List<String> unreached;
    private final List<RecordedDifference> recorded;
    private final long recordedCalls;

    ComparisonReport(DifferenceCollector collector, List<String> unreached, RecordedSearch recorded) {
        this.differences = collector.differences();
        this.calls = collector.calls();
        this.unreached = List.copyOf(unreached);
        this.recorded = recorded.differences();
        this.recordedCalls = recorded.calls();
    }

    /**
     * The differences that the search found, those that loosen the policy first.
     *
     * @return an unmodifiable list; empty proves nothing
     */
    public List<PolicyDifference> differences() {
        return differences;
    }

    /**
     * The differences that let more through than before.
     *
     * @return an unmodifiable list
     */
    public List<PolicyDifference> loosened() {
        return differences.stream()
                .filter(difference -> difference.change() == PolicyDifference.Change.LOOSENED)
                .toList();
    }

    /**
     * How many calls were tried.
     *
     * @return one or more
     */
    public long calls() {
        return calls;
    }

    /**
     * The limits that no call of the search reached, so that a difference of their bounds would not show.
     *
     * @return what they are called, an unmodifiable list
     */
    public List<String> unreachedLimits() {
        return unreached;
    }

    /**
     * The differences of recorded calls, those that let more through first.
     *
     * @return an unmodifiable list
     */
    public List<RecordedDifference> recorded() {
        return recorded;
    }

    /**
     * How many recorded calls were judged.
     *
     * @return zero or more
     */
    public long recordedCalls() {
        return recordedCalls;
    }

    /**
     * The report for a person: how much was tried, a line for each difference, and what the search could not see.
     *
     * @return lines, each with its end
     */
    public String text() {
        StringBuilder out = new StringBuilder(summary()).append('\n');
        for (PolicyDifference difference : differences) {
            out.append("  ")
                    .append(difference.change().words())
                    .append(": ")
                    .append(difference.words())
                    .append('\n');
        }
        if (!unreached.isEmpty()) {
            out.append("no call tried reached the limit of `")
                    .append(String.join("`, `", unreached))
                    .append("`\n");
        }
        if (recordedCalls > 0) {
            out.append(recordedSummary()).append('\n');
            recorded.forEach(difference -> out.append("  ")
                    .append(difference.change().words())
                    .append(": ")
                    .append(difference.words())
                    .append('\n'));
        }
        return out.toString();
    }

    /**
     * The report in one line.
     *
     * @return the line without its end
     */
    public String summary() {
        int loosened = loosened().size();
        String found = differences.isEmpty()
                ? "no difference found"
                : differences.size() + (differences.size() == 1 ? " difference" : " differences") + " found, "
                        + (loosened == 0 ? "none" : loosened) + " of them loosening the policy";
        return found + " (a search and no proof: " + calls + " calls tried)";
    }

    /**
     * What came of the recorded calls, in one line.
     *
     * @return the line without its end
     */
    public String recordedSummary() {
        long differing = recorded.stream().mapToLong(RecordedDifference::calls).sum();
        return (differing == 0 ? "none" : differing) + " of " + recordedCalls + " recorded "
                + (recordedCalls == 1 ? "call is" : "calls are") + " decided differently";
    }

    @Override
    public String toString() {
        return text();
    }
}
