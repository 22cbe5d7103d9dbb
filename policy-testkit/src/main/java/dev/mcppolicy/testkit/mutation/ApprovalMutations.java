package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.testkit.internal.SpanText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The small changes of what becomes of an approval: how long it waits, whose yes counts, and how long that holds. */
final class ApprovalMutations {
    private static final Duration A_WHILE = Duration.ofHours(1);

    private final RequireApproval rule;
    private final List<MutatedRule> changed = new ArrayList<>();

    private ApprovalMutations(RequireApproval rule) {
        this.rule = rule;
    }

    static List<MutatedRule> of(RequireApproval rule) {
        ApprovalMutations mutations = new ApprovalMutations(rule);
        mutations.changeTimeout();
        mutations.changeAnswerers();
        Remembrance remember = rule.remember();
        if (remember == null) {
            mutations.remembering("remembers a yes for " + SpanText.of(A_WHILE), Remembrance.ofSameArguments(A_WHILE));
        } else {
            mutations.changeRemembrance(remember);
        }
        return mutations.changed;
    }

    private void changeTimeout() {
        Duration timeout = rule.timeout();
        for (Duration other : List.of(timeout.multipliedBy(2), timeout.dividedBy(2))) {
            if (!other.isZero()) {
                changed.add(MutatedRule.of(
                        "waits " + SpanText.of(other) + " for an answer, not " + SpanText.of(timeout),
                        rule.withTimeout(other)));
            }
        }
    }

    private void changeAnswerers() {
        for (ApprovedBy by : ApprovedBy.values()) {
            if (by != rule.by()) {
                String whose =
                        switch (by) {
                            case ANYONE -> "anyone's yes counts";
                            case OPERATOR -> "an operator's yes alone counts";
                            case CLIENT -> "the client's and an operator's yes alone count";
                        };
                changed.add(MutatedRule.of(whose, rule.withBy(by)));
            }
        }
    }

    private void changeRemembrance(Remembrance remember) {
        Integer uses = remember.uses();
        remembering("asks each time", null);
        for (Duration span :
                List.of(remember.span().multipliedBy(2), remember.span().dividedBy(2))) {
            if (!span.isZero()) {
                boolean isLonger = span.compareTo(remember.span()) > 0;
                remembering(
                        "remembers a yes " + (isLonger ? "twice" : "half") + " as long",
                        new Remembrance(span, remember.anyArguments(), uses));
            }
        }
        if (uses != null && uses < Remembrance.MOST_USES) {
            remembering(
                    "remembers a yes for one more call",
                    new Remembrance(remember.span(), remember.anyArguments(), uses + 1));
        }
        if (uses != null && uses > 1) {
            remembering(
                    "remembers a yes for one call less",
                    new Remembrance(remember.span(), remember.anyArguments(), uses - 1));
        }
        if (remember.anyArguments()) {
            remembering("remembers a yes for the same arguments alone", new Remembrance(remember.span(), false, uses));
        }
    }

    private void remembering(String change, @Nullable Remembrance other) {
        changed.add(MutatedRule.of(change, rule.withRemember(other)));
    }
}
