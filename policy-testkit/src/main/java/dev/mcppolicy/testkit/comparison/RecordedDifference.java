package dev.mcppolicy.testkit.comparison;

/**
 * What two policies decide differently on recorded calls. Calls that differ for the same rules are one difference.
 *
 * @param change which way it goes
 * @param place where the first such call is recorded
 * @param tool the tool that it calls
 * @param was what the old policy decides on it
 * @param is what the new policy decides on it
 * @param calls how many of the recorded calls show the difference
 */
public record RecordedDifference(
        PolicyDifference.Change change,
        String place,
        String tool,
        PolicyDifference.Verdict was,
        PolicyDifference.Verdict is,
        long calls) {
    /**
     * The difference in words: {@code calls.jsonl:17 and 2 more: create_charge was allowed, is now denied by `daily
     * sum`}. It holds no arguments.
     *
     * @return one line
     */
    public String words() {
        return place + (calls > 1 ? " and " + (calls - 1) + " more" : "") + ": " + tool + " was " + was.words()
                + ", is now " + is.words();
    }

    RecordedDifference oneMore() {
        return new RecordedDifference(change, place, tool, was, is, calls + 1);
    }
}
