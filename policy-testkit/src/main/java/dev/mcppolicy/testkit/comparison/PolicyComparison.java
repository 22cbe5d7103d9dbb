package dev.mcppolicy.testkit.comparison;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.replay.RecordedCall;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Looks for calls that two policies decide differently, and shows the smallest call found for each difference; and reads
 * both policies for what they say differently.
 *
 * <pre>{@code
 * ComparisonReport report = PolicyComparison.between(old, changed).report();
 * assertThat(report.mayLoosen()).as(report.text()).isFalse();
 * }</pre>
 *
 * <p>What is read is complete: policies without a {@linkplain ComparisonReport#changes() change} say the same by the same
 * code, and nothing is tried of them. The calls are a search and no proof: it tries, for every tool of either policy, a hidden and an unlisted one, the values at
 * every bound, just inside and just outside, those that look alike, are of another type, null or missing; it presses every
 * limit until it refuses, for other callers and at the edges of the windows; and it makes random calls besides. What it
 * does not find may be there. The same policies have the same report always.
 *
 * <p>What is compared of calls is whether they are allowed, left to a human or denied, and where both deny, the name of the
 * rule and the code. Messages, the time a human has to approve, and what happens when a counter store fails are compared
 * by reading alone. Each policy counts in counters of its own.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class PolicyComparison {
    private final Policy before;
    private final Policy after;
    private final LongConsumer progress;

    private PolicyComparison(Policy before, Policy after, LongConsumer progress) {
        this.before = before;
        this.after = after;
        this.progress = progress;
    }

    /**
     * The comparison of two policies.
     *
     * @param before the old policy
     * @param after the new policy
     * @return their comparison, for which nothing is tried yet
     */
    @CheckReturnValue
    public static PolicyComparison between(Policy before, Policy after) {
        return new PolicyComparison(before, after, calls -> {});
    }

    /**
     * The comparison with somebody to tell how far it has come.
     *
     * @param listener is given the number of calls tried so far, after each; by the thread that asks for the report
     * @return the changed copy
     */
    @CheckReturnValue
    public PolicyComparison tellingProgress(LongConsumer listener) {
        return new PolicyComparison(before, after, listener);
    }

    /**
     * Reads both policies, and searches for differences where there is a change.
     *
     * @return what was found
     */
    @CheckReturnValue
    public ComparisonReport report() {
        return report(Stream.empty());
    }

    /**
     * Reads both policies, searches for differences where there is a change, and lets both judge recorded calls besides.
     *
     * @param recorded calls in the order in which they were made; both policies judge all of them, each with the counters
     *     that its own decisions lead to
     * @return what was found
     */
    @CheckReturnValue
    public ComparisonReport report(Stream<RecordedCall> recorded) {
        List<StatedChange> changes = StatedChanges.between(before, after);
        DifferenceCollector collector = new DifferenceCollector(before, after, progress);
        List<String> unreached = changes.isEmpty() ? List.of() : search(collector);
        RecordedSearch replayed = new RecordedSearch(before, after);
        recorded.forEachOrdered(replayed::judge);
        return new ComparisonReport(changes, collector, unreached, SearchBounds.of(before, after, changes), replayed);
    }

    /** Searches, and says which limits no call reached. */
    private List<String> search(DifferenceCollector collector) {
        ComparisonSearch search = new ComparisonSearch(before, after, collector);
        search.run();
        collector.dropWhatFollows();
        WitnessShrinker shrinker = new WitnessShrinker(before, after, collector);
        collector.found().forEach((key, found) -> collector.replace(found, shrinker.shrink(key, found.witness())));
        return search.unreached();
    }
}
