package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a search does not try of the rules that two policies have. */
final class SearchBounds {
    private static final Set<Operator> OPEN =
            EnumSet.of(Operator.REGEX, Operator.NOT_REGEX, Operator.WITHIN, Operator.HOST_IN, Operator.EMAIL_IN);
    private static final int NAMED = 5;

    private SearchBounds() {}

    /** A sentence for each, without final period; none where nothing is to be tried. */
    static List<String> of(Policy before, Policy after, List<StatedChange> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<PlacedRule> rules = Stream.of(before, after)
                .flatMap(policy -> policy.rules().stream())
                .toList();
        Set<String> texts = new LinkedHashSet<>();
        Set<String> code = new LinkedHashSet<>();
        boolean times = false;
        boolean counts = false;
        for (PlacedRule placed : rules) {
            for (Condition condition : placed.rule().allConditions()) {
                for (Condition leaf : condition.leaves()) {
                    Condition plain = leaf instanceof Condition.Optional optional ? optional.comparison() : leaf;
                    if (plain instanceof Condition.Comparison comparison && OPEN.contains(comparison.operator())) {
                        texts.add(
                                comparison.path() + " " + comparison.operator().id());
                    } else if (plain instanceof Condition.NamedPredicate predicate) {
                        code.add(predicate.name());
                    } else if (plain instanceof Condition.SchemaMatch) {
                        code.add("schema");
                    }
                    times |= plain instanceof Condition.AtTime;
                }
            }
            counts |= placed.rule() instanceof Limit || placed.rule() instanceof Concurrency;
        }
        List<String> bounds = new ArrayList<>();
        if (!texts.isEmpty()) {
            bounds.add("of patterns, folders, hosts and addresses some texts inside and outside are tried, never all: "
                    + names(texts));
        }
        if (!code.isEmpty()) {
            bounds.add("code and schemas are put to the values that other rules ask for: " + names(code));
        }
        if (times) {
            bounds.add("of times the edges of each span near 2026-06-01 are tried, no other weeks");
        }
        if (counts) {
            bounds.add("no store fails, no call runs longer than its lease, and each limit is pressed by at most "
                    + ComparisonSearch.CALLS_PER_PRESS + " calls through few of its windows");
        }
        return List.copyOf(bounds);
    }

    private static String names(Set<String> all) {
        String named = "`" + String.join("`, `", all.stream().limit(NAMED).toList()) + "`";
        return all.size() <= NAMED ? named : named + " and " + (all.size() - NAMED) + " more";
    }
}
