package dev.mcppolicy.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a policy. Every rule that applies to a call must pass; their order only decides which denial is reported.
 *
 * <p>Rules are immutable values.
 */
public sealed interface Rule {
    /**
     * Where the rule stands in the policy document.
     *
     * @return the id
     */
    RuleId id();

    /**
     * The name that the author gave the rule.
     *
     * @return the name, or null without one
     */
    @Nullable
    String name();

    /**
     * What the author wants the agent to read when the rule denies.
     *
     * @return the message, or null for the default
     */
    @Nullable
    String message();

    /**
     * What to call the rule where its author gave no name.
     *
     * @return a short description, such as {@code calls_per_minute} or {@code args.amount gt}
     */
    String description();

    /**
     * Whether the rule decides about calls or only says what it would have decided. A policy in audit mode enforces none
     * of its rules, whatever this says.
     *
     * @return the rule's own mode, {@link Mode#ENFORCE} unless another was chosen
     */
    Mode mode();

    /**
     * The same rule in a mode.
     *
     * @param mode the mode
     * @return the changed copy
     */
    Rule withMode(Mode mode);

    /**
     * All conditions must hold; without any, the rule always passes.
     *
     * @param id where the rule stands
     * @param name the author's name for it, or null
     * @param conditions the conditions
     * @param message for the agent, or null for the default
     * @param mode whether it decides
     */
    record Require(
            RuleId id,
            @Nullable String name,
            List<Condition> conditions,
            @Nullable String message,
            Mode mode) implements Rule {
        /** Copies the conditions. */
        public Require {
            conditions = List.copyOf(conditions);
        }

        /**
         * The rule in {@link Mode#ENFORCE}.
         *
         * @param id where the rule stands
         * @param name the author's name for it, or null
         * @param conditions the conditions
         * @param message for the agent, or null for the default
         */
        public Require(RuleId id, @Nullable String name, List<Condition> conditions, @Nullable String message) {
            this(id, name, conditions, message, Mode.ENFORCE);
        }

        @Override
        public Require withMode(Mode changed) {
            return new Require(id, name, conditions, message, changed);
        }

        @Override
        public String description() {
            return RuleDescription.of(conditions, "require");
        }
    }

    /**
     * The call is denied when all conditions hold; without any, always.
     *
     * @param id where the rule stands
     * @param name the author's name for it, or null
     * @param conditions the conditions
     * @param message for the agent, or null for the default
     * @param mode whether it decides
     */
    record DenyIf(
            RuleId id,
            @Nullable String name,
            List<Condition> conditions,
            @Nullable String message,
            Mode mode) implements Rule {
        /** Copies the conditions. */
        public DenyIf {
            conditions = List.copyOf(conditions);
        }

        /**
         * The rule in {@link Mode#ENFORCE}.
         *
         * @param id where the rule stands
         * @param name the author's name for it, or null
         * @param conditions the conditions
         * @param message for the agent, or null for the default
         */
        public DenyIf(RuleId id, @Nullable String name, List<Condition> conditions, @Nullable String message) {
            this(id, name, conditions, message, Mode.ENFORCE);
        }

        @Override
        public DenyIf withMode(Mode changed) {
            return new DenyIf(id, name, conditions, message, changed);
        }

        @Override
        public String description() {
            return RuleDescription.of(conditions, "deny");
        }
    }

    /**
     * A human must agree when all conditions hold; without any, always. A condition whose argument is missing counts as
     * holding, so that leaving the argument out does not skip the human.
     *
     * @param id where the rule stands
     * @param name the author's name for it, or null
     * @param conditions the conditions
     * @param timeout how long to wait for the answer, more than zero
     * @param message for the human and the agent, or null for the default
     * @param mode whether it decides
     */
    record RequireApproval(
            RuleId id,
            @Nullable String name,
            List<Condition> conditions,
            Duration timeout,
            @Nullable String message,
            Mode mode)
            implements Rule {
        /** How long to wait where the author does not say. */
        public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

        /**
         * Copies the conditions and checks the range.
         *
         * @throws IllegalArgumentException if the time-out is not more than zero
         */
        public RequireApproval {
            conditions = List.copyOf(conditions);
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException("an approval's time-out must be more than zero");
            }
        }

        /**
         * The rule in {@link Mode#ENFORCE}.
         *
         * @param id where the rule stands
         * @param name the author's name for it, or null
         * @param conditions the conditions
         * @param timeout how long to wait for the answer, more than zero
         * @param message for the human and the agent, or null for the default
         * @throws IllegalArgumentException if the time-out is not more than zero
         */
        public RequireApproval(
                RuleId id,
                @Nullable String name,
                List<Condition> conditions,
                Duration timeout,
                @Nullable String message) {
            this(id, name, conditions, timeout, message, Mode.ENFORCE);
        }

        @Override
        public RequireApproval withMode(Mode changed) {
            return new RequireApproval(id, name, conditions, timeout, message, changed);
        }

        @Override
        public String description() {
            return RuleDescription.of(conditions, "approval");
        }
    }

    /**
     * What the calls of a window may charge to a counter together. A limit without bound only counts.
     *
     * @param id where the rule stands
     * @param name the author's name for it, or null
     * @param counter the counter's name, not empty
     * @param window the span in which it counts
     * @param bound the most it may reach, or null for no bound
     * @param scope whose calls share the counter
     * @param amount how much a call charges
     * @param storeFailure what becomes of a call when the counter store cannot be reached
     * @param message for the agent, or null for the default
     * @param mode whether it decides
     */
    record Limit(
            RuleId id,
            @Nullable String name,
            String counter,
            Window window,
            @Nullable Bound bound,
            Scope scope,
            Amount amount,
            StoreFailure storeFailure,
            @Nullable String message,
            Mode mode)
            implements Rule {
        /**
         * Checks what the parts must fulfil together.
         *
         * @throws IllegalArgumentException if the counter has no name, or the bound exceeds 63 bits in the counter's
         *     scale
         */
        public Limit {
            if (counter.isEmpty()) {
                throw new IllegalArgumentException("a counter needs a name");
            }
            if (bound != null) {
                checkFits(bound, amount);
            }
            if (amount instanceof Amount.Fixed fixed && amount.scale().unitsOf(fixed.value()) < 0) {
                throw new IllegalArgumentException("the increment is too large to be counted");
            }
        }

        /**
         * The limit in {@link Mode#ENFORCE}.
         *
         * @param id where the rule stands
         * @param name the author's name for it, or null
         * @param counter the counter's name, not empty
         * @param window the span in which it counts
         * @param bound the most it may reach, or null for no bound
         * @param scope whose calls share the counter
         * @param amount how much a call charges
         * @param storeFailure what becomes of a call when the counter store cannot be reached
         * @param message for the agent, or null for the default
         * @throws IllegalArgumentException as the full constructor
         */
        public Limit(
                RuleId id,
                @Nullable String name,
                String counter,
                Window window,
                @Nullable Bound bound,
                Scope scope,
                Amount amount,
                StoreFailure storeFailure,
                @Nullable String message) {
            this(id, name, counter, window, bound, scope, amount, storeFailure, message, Mode.ENFORCE);
        }

        @Override
        public Limit withMode(Mode changed) {
            return new Limit(id, name, counter, window, bound, scope, amount, storeFailure, message, changed);
        }

        /**
         * How finely the counter counts, a part of the counter's key.
         *
         * @return the scale of the amount
         */
        public Scale scale() {
            return amount.scale();
        }

        /**
         * The most units that the counter may hold.
         *
         * @return units of {@link #scale()}; {@link Long#MAX_VALUE} without a bound
         */
        public long maxUnits() {
            return bound == null ? Long.MAX_VALUE : scale().unitsOf(bound);
        }

        /**
         * The same limit with an answer to an unreachable store.
         *
         * @param choice what becomes of the call
         * @return the changed copy
         */
        public Limit onStoreFailure(StoreFailure choice) {
            return new Limit(id, name, counter, window, bound, scope, amount, choice, message, mode);
        }

        @Override
        public String description() {
            return counter + "_per_" + window.id();
        }

        private static void checkFits(Bound bound, Amount amount) {
            if (amount.scale().unitsOf(bound) < 0) {
                String unit = amount.scale() == Scale.WHOLE ? "whole numbers" : "millionths";
                throw new IllegalArgumentException("the max is too large: counted in " + unit + " it exceeds 63 bits");
            }
        }
    }

    /** What becomes of a call when the store that keeps a limit's counter cannot be reached. */
    enum StoreFailure {
        /** The call is denied. */
        DENY,
        /** The call passes uncounted, and the engine logs that it did. An explicit choice to fail open. */
        ALLOW
    }
}
