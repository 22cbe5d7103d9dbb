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
        /** A call that runs because a human said yes. */
        APPROVED("a call that a yes lets run"),
        /** A call that a human's no denies. */
        DECLINED("a call that a no denies"),
        /** A call that is denied since no answer came in time. */
        TIMED_OUT("a call that nobody answers in time"),
        /** A later call that runs on a yes which the rule remembers. */
        REMEMBERED("a later call that a yes lets pass"),
        /** A value that just satisfies a comparison. */
        INSIDE("a value just inside"),
        /** A value that just fails a comparison. */
        OUTSIDE("a value just outside"),
        /** A call without a value that the rule looks at, and which is not denied for anything else. */
        MISSING("a call that leaves it out"),
        /** A call with null for a value that the rule looks at. */
        NULL("a call that has null for it"),
        /** A call with a value of another kind than the rule can tell of. */
        OTHER_KIND("a call that has something of another kind there"),
        /** A value that is none of a list, or plainly outside of its folders, hosts or domains. */
        NOT_IN_LIST("a value outside the list"),
        /** A value of a list that it must not be of. */
        IN_LIST("a value of the list"),
        /** A text that has something before what a pattern matches. */
        TEXT_BEFORE("text before what the pattern matches"),
        /** A text that goes on after what a pattern matches. */
        TEXT_AFTER("text after what the pattern matches"),
        /** A text that a pattern matches with another character for a dot. */
        OTHER_CHARACTER("another character for a dot of the pattern"),
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
        /** After a denial, a call of another caller: denied as well where all count together, or else allowed. */
        OTHER_CALLER("another caller"),
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

    /** The tool or group whose rule it is about; empty for a rule for every tool and what is no rule. */
    String place() {
        String pointer = rule.value();
        int start = pointer.startsWith("/tools/") ? "/tools/".length() : "/groups/".length();
        if (!pointer.startsWith("/tools/") && !pointer.startsWith("/groups/")) {
            return "";
        }
        int slash = pointer.indexOf('/', start);
        String token = slash < 0 ? pointer.substring(start) : pointer.substring(start, slash);
        String name = token.replace("~1", "/").replace("~0", "~");
        return name.equals("*") ? "" : name;
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
