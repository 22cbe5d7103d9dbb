package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.model.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Which rules of a place took the place of which: first those that are equal but for their ids, then those of one kind and
 * name, then of one kind and id.
 *
 * @param pairs the rules that have a successor, with it, in the order of the old policy
 * @param gone the rules without a successor
 * @param added the rules without a predecessor
 */
record MatchedRules(List<Pair> pairs, List<Rule> gone, List<Rule> added) {
    /**
     * A rule and its successor.
     *
     * @param before the rule
     * @param position where its successor stands in the new policy
     * @param after its successor
     */
    record Pair(Rule before, int position, Rule after) {}

    static MatchedRules of(List<Rule> before, List<Rule> after) {
        List<Rule> gone = new ArrayList<>(before);
        List<Integer> left =
                new ArrayList<>(IntStream.range(0, after.size()).boxed().toList());
        List<Pair> pairs = new ArrayList<>();
        match(MatchedRules::areEqual, gone, left, after, pairs);
        match((was, is) -> was.name() != null && was.name().equals(is.name()), gone, left, after, pairs);
        match((was, is) -> was.id().equals(is.id()), gone, left, after, pairs);
        pairs.sort(Comparator.comparingInt(pair -> before.indexOf(pair.before())));
        return new MatchedRules(pairs, gone, left.stream().map(after::get).toList());
    }

    /** Whether the rules that stayed are in another order. */
    boolean isReordered() {
        return IntStream.range(1, pairs.size())
                .anyMatch(i -> pairs.get(i).position() < pairs.get(i - 1).position());
    }

    private static boolean areEqual(Rule was, Rule is) {
        return is.judgesAs(was.withHead(was.head().withId(is.id())));
    }

    private static void match(
            BiPredicate<Rule, Rule> belong, List<Rule> gone, List<Integer> left, List<Rule> after, List<Pair> pairs) {
        for (Rule was : List.copyOf(gone)) {
            left.stream()
                    .filter(position -> after.get(position).getClass() == was.getClass())
                    .filter(position -> belong.test(was, after.get(position)))
                    .findFirst()
                    .ifPresent(position -> {
                        pairs.add(new Pair(was, position, after.get(position)));
                        gone.remove(was);
                        left.remove(position);
                    });
        }
    }
}
