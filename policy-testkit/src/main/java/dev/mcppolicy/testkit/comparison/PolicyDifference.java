package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.RuleId;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What two policies decide differently, and the smallest call found that shows it. Calls that differ for the same rules
 * are one difference.
 *
 * @param change which way it goes
 * @param witness the smallest call found
 * @param was what the old policy decides on it
 * @param is what the new policy decides on it
 * @param calls how many of the calls tried show it
 */
public record PolicyDifference(Change change, Witness witness, Verdict was, Verdict is, long calls) {
    /** Which way a difference goes. */
    public enum Change {
        /** More is let through: what was denied is allowed or left to a human, or a human is no longer asked. */
        LOOSENED("loosened"),
        /** More may be let through, or less, or both: it cannot be read from what the policies say. */
        EITHER_WAY("either way"),
        /** Less is let through. */
        TIGHTENED("tightened"),
        /** Both deny, but by rules of other names or for another reason. */
        DENIED_OTHERWISE("denied otherwise"),
        /** No call is decided otherwise by it: a name, a message, an order, what is in shadow mode. */
        OTHER("other");

        private final String words;

        Change(String words) {
            this.words = words;
        }

        /**
         * The change in words.
         *
         * @return one or two lowercase words
         */
        public String words() {
            return words;
        }

        /** Whether more may be let through than before. */
        boolean mayLoosen() {
            return this == LOOSENED || this == EITHER_WAY;
        }

        /** Whether what is let through may be other than before. */
        boolean mayDecide() {
            return mayLoosen() || this == TIGHTENED;
        }
    }

    /** The kinds of decisions, the strictest first. */
    public enum Kind {
        /** The call is denied. */
        DENIED,
        /** The call waits for a human. */
        APPROVAL,
        /** The call is allowed. */
        ALLOWED
    }

    /**
     * What a policy decides.
     *
     * @param kind the kind of decision
     * @param rule the rule that denies or asks, or null where the call is allowed
     * @param ruleName what the rule is called, likewise
     * @param code why the call is denied, or null where it is not
     * @param by whose yes counts, or null where no human is asked
     */
    public record Verdict(
            Kind kind,
            @Nullable RuleId rule,
            @Nullable String ruleName,
            @Nullable DenialCode code,
            @Nullable ApprovedBy by) {
        private static final Set<DenialCode> SAID_BY_THE_RULE = EnumSet.of(
                DenialCode.DENIED_BY_RULE,
                DenialCode.LIMIT_EXCEEDED,
                DenialCode.CONCURRENCY_EXCEEDED,
                DenialCode.HIDDEN,
                DenialCode.NOT_LISTED);

        /**
         * What a decision comes to.
         *
         * @param decision the decision
         * @return its verdict
         */
        public static Verdict of(Decision decision) {
            return decision.fold(
                    allow -> new Verdict(Kind.ALLOWED, null, null, null, null),
                    deny -> new Verdict(
                            Kind.DENIED,
                            deny.denial().rule(),
                            deny.denial().ruleName(),
                            deny.denial().code(),
                            null),
                    approval -> new Verdict(Kind.APPROVAL, approval.rule(), approval.ruleName(), null, approval.by()));
        }

        /** Whether two verdicts are the same to whoever called: of the same kind, denied by the same name and code, or asked alike. */
        boolean isLike(Verdict other) {
            return kind == other.kind
                    && by == other.by
                    && (kind != Kind.DENIED || (code == other.code && Objects.equals(ruleName, other.ruleName)));
        }

        /** The verdict, in whose rule's id a star stands for a tool where the id is what the rule is called. */
        private Verdict of(String tool) {
            if (rule == null || !rule.value().equals(ruleName)) {
                return this;
            }
            String under = RuleId.pointer("tools", tool) + "/";
            String id = rule.value();
            return id.startsWith(under)
                    ? new Verdict(kind, rule, "/tools/*/" + id.substring(under.length()), code, by)
                    : this;
        }

        /**
         * The verdict in words.
         *
         * @return what stands after "is", such as {@code denied by `max refund`}
         */
        public String words() {
            return switch (kind) {
                case ALLOWED -> "allowed";
                case APPROVAL ->
                    "held for approval by `" + ruleName + "`"
                            + (by == null || by == ApprovedBy.ANYONE ? "" : " (by " + by.id() + ")");
                case DENIED ->
                    "denied by `" + ruleName + "`" + (SAID_BY_THE_RULE.contains(code) ? "" : " (" + code + ")");
            };
        }
    }

    /**
     * The difference in words: {@code create_charge with amount=50001: was denied by `max single charge`, is now
     * allowed}.
     *
     * @return one line, unless the call holds line breaks
     */
    public String words() {
        return witness.words() + ": was " + was.words() + ", is now " + is.words();
    }

    /** The difference said of tools that it is alike for, with a star where a rule without name has the tool in its id. */
    String wordsFor(String subject) {
        String tool = witness.call().tool();
        return witness.wordsFor(subject) + ": was " + was.of(tool).words() + ", is now "
                + is.of(tool).words();
    }

    static Change change(Verdict was, Verdict is) {
        int order = was.kind().compareTo(is.kind());
        if (order == 0 && was.by() != null && is.by() != null) {
            // The strictest stands first.
            order = was.by().compareTo(is.by());
        }
        return order == 0 ? Change.DENIED_OTHERWISE : order < 0 ? Change.LOOSENED : Change.TIGHTENED;
    }
}
