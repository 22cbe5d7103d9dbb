package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.model.RuleId;
import java.util.Comparator;

/**
 * One thing that a test of a policy should show: a rule that lets a call pass, a value just outside a bound, the last
 * call that a limit allows.
 *
 * @param rule the rule that it is about, or a pseudo rule
 * @param pointer where in the policy's document it stands
 * @param label what to call the rule
 * @param kind what is to be shown
 * @param detail the comparison or the tool that is meant, empty where the rule says all
 */
public record CoverageGoal(RuleId rule, String pointer, String label, Kind kind, String detail)
        implements Comparable<CoverageGoal> {
    private static final Comparator<CoverageGoal> ORDER = Comparator.comparing(CoverageGoal::rule)
            .thenComparing(CoverageGoal::pointer)
            .thenComparing(CoverageGoal::label)
            .thenComparing(CoverageGoal::kind)
            .thenComparing(CoverageGoal::detail);

    /** What there is to be shown. */
    public enum Kind {
        /** A call passes the rule and is not denied. */
        PASSED("lets a call pass"),
        /** A call that the rule, by its {@code when}, does not concern, and that is not denied. */
        NOT_CONCERNED("a call that it is not for"),
        /** The rule denies a call. */
        DENIED("denies a call"),
        /** The rule asks a human. */
        ASKED("asks for an approval"),
        /** A later call that runs on a yes which the rule remembers. */
        REMEMBERED("a later call that a yes lets pass"),
        /** A value that just satisfies a comparison. */
        INSIDE("a value just inside"),
        /** A value that just fails a comparison. */
        OUTSIDE("a value just outside"),
        /** A call that passes without the value that a comparison is about, which may be left out. */
        LEFT_OUT("a call without the value"),
        /** A call for which one alternative of an {@code any} holds, and none of the others. */
        ALONE("a call for which this alone holds"),
        /** A call that leaves no room in a limit, or takes the last place among those that run at once. */
        LAST_ALLOWED("the last call that is allowed"),
        /** A call that a limit denies, or for which no place is free. */
        FIRST_DENIED("the first call that is denied"),
        /** After a denial, a call that the next window allows. */
        NEXT_WINDOW("a call that the next window allows again"),
        /** After a denial, a call with another key that is allowed. */
        OTHER_KEY("a call with another key that is allowed meanwhile"),
        /** A charge that is given back. */
        RELEASED("a charge that is released"),
        /** A call that a limit without bound counts. */
        COUNTED("a call that is counted"),
        /** A call of a tool that no rule of its own is about. */
        ALLOWED("an allowed call");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /**
     * The goal in words.
     *
     * @return what is to be shown, without the rule's name
     */
    public String words() {
        return detail.isEmpty() ? kind.words : kind.words + ": " + detail;
    }

    /** Orders goals by their parts; a table of goals whose hashes are alike searches by it. */
    @Override
    public int compareTo(CoverageGoal other) {
        return ORDER.compare(this, other);
    }

    static CoverageGoal of(RuleId rule, String label, Kind kind) {
        return new CoverageGoal(rule, rule.value(), label, kind, "");
    }

    static CoverageGoal of(RuleId rule, String label, Kind kind, String detail) {
        return new CoverageGoal(rule, rule.value(), label, kind, detail);
    }
}
