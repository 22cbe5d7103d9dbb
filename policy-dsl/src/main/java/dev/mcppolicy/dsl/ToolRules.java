package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mcppolicy.model.condition.Condition;
import java.time.Duration;

/**
 * The rules of a tool while they are written. Every rule must pass; their order decides which denial is reported.
 *
 * <p>Used by one thread, within the function that {@link PolicyBuilder} calls. All methods throw
 * {@code IllegalStateException} once that function has returned.
 */
public sealed interface ToolRules permits RuleList, ToolRules.Requirement, ToolRules.Denial, ToolRules.Approval {
    /**
     * Adds a rule: all conditions must hold.
     *
     * @param first a condition
     * @param more further conditions
     * @return the rule, to be named or worded, and what follows
     */
    @CanIgnoreReturnValue
    Requirement require(Condition first, Condition... more);

    /**
     * Adds a rule: a call for which all conditions hold is denied. A condition on a missing argument does not hold, save
     * {@code isMissing()}.
     *
     * @param first a condition
     * @param more further conditions
     * @return the rule, to be named or worded, and what follows
     */
    @CanIgnoreReturnValue
    Denial denyIf(Condition first, Condition... more);

    /**
     * Adds a rule: every call is denied.
     *
     * @return the rule, to be named or worded, and what follows
     */
    @CanIgnoreReturnValue
    Denial deny();

    /**
     * Adds a rule: a human must agree to every call.
     *
     * @return the rule, to be named or worded, and what follows
     */
    @CanIgnoreReturnValue
    Approval requireApproval();

    /**
     * Adds a rule: a human must agree to a call for which all conditions hold. A condition on a missing argument counts
     * as holding.
     *
     * @param first a condition
     * @param more further conditions
     * @return the rule, to be named or worded, and what follows
     */
    @CanIgnoreReturnValue
    Approval requireApproval(Condition first, Condition... more);

    /**
     * Adds a limit.
     *
     * @param limit the limit
     * @return these rules, to be continued
     * @throws IllegalArgumentException if another limit of these rules has the same counter
     */
    @CanIgnoreReturnValue
    ToolRules limit(LimitBuilder limit);

    /**
     * Adds how many calls may run at once.
     *
     * @param concurrency how many, and whose
     * @return these rules, to be continued
     * @throws IllegalArgumentException if another of these rules is of the same scope and key
     */
    @CanIgnoreReturnValue
    ToolRules concurrent(ConcurrencyBuilder concurrency);

    /** A requirement that was just added. */
    sealed interface Requirement extends ToolRules permits RuleStep {
        /**
         * Names the rule, for denials and logs.
         *
         * @param name the name
         * @return this rule
         * @throws IllegalArgumentException if the name is blank
         * @throws IllegalStateException if it was already set
         */
        @CanIgnoreReturnValue
        Requirement named(String name);

        /**
         * Says what the agent reads when the requirement does not hold.
         *
         * @param message the message
         * @return this rule
         * @throws IllegalArgumentException if the message is blank
         * @throws IllegalStateException if it was already set
         */
        @CanIgnoreReturnValue
        Requirement orDeny(String message);

        /**
         * Puts the rule in shadow mode: it says what it would have decided and blocks nothing.
         *
         * @return this rule
         * @throws IllegalStateException if it was already put in shadow mode
         */
        @CanIgnoreReturnValue
        Requirement shadow();
    }

    /** A deny rule that was just added. */
    sealed interface Denial extends ToolRules permits RuleStep {
        /**
         * Names the rule, for denials and logs.
         *
         * @param name the name
         * @return this rule
         * @throws IllegalArgumentException if the name is blank
         * @throws IllegalStateException if it was already set
         */
        @CanIgnoreReturnValue
        Denial named(String name);

        /**
         * Says what the agent reads when the rule denies.
         *
         * @param message the message
         * @return this rule
         * @throws IllegalArgumentException if the message is blank
         * @throws IllegalStateException if it was already set
         */
        @CanIgnoreReturnValue
        Denial because(String message);

        /**
         * Puts the rule in shadow mode: it says what it would have decided and blocks nothing.
         *
         * @return this rule
         * @throws IllegalStateException if it was already put in shadow mode
         */
        @CanIgnoreReturnValue
        Denial shadow();
    }

    /** An approval rule that was just added. */
    sealed interface Approval extends ToolRules permits RuleStep {
        /**
         * Names the rule, for denials and logs.
         *
         * @param name the name
         * @return this rule
         * @throws IllegalArgumentException if the name is blank
         * @throws IllegalStateException if it was already set
         */
        @CanIgnoreReturnValue
        Approval named(String name);

        /**
         * Says what the human and the agent read.
         *
         * @param message the message
         * @return this rule
         * @throws IllegalArgumentException if the message is blank
         * @throws IllegalStateException if it was already set
         */
        @CanIgnoreReturnValue
        Approval because(String message);

        /**
         * Says how long the human may take. Without it, five minutes.
         *
         * @param timeout more than zero
         * @return this rule
         * @throws IllegalArgumentException if the time-out is not more than zero
         * @throws IllegalStateException if it was already set
         */
        @CanIgnoreReturnValue
        Approval within(Duration timeout);

        /**
         * Puts the rule in shadow mode: it says what it would have decided and blocks nothing.
         *
         * @return this rule
         * @throws IllegalStateException if it was already put in shadow mode
         */
        @CanIgnoreReturnValue
        Approval shadow();
    }
}
