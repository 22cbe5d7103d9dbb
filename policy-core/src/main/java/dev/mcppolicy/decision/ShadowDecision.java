package dev.mcppolicy.decision;

import dev.mcppolicy.model.RuleId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy in shadow mode would have decided on a call, had it been in force together with its counters so far. It
 * blocks nothing, and nobody is asked for an approval: a call that would have needed one counts as approved at once.
 *
 * @param view which policy was judged: {@link #POLICY}, or the name of one that runs beside it
 * @param revision the revision of that policy; empty where there was none
 * @param kind what it would have decided
 * @param denial why it would have denied, or why it could not be judged as far as that is known; else null
 * @param rule the rule that would have denied or asked, or null
 * @param ruleName what to call that rule, or null
 * @param charges what was charged to counters in shadow mode, in the order of the limits
 * @param differs whether the decision in force was of another kind; false where it could not be judged
 */
public record ShadowDecision(
        String view,
        String revision,
        Kind kind,
        @Nullable Denial denial,
        @Nullable RuleId rule,
        @Nullable String ruleName,
        List<DecisionEvent.Charged> charges,
        boolean differs) {
    /** Names the policy in force itself, judged as though all of it were enforced. */
    public static final String POLICY = "(policy)";

    /** Copies the list. */
    public ShadowDecision {
        charges = List.copyOf(charges);
    }

    /** What would have been decided. */
    public enum Kind {
        /** The call would have run. */
        ALLOW("allow"),
        /** The call would have been denied. */
        DENY("deny"),
        /** A human would have been asked. */
        APPROVAL_REQUIRED("approval_required"),
        /** Nobody knows: the counters of the shadow policy failed, or something else did. */
        NOT_JUDGED("not_judged");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /**
         * The word for it in logs.
         *
         * @return a word in lower case
         */
        public String id() {
            return id;
        }

        /**
         * What a decision decides.
         *
         * @param decision the decision
         * @return its kind, never {@link #NOT_JUDGED}
         */
        public static Kind of(Decision decision) {
            return decision.fold(allow -> ALLOW, deny -> DENY, approval -> APPROVAL_REQUIRED);
        }
    }
}
