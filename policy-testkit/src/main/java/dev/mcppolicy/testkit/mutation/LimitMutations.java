package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.testkit.internal.CallChoices;
import dev.mcppolicy.testkit.internal.Headroom;
import dev.mcppolicy.testkit.internal.NumberRange;
import dev.mcppolicy.testkit.internal.SpanText;
import dev.mcppolicy.testkit.internal.ValueText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The small changes of what is counted: another max, window, scope, key, amount or lease. */
final class LimitMutations {
    private final List<MutatedRule> changed = new ArrayList<>();

    private LimitMutations() {}

    static List<MutatedRule> of(Limit limit) {
        LimitMutations mutations = new LimitMutations();
        Bound bound = limit.bound();
        if (bound != null) {
            mutations.changeBound(limit, bound);
        }
        for (Window window : WindowMutations.of(limit.window())) {
            mutations.add(
                    "counts per " + SpanText.of(window) + ", not per " + SpanText.of(limit.window()),
                    limit.withWindow(window));
        }
        mutations.changeScope(limit.scope(), limit::withScope);
        mutations.changeKey(limit.key(), limit::withKey);
        if (limit.amount() instanceof Amount.FromArgument from) {
            mutations.changeAmount(limit, from);
        }
        return mutations.changed;
    }

    static List<MutatedRule> of(Concurrency rule) {
        LimitMutations mutations = new LimitMutations();
        for (int max : new int[] {rule.max() + 1, rule.max() - 1}) {
            if (max > 0) {
                mutations.add("lets " + max + " run at once, not " + rule.max(), rule.withMax(max));
            }
        }
        mutations.changeScope(rule.scope(), rule::withScope);
        mutations.changeKey(rule.key(), rule::withKey);
        for (Duration lease : List.of(rule.lease().dividedBy(2), rule.lease().multipliedBy(2))) {
            boolean isLease =
                    lease.compareTo(Concurrency.SHORTEST_LEASE) >= 0 && lease.compareTo(Concurrency.LONGEST_LEASE) <= 0;
            if (isLease) {
                mutations.add(
                        "leases a place for " + lease.toMillis() + " ms, not "
                                + rule.lease().toMillis() + " ms",
                        rule.withLease(lease.truncatedTo(ChronoUnit.MILLIS)));
            }
        }
        return mutations.changed;
    }

    private void add(String change, Rule rule) {
        changed.add(MutatedRule.of(change, rule));
    }

    private void changeBound(Limit limit, Bound bound) {
        BigDecimal step = NumberRange.step(bound.max());
        for (BigDecimal max : List.of(bound.max().add(step), bound.max().subtract(step))) {
            if (max.signum() > 0) {
                add(
                        "`" + Headroom.bound(limit) + "` became " + ValueText.number(max),
                        limit.withBound(new Bound(max, bound.inclusive())));
            }
        }
    }

    private void changeScope(Scope scope, Function<Scope, Rule> with) {
        for (Scope other : Scope.values()) {
            if (other != scope) {
                add("counts per " + other.id() + ", not per " + scope.id(), with.apply(other));
            }
        }
    }

    private void changeKey(@Nullable LimitKey key, Function<@Nullable LimitKey, Rule> with) {
        if (key == null) {
            return;
        }
        add("counts all together, not for each `" + key + "`", with.apply(null));
        if (key instanceof LimitKey.Paths some) {
            add(
                    "counts for each `" + LimitKey.ALL + "`, not for each `" + key + "`",
                    with.apply(new LimitKey.AllArguments()));
            for (CallPath path : some.paths()) {
                if (some.paths().size() > 1) {
                    List<CallPath> fewer = new ArrayList<>(some.paths());
                    fewer.remove(path);
                    add("lost `" + path + "` of what it counts by", with.apply(new LimitKey.Paths(fewer)));
                }
            }
        }
    }

    private void changeAmount(Limit limit, Amount.FromArgument from) {
        add("counts 1, not `" + from.path() + "`", limit.withAmount(Amount.ONE));
        if (from.decimal()) {
            add(
                    "takes no text for the number at `" + from.path() + "`",
                    limit.withAmount(new Amount.FromArgument(from.path())));
        }
        if (from.path().hasWildcard()) {
            ArgumentPath first = CallChoices.firstPlace(from.path());
            add(
                    "counts `" + first + "` alone, not `" + from.path() + "`",
                    limit.withAmount(new Amount.FromArgument(first, from.decimal())));
        }
    }
}
