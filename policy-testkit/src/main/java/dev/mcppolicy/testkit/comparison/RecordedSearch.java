package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.replay.PolicyReplay;
import dev.mcppolicy.testkit.replay.RecordedCall;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets two policies judge recorded calls, and gathers where they differ. */
final class RecordedSearch {
    private final PolicyReplay before;
    private final PolicyReplay after;
    private final Map<Key, RecordedDifference> found = new LinkedHashMap<>();
    private long calls;

    RecordedSearch(Policy before, Policy after) {
        this.before = PolicyReplay.ofForeign(before);
        this.after = PolicyReplay.ofForeign(after);
    }

    private record Key(String tool, PolicyDifference.Change change, String was, String is) {}

    void judge(RecordedCall recorded) {
        calls++;
        PolicyDifference.Verdict was =
                PolicyDifference.Verdict.of(before.judge(recorded).asked());
        PolicyDifference.Verdict is =
                PolicyDifference.Verdict.of(after.judge(recorded).asked());
        if (!was.isLike(is)) {
            String tool = recorded.call().tool();
            PolicyDifference.Change change = PolicyDifference.change(was, is);
            found.merge(
                    new Key(tool, change, was.words(), is.words()),
                    new RecordedDifference(change, recorded.place(), tool, was, is, 1),
                    (first, more) -> first.oneMore());
        }
    }

    long calls() {
        return calls;
    }

    /** The differences, the dangerous first. */
    List<RecordedDifference> differences() {
        return found.values().stream()
                .sorted(Comparator.comparing(RecordedDifference::change))
                .toList();
    }
}
