package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.testkit.comparison.PolicyDifference.Change;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a {@link PolicyComparison} found: differences, each with a call that shows it, and changes of what the policies say,
 * which need no call. Immutable.
 */
public final class ComparisonReport {
    private final List<StatedChange> changes;
    private final List<PolicyDifference> differences;
    private final long calls;
    private final List<String> unreached;
    private final List<String> bounds;
    private final List<RecordedDifference> recorded;
    private final long recordedCalls;

    ComparisonReport(
            List<StatedChange> changes,
            DifferenceCollector collector,
            List<String> unreached,
            List<String> bounds,
            RecordedSearch recorded) {
        this.changes = List.copyOf(changes);
        this.differences = collector.differences();
        this.calls = collector.calls();
        this.unreached = List.copyOf(unreached);
        this.bounds = List.copyOf(bounds);
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
                .filter(difference -> difference.change() == Change.LOOSENED)
                .toList();
    }

    /**
     * What the policies say differently, part by part, those that loosen the policy first. It is complete.
     *
     * @return an unmodifiable list; empty only where the policies say the same by the same code
     */
    public List<StatedChange> changes() {
        return changes;
    }

    /**
     * Whether the new policy may let through what the old one does not: a call is found that shows it, or it says something
     * that loosens it or may go either way.
     *
     * @return false only if every change tightens the policy or decides nothing, and no call shows the contrary
     */
    public boolean mayLoosen() {
        return allChanges().anyMatch(Change::mayLoosen);
    }

    /**
     * Whether the new policy may let other calls through than the old one, more or fewer.
     *
     * @return false only if no change decides anything, and no call shows the contrary
     */
    public boolean mayDecideOtherwise() {
        return allChanges().anyMatch(Change::mayDecide);
    }

    private Stream<Change> allChanges() {
        return Stream.of(
                        differences.stream().map(PolicyDifference::change),
                        changes.stream().map(StatedChange::change),
                        recorded.stream().map(RecordedDifference::change))
                .flatMap(each -> each);
    }

    /**
     * How many calls were tried.
     *
     * @return zero where the policies say the same, else one or more
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
     * What the search did not try of these policies, the limits that it did not reach among it.
     *
     * @return a sentence each, without final period, an unmodifiable list
     */
    public List<String> notTried() {
        return unreached.isEmpty()
                ? bounds
                : Stream.concat(
                                Stream.of(
                                        "no call tried reached the limit of `" + String.join("`, `", unreached) + "`"),
                                bounds.stream())
                        .toList();
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
     * The differences in lines, those that let more through first.
     *
     * @param each whether what is alike for several tools has a line for each
     * @return a new list
     */
    public List<ReportLine> differenceLines(boolean each) {
        return each ? ReportLine.each(differences) : ReportLine.grouped(differences);
    }

    /**
     * The changes of what the policies say in lines, those that let more through first.
     *
     * @param each whether what is alike for several tools has a line for each
     * @return a new list
     */
    public List<ReportLine> changeLines(boolean each) {
        return each ? ReportLine.eachOf(changes) : ReportLine.groupedOf(changes);
    }

    /**
     * The report for a person: how much was tried, a line for each difference and each change, and what was not tried.
     *
     * @return lines, each with its end
     */
    public String text() {
        StringBuilder out = new StringBuilder(summary()).append('\n');
        append(out, differenceLines(false));
        if (!changes.isEmpty()) {
            out.append(changeSummary()).append('\n');
            append(out, changeLines(false));
        }
        notTried().forEach(bound -> out.append("not tried: ").append(bound).append('\n'));
        if (recordedCalls > 0) {
            out.append(recordedSummary()).append('\n');
            recorded.forEach(
                    difference -> append(out, List.of(new ReportLine(difference.change(), difference.words()))));
        }
        return out.toString();
    }

    private static void append(StringBuilder out, List<ReportLine> lines) {
        lines.forEach(line -> out.append("  ")
                .append(line.change().words())
                .append(": ")
                .append(line.words())
                .append('\n'));
    }

    /**
     * What came of the search, in one line.
     *
     * @return the line without its end
     */
    public String summary() {
        if (changes.isEmpty()) {
            return "no difference: the policies say the same";
        }
        int loosened = loosened().size();
        String found = differences.isEmpty()
                ? "no call found that the policies decide differently"
                : counted(differences.size(), "difference") + " found, " + (loosened == 0 ? "none" : loosened)
                        + " of them loosening the policy";
        return found + " (a search and no proof: " + calls + " calls tried)";
    }

    /**
     * How much the policies say differently, in one line.
     *
     * @return the line without its end
     */
    public String changeSummary() {
        return counted(changes.size(), "change") + " of what the policy says";
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

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    @Override
    public String toString() {
        return text();
    }
}
