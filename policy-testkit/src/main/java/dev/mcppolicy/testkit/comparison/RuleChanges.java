package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.StoreFailure;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.testkit.comparison.PolicyDifference.Change;
import dev.mcppolicy.testkit.internal.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one rule of a place says otherwise than the rule of the same kind that it took the place of. */
final class RuleChanges {
    private final RulePlace place;
    private final Rule before;
    private final Rule after;
    /** Whether neither of the rules decides anything. */
    private final boolean shadow;

    private final List<StatedChange> changes = new ArrayList<>();

    private RuleChanges(RulePlace place, Rule before, Rule after, boolean policyIsShadow) {
        this.place = place;
        this.before = before;
        this.after = after;
        this.shadow = policyIsShadow || (before.mode() == Mode.SHADOW && after.mode() == Mode.SHADOW);
    }

    /** The changes, of rules of one class; none only where they are equal but for their ids and the same code. */
    static List<StatedChange> between(RulePlace place, Rule before, Rule after, boolean policyIsShadow) {
        RuleChanges changes = new RuleChanges(place, before, after, policyIsShadow);
        if (!after.judgesAs(asWritten(before, after))) {
            changes.compare();
        }
        return changes.changes;
    }

    /** A rule with the id of another, and its max written as there where it is the same number. */
    private static Rule asWritten(Rule rule, Rule other) {
        Rule same = rule.withHead(rule.head().withId(other.id()));
        return same instanceof Limit limit && other instanceof Limit its && compare(limit.bound(), its.bound()) == 0
                ? limit.withBound(its.bound())
                : same;
    }

    private void compare() {
        text("name", before.name(), after.name());
        text("message", before.message(), after.message());
        add(
                "mode",
                word(before.mode()),
                word(after.mode()),
                loosened(before.mode().compareTo(after.mode())));
        ConditionChanges selecting = new ConditionChanges("when", before.when(), after.when());
        selecting.change(ConditionChanges::unlessBound, Change.TIGHTENED, this::add);
        if (before instanceof Limit was && after instanceof Limit is) {
            compareLimits(was, is);
        } else if (before instanceof Concurrency was && after instanceof Concurrency is) {
            comparePlaces(was, is);
        } else {
            compareConditions();
        }
        if (before instanceof RequireApproval was && after instanceof RequireApproval is) {
            compareAnswers(was, is);
        }
        if (changes.isEmpty()) {
            add(
                    "meaning",
                    RuleText.of(before),
                    RuleText.of(after) + ", by other code or in another form",
                    Change.EITHER_WAY);
        }
    }

    private void compareConditions() {
        ConditionChanges conditions = new ConditionChanges("condition", before.conditions(), after.conditions());
        if (before instanceof Require) {
            conditions.change(ConditionChanges::always, Change.LOOSENED, this::add);
        } else if (before instanceof DenyIf) {
            conditions.change(ConditionChanges::always, Change.TIGHTENED, this::add);
        } else {
            conditions.change(ConditionChanges::unlessBound, Change.TIGHTENED, this::add);
        }
    }

    private void compareAnswers(RequireApproval was, RequireApproval is) {
        add(
                "timeout",
                SpanText.of(was.timeout()),
                SpanText.of(is.timeout()),
                loosened(was.timeout().compareTo(is.timeout())));
        add("by", was.by().id(), is.by().id(), loosened(was.by().compareTo(is.by())));
        add(
                "remember",
                RuleText.of(was.remember()),
                RuleText.of(is.remember()),
                remembered(was.remember(), is.remember()));
    }

    private static Change remembered(@Nullable Remembrance was, @Nullable Remembrance is) {
        if (was == null || is == null) {
            return loosened(Boolean.compare(was != null, is != null));
        }
        int span = was.span().compareTo(is.span());
        int arguments = Boolean.compare(was.anyArguments(), is.anyArguments());
        int uses = Integer.compare(uses(was), uses(is));
        boolean more = span < 0 || arguments < 0 || uses < 0;
        boolean less = span > 0 || arguments > 0 || uses > 0;
        return more == less ? Change.EITHER_WAY : more ? Change.LOOSENED : Change.TIGHTENED;
    }

    private static int uses(Remembrance remember) {
        return Objects.requireNonNullElse(remember.uses(), Integer.MAX_VALUE);
    }

    private void comparePlaces(Concurrency was, Concurrency is) {
        add(
                "max",
                Integer.toString(was.max()),
                Integer.toString(is.max()),
                loosened(Integer.compare(was.max(), is.max())));
        add("scope", was.scope().id(), is.scope().id(), Change.EITHER_WAY);
        add(
                "lease",
                SpanText.of(was.lease()),
                SpanText.of(is.lease()),
                loosened(is.lease().compareTo(was.lease())));
        add("key", text(was.key()), text(is.key()), Change.EITHER_WAY);
    }

    private void compareLimits(Limit was, Limit is) {
        add("max", RuleText.of(was.bound()), RuleText.of(is.bound()), loosened(compare(was.bound(), is.bound())));
        add("window", SpanText.of(was.window()), SpanText.of(is.window()), windows(was.window(), is.window()));
        add("scope", was.scope().id(), is.scope().id(), Change.EITHER_WAY);
        add("amount", RuleText.of(was.amount()), RuleText.of(is.amount()), Change.EITHER_WAY);
        add("key", text(was.key()), text(is.key()), Change.EITHER_WAY);
        add(
                "store failure",
                word(was.storeFailure()),
                word(is.storeFailure()),
                was.storeFailure() == StoreFailure.DENY ? Change.LOOSENED : Change.TIGHTENED);
        boolean countsAnew = was.withCounter(is.counter())
                .withBound(is.bound())
                .withHead(is.head())
                .equals(is);
        if (countsAnew) {
            // A counter that its author did not name is called by what else has changed here.
            add("counter", "`" + was.counter() + "`", "`" + is.counter() + "`", Change.EITHER_WAY);
        }
    }

    private static int compare(@Nullable Bound was, @Nullable Bound is) {
        if (was == null || is == null) {
            return Boolean.compare(was == null, is == null);
        }
        int order = was.max().compareTo(is.max());
        return order == 0 ? Boolean.compare(was.inclusive(), is.inclusive()) : order;
    }

    /** A window that consists of whole ones of the other holds the same count for longer. */
    private static Change windows(Window was, Window is) {
        if (was instanceof Window.Sliding old && is instanceof Window.Sliding now) {
            return loosened(now.length().compareTo(old.length()));
        }
        if (was instanceof Window.Calendar old && is instanceof Window.Calendar now) {
            boolean nested = old.compareTo(Window.Calendar.WEEK) < 0 || now.compareTo(Window.Calendar.WEEK) < 0;
            return nested ? loosened(now.compareTo(old)) : Change.EITHER_WAY;
        }
        return Change.EITHER_WAY;
    }

    private void text(String part, @Nullable String was, @Nullable String is) {
        add(part, RuleText.quoted(was), RuleText.quoted(is), Change.OTHER);
    }

    private static @Nullable String text(@Nullable Object key) {
        return key == null ? null : "`" + key + "`";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Less before than now is looser. */
    private static Change loosened(int order) {
        return order < 0 ? Change.LOOSENED : Change.TIGHTENED;
    }

    private void add(String part, @Nullable String was, @Nullable String is, Change change) {
        if (!Objects.equals(was, is)) {
            changes.add(new StatedChange(
                    shadow ? Change.OTHER : change, place, after.id(), RuleText.label(before), part, was, is));
        }
    }
}
