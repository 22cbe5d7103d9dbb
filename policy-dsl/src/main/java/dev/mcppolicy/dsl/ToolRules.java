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
         * Says which calls the rule concerns: those for which all conditions hold. The others pass it. A condition on a missing argument does not hold, so that leaving the argument out avoids the rule.
         *
         * @param first a condition, without wildcard
         * @param more further conditions
         * @return this rule
         * @throws IllegalArgumentException if a condition has a wildcard, or is one that may only be required
         * @throws IllegalStateException if it was already set
         */
        @CanIgnoreReturnValue
        Requirement when(Condition first, Condition... more);

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
         * Lets the yes of an operator count alone, and that of the server's own code. Without it, anyone's does.
         *
         * @return this rule
         * @throws IllegalStateException if it was already said whose yes counts
         */
        @CanIgnoreReturnValue
        Approval byOperator();

        /**
         * Lets the yes of the person at the client count, and an operator's, and none by a way that is not known.
         *
         * @return this rule
         * @throws IllegalStateException if it was already said whose yes counts
         */
        @CanIgnoreReturnValue
        Approval byClient();

        /**
         * Lets a yes hold for later calls of the tool by the same caller with the same arguments. Without it, each call is
         * asked about.
         *
         * @param span how long, counted from the answer; more than zero
         * @return this rule
         * @throws IllegalArgumentException if the span is not more than zero
         * @throws IllegalStateException if it was already said how long a yes holds
         */
        @CanIgnoreReturnValue
        Approval rememberedFor(Duration span);

        /**
         * As {@link #rememberedFor(Duration)}, for so many later calls at most.
         *
         * @param span how long
         * @param uses how many later calls, 1 to 100
         * @return this rule
         * @throws IllegalArgumentException if a number is out of range
         * @throws IllegalStateException if it was already said how long a yes holds
         */
        @CanIgnoreReturnValue
        Approval rememberedFor(Duration span, int uses);

        /**
         * Lets a yes hold for later calls of the tool by the same caller, whatever their arguments: which the human has not
         * seen.
         *
         * @param span how long, counted from the answer; more than zero
         * @param uses how many later calls, 1 to 100
         * @return this rule
         * @throws IllegalArgumentException if a number is out of range, or the rule asks for an amount or compares two values
         * @throws IllegalStateException if it was already said how long a yes holds
         */
        @CanIgnoreReturnValue
        Approval rememberedForAnyArguments(Duration span, int uses);

        /**
         * Says which calls the rule concerns: those for which all conditions hold. The others pass it. A condition on a missing argument counts as holding, as it does in the rule itself.
         *
         * @param first a condition, without wildcard
         * @param more further conditions
         * @return this rule
         * @throws IllegalArgumentException if a condition has a wildcard, or is one that may only be required
         * @throws IllegalStateException if it was already set
         */
        @CanIgnoreReturnValue
        Approval when(Condition first, Condition... more);

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
