package dev.mcppolicy.engine;

import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.condition.ValuePath;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.StoreFailure;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A rule that does not know its place yet; {@link TestPolicy} gives it one. */
sealed interface Draft {
    /** The list of a tool in which the rule stands. */
    String list();

    Rule at(RuleId id);

    /** The same rule for those calls alone of which conditions hold. */
    default Draft when(Condition... conditions) {
        return new When(this, List.of(conditions));
    }

    /** The same rule in shadow mode. */
    default Draft shadow() {
        return new Shadow(this);
    }

    static Conditions require(Condition... conditions) {
        return new Conditions(
                "require", List.of(conditions), Duration.ofMinutes(5), ApprovedBy.ANYONE, null, null, null);
    }

    static Conditions denyIf(Condition... conditions) {
        return new Conditions(
                "deny_if", List.of(conditions), Duration.ofMinutes(5), ApprovedBy.ANYONE, null, null, null);
    }

    static Conditions approval(Condition... conditions) {
        return new Conditions(
                "approval", List.of(conditions), Duration.ofMinutes(5), ApprovedBy.ANYONE, null, null, null);
    }

    static Limit limit(String counter, Window window, String max) {
        Bound bound = Bound.atMost(new BigDecimal(max));
        return new Limit(counter, window, bound, Scope.GLOBAL, Amount.ONE, StoreFailure.DENY, null, null, null);
    }

    static Condition.Comparison where(String path, String operator, Object operand) {
        return new Condition.Comparison(path(path), Operator.of(operator).orElseThrow(), operand);
    }

    private static ValuePath path(String text) {
        if (!text.startsWith("state.")) {
            return CallPath.parse(text);
        }
        String[] parts = text.split("\\.", 3);
        return new CounterPath(place(parts[1]), parts[2]);
    }

    /** Groups begin with an {@code @} in tests, which tools do not. */
    private static RulePlace place(String name) {
        if (name.equals(RulePlace.EVERY_TOOL_NAME)) {
            return RulePlace.everyTool();
        }
        return name.startsWith("@") ? RulePlace.group(name) : RulePlace.tool(name);
    }

    /** A rule that looks at conditions. */
    record Conditions(
            String list,
            List<Condition> conditions,
            Duration timeout,
            ApprovedBy by,
            @Nullable Remembrance remember,
            @Nullable String name,
            @Nullable String message)
            implements Draft {
        Conditions named(String given) {
            return new Conditions(list, conditions, timeout, by, remember, given, message);
        }

        Conditions saying(String text) {
            return new Conditions(list, conditions, timeout, by, remember, name, text);
        }

        Conditions within(Duration time) {
            return new Conditions(list, conditions, time, by, remember, name, message);
        }

        Conditions by(ApprovedBy whose) {
            return new Conditions(list, conditions, timeout, whose, remember, name, message);
        }

        Conditions remembering(Remembrance yes) {
            return new Conditions(list, conditions, timeout, by, yes, name, message);
        }

        @Override
        public Rule at(RuleId id) {
            return switch (list) {
                case "require" -> new Require(RuleHead.of(id).withName(name).withMessage(message), conditions);
                case "deny_if" -> new DenyIf(RuleHead.of(id).withName(name).withMessage(message), conditions);
                default ->
                    RequireApproval.of(RuleHead.of(id).withName(name).withMessage(message), conditions)
                            .withTimeout(timeout)
                            .withBy(by)
                            .withRemember(remember);
            };
        }
    }

    /** A limit. */
    record Limit(
            String counter,
            Window window,
            @Nullable Bound bound,
            Scope scope,
            Amount amount,
            StoreFailure failure,
            @Nullable LimitKey key,
            @Nullable String name,
            @Nullable String message)
            implements Draft {
        Limit per(Scope whose) {
            return new Limit(counter, window, bound, whose, amount, failure, key, name, message);
        }

        Limit of(String path) {
            Amount argument = new Amount.FromArgument(ArgumentPath.parse(path));
            return new Limit(counter, window, bound, scope, argument, failure, key, name, message);
        }

        Limit ofDecimal(String path) {
            Amount argument = new Amount.FromArgument(ArgumentPath.parse(path), true);
            return new Limit(counter, window, bound, scope, argument, failure, key, name, message);
        }

        /** Keeps a counter for each value at some paths, parted by commas, or of all {@code args}. */
        Limit keyedBy(String paths) {
            return new Limit(counter, window, bound, scope, amount, failure, keyOf(paths), name, message);
        }

        Limit by(String increment) {
            Amount fixed = new Amount.Fixed(new BigDecimal(increment));
            return new Limit(counter, window, bound, scope, fixed, failure, key, name, message);
        }

        Limit bound(@Nullable Bound other) {
            return new Limit(counter, window, other, scope, amount, failure, key, name, message);
        }

        Limit failingOpen() {
            return new Limit(counter, window, bound, scope, amount, StoreFailure.ALLOW, key, name, message);
        }

        Limit named(String given) {
            return new Limit(counter, window, bound, scope, amount, failure, key, given, message);
        }

        Limit saying(String text) {
            return new Limit(counter, window, bound, scope, amount, failure, key, name, text);
        }

        @Override
        public String list() {
            return "limits";
        }

        @Override
        public Rule at(RuleId id) {
            return dev.mcppolicy.model.Limit.of(
                            RuleHead.of(id).withName(name).withMessage(message), counter, window, bound)
                    .withScope(scope)
                    .withAmount(amount)
                    .withKey(key)
                    .withStoreFailure(failure);
        }
    }

    /** A rule of some calls. */
    record When(Draft draft, List<Condition> conditions) implements Draft {
        @Override
        public String list() {
            return draft.list();
        }

        @Override
        public Rule at(RuleId id) {
            Rule rule = draft.at(id);
            return rule.withHead(rule.head().withWhen(conditions));
        }
    }

    static Concurrent atOnce(int max) {
        return new Concurrent(max, Scope.GLOBAL, dev.mcppolicy.model.Concurrency.DEFAULT_LEASE, null, null, null);
    }

    /** How many calls run at once. */
    record Concurrent(
            int max,
            Scope scope,
            Duration lease,
            @Nullable LimitKey key,
            @Nullable String name,
            @Nullable String message)
            implements Draft {
        Concurrent per(Scope whose) {
            return new Concurrent(max, whose, lease, key, name, message);
        }

        Concurrent leasedFor(Duration length) {
            return new Concurrent(max, scope, length, key, name, message);
        }

        Concurrent keyedBy(String paths) {
            return new Concurrent(max, scope, lease, keyOf(paths), name, message);
        }

        Concurrent named(String given) {
            return new Concurrent(max, scope, lease, key, given, message);
        }

        Concurrent saying(String text) {
            return new Concurrent(max, scope, lease, key, name, text);
        }

        @Override
        public String list() {
            return "concurrent";
        }

        @Override
        public Rule at(RuleId id) {
            return new dev.mcppolicy.model.Concurrency(
                    RuleHead.of(id).withName(name).withMessage(message), max, scope, lease, key);
        }
    }

    /** The values at some paths, parted by commas, or all {@code args}. */
    private static LimitKey keyOf(String paths) {
        return paths.equals(LimitKey.ALL)
                ? new LimitKey.AllArguments()
                : new LimitKey.Paths(
                        Stream.of(paths.split(",")).map(CallPath::parse).toList());
    }

    /** A rule in shadow mode. */
    record Shadow(Draft draft) implements Draft {
        @Override
        public String list() {
            return draft.list();
        }

        @Override
        public Rule at(RuleId id) {
            return draft.at(id).withMode(Mode.SHADOW);
        }
    }
}
