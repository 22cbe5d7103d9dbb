package dev.mcppolicy.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.model.RuleId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

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
     * The call may run.
     *
     * @param reservation what the call was charged; to be committed, settled or released when it has run
     * @param revision the revision of the policy that decided
     * @param id names the decision among all, as in {@link DecisionEvent#id}; empty where nobody listens
     */
    record Allow(Reservation reservation, String revision, String id) implements Decision {}

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
     * The call may run once a human agrees. Its charges are held meanwhile. It is bound to the call and the policy
     * revision, and is answered once, through the engine that made it.
     */
    final class ApprovalRequired implements Decision {
        private final String id = DecisionIds.next();
        private final ToolCall call;
        private final RuleId rule;
        private final String ruleName;
        private final String message;
        private final Duration timeout;
        private final PendingApprovals.Ticket ticket;
        private final Reservation reservation;
        private final String revision;
        private final AtomicBoolean answered = new AtomicBoolean();
        private volatile AuditedCall audited = AuditedCall.NONE;

        ApprovalRequired(
                ToolCall call,
                CompiledApproval approval,
                PendingApprovals.Ticket ticket,
                Reservation reservation,
                String revision) {
            this.call = call;
            this.rule = approval.id();
            this.ruleName = approval.name();
            this.message = approval.message();
            this.timeout = approval.timeout();
            this.ticket = ticket;
            this.reservation = reservation;
            this.revision = revision;
        }

        /**
         * What names the question.
         *
         * @return an id that no other decision has, in whatever process
         */
        public String id() {
            return id;
        }

        /**
         * The call that waits.
         *
         * @return the call, its arguments frozen
         */
        public ToolCall call() {
            return call;
        }

        /**
         * The rule that asks.
         *
         * @return where the rule stands
         */
        public RuleId rule() {
            return rule;
        }

        /**
         * What to call the rule that asks.
         *
         * @return its label
         */
        public String ruleName() {
            return ruleName;
        }

        /**
         * What the author says of it.
         *
         * @return a message for the human and the agent
         */
        public String message() {
            return message;
        }

        /**
         * How long the answer may take.
         *
         * @return the time-out, counted from the decision
         */
        public Duration timeout() {
            return timeout;
        }

        /**
         * When the question expires.
         *
         * @return the instant from which an answer comes too late
         */
        public Instant expiresAt() {
            return ticket.expiresAt();
        }

        /**
         * What the call is charged while it waits.
         *
         * @return the held reservation, which the engine settles
         */
        public Reservation reservation() {
            return reservation;
        }

        @Override
        public String revision() {
            return revision;
        }

        PendingApprovals.Ticket ticket() {
            return ticket;
        }

        /** Notes what was charged for the call in audit mode. */
        void audited(AuditedCall charged) {
            audited = charged;
        }

        AuditedCall audited() {
            return audited;
        }

        /** Whether this is the first answer. */
        @CanIgnoreReturnValue
        boolean answer() {
            return answered.compareAndSet(false, true);
        }

        @Override
        public String toString() {
            return "ApprovalRequired[" + rule + " for " + call + "]";
        }
    }
}
