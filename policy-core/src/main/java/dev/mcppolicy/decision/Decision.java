package dev.mcppolicy.decision;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.counter.Settlement;
import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.RuleId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the engine says to a call: exactly one of {@link Allow}, {@link Deny} and {@link ApprovalRequired}. */
@CheckReturnValue
public sealed interface Decision {
    /**
     * The revision of the policy that decided.
     *
     * @return the revision; empty without a policy
     */
    String revision();

    /**
     * Handles each kind of decision.
     *
     * @param allow for a call that may run
     * @param deny for a call that may not
     * @param approval for a call that a human must approve first
     * @param <R> the type of the answers
     * @return what the one function that applies returns
     */
    default <R> R fold(
            Function<? super Allow, ? extends R> allow,
            Function<? super Deny, ? extends R> deny,
            Function<? super ApprovalRequired, ? extends R> approval) {
        if (this instanceof Allow allowed) {
            return allow.apply(allowed);
        }
        if (this instanceof Deny denied) {
            return deny.apply(denied);
        }
        return approval.apply((ApprovalRequired) this);
    }

    /**
     * The call may run. Whoever runs it tells the engine how it ended, which settles what it was charged.
     *
     * @param reservation what the call was charged, and what becomes of it
     * @param revision the revision of the policy that decided
     * @param id names the decision among all, as in {@link DecisionEvent#id}; empty where nobody listens
     */
    record Allow(Settlement reservation, String revision, String id) implements Decision {}

    /**
     * The call must not run. No counter changed.
     *
     * @param denial why
     */
    record Deny(Denial denial) implements Decision {
        @Override
        public String revision() {
            return denial.revision();
        }
    }

    /**
     * The call may run once a human agrees. Its charges are held meanwhile by the engine that decided. The question is
     * bound to the call and the policy's revision, and is answered once, through that engine; a yes is a yes to all the
     * rules that ask.
     *
     * @param id names the question: no other decision has it, in whatever process
     * @param call the call that waits, its arguments frozen
     * @param rules the rules that ask, in the order of judging; at least one
     * @param timeout how long the answer may take, counted from the decision: the shortest that a rule sets
     * @param expiresAt the instant from which an answer comes too late, by the engine's clock
     * @param charges what is held, in the order of the limits
     * @param revision the revision of the policy that decided
     */
    record ApprovalRequired(
            String id,
            ToolCall call,
            List<AskingRule> rules,
            Duration timeout,
            Instant expiresAt,
            List<DecisionEvent.Charged> charges,
            String revision)
            implements Decision {
        /**
         * Copies the lists.
         *
         * @throws IllegalArgumentException if no rule asks
         */
        public ApprovalRequired {
            rules = List.copyOf(rules);
            charges = List.copyOf(charges);
            if (rules.isEmpty()) {
                throw new IllegalArgumentException("an approval needs a rule that asks");
            }
        }

        /**
         * Where the first rule that asks stands, by which a denial of the call is reported.
         *
         * @return the rule's id
         */
        public RuleId rule() {
            return rules.get(0).id();
        }

        /**
         * What to call the first rule that asks.
         *
         * @return the rule's name
         */
        public String ruleName() {
            return rules.get(0).name();
        }

        /**
         * Whose yes counts for the question: that which the strictest of the rules wants.
         *
         * @return who
         */
        public ApprovedBy by() {
            return AskingRule.strictest(rules);
        }

        /**
         * What the author says of the rules that ask, for the agent.
         *
         * @return their messages one after the other, each once
         */
        public String message() {
            return rules.stream()
                    .map(AskingRule::message)
                    .distinct()
                    .reduce(Denial::followed)
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return "ApprovalRequired["
                    + rules.stream().map(AskingRule::id).map(RuleId::toString).collect(Collectors.joining(", "))
                    + " for " + call + "]";
        }
    }
}
