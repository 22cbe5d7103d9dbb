package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.internal.DecimalText;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.Condition;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rule came nearest to another decision, and by how much it missed. Where rules were expected to decide, it speaks
 * of them; where a rule denied unexpectedly, of that one; else of the rule whose bound was closest for its size.
 */
final class NearestMiss {
    private final Policy policy;
    private final JudgedCall judged;
    private final Set<RuleId> expected;

    NearestMiss(Policy policy, JudgedCall judged, Set<RuleId> expected) {
        this.policy = policy;
        this.judged = judged;
        this.expected = expected;
    }

    /** How far one rule was from its bound. */
    private record Distance(RuleId rule, String label, String words, BigDecimal relative) {}

    Optional<String> words() {
        if (!expected.isEmpty()) {
            return Optional.of(wordsOfExpected());
        }
        List<Distance> all = distances();
        return judged.decidingRule()
                .map(rule -> all.stream().filter(distance -> distance.rule().equals(rule)))
                .orElseGet(all::stream)
                .min(Comparator.comparing(Distance::relative))
                .map(distance -> "`" + distance.label() + "`: " + distance.words());
    }

    private String wordsOfExpected() {
        Optional<Distance> measured = distances().stream()
                .filter(distance -> expected.contains(distance.rule()))
                .min(Comparator.comparing(Distance::relative));
        String label = expected.stream().map(this::labelOf).findFirst().orElseThrow();
        String head = "`" + label + "` " + standing();
        return measured.map(distance -> head + ": " + distance.words()).orElse(head);
    }

    /** What the expected rule said. */
    private String standing() {
        for (Explanation.RuleEvaluation look : judged.explanation().rules()) {
            if (expected.contains(look.id())) {
                return standing(look.result());
            }
        }
        for (Explanation.LimitEvaluation look : judged.explanation().limits()) {
            if (expected.contains(look.rule().id())) {
                return standing(Headroom.passes(look) ? look.result() : Explanation.Result.DENIED);
            }
        }
        for (Explanation.ConcurrencyEvaluation look : judged.explanation().places()) {
            if (expected.contains(look.rule().id())) {
                return standing(Headroom.passes(look) ? look.result() : Explanation.Result.DENIED);
            }
        }
        return appliesToTheTool()
                ? "was not looked at"
                : "is no rule for `" + judged.call().tool() + "`";
    }

    private String standing(Explanation.Result result) {
        return switch (result) {
            case PASSED -> "passed";
            case NOT_CONCERNED -> "is for other calls";
            case DENIED, CANNOT_TELL, ASKS -> saidTheSame(result);
        };
    }

    private boolean appliesToTheTool() {
        return policy.rulesFor(judged.call().tool()).stream()
                        .map(placed -> placed.rule().id())
                        .anyMatch(expected::contains)
                || expected.stream().noneMatch(id -> id.value().startsWith("/"));
    }

    private String saidTheSame(Explanation.Result result) {
        String verb = result == Explanation.Result.ASKS ? "asks" : "denies";
        return judged.decidingRule().filter(expected::contains).isPresent() ? verb : verb + " too, but is judged later";
    }

    private String labelOf(RuleId id) {
        return policy.rules().stream()
                .map(PlacedRule::rule)
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .map(policy::labelOf)
                .orElse(id.value());
    }

    private List<Distance> distances() {
        List<Distance> distances = new ArrayList<>();
        judged.explanation().rules().forEach(look -> addComparisons(look, distances));
        judged.explanation().limits().forEach(look -> Headroom.after(look).ifPresent(room -> {
            BigDecimal most = look.rule().scale().amountOf(look.rule().maxUnits());
            String words = room.signum() < 0
                    ? "over by " + ValueText.number(room.negate())
                    : "room for " + ValueText.number(room) + " more";
            distances.add(new Distance(look.rule().id(), look.label(), words, relative(room, most)));
        }));
        return distances;
    }

    private static void addComparisons(Explanation.RuleEvaluation look, List<Distance> distances) {
        for (Explanation.Comparison comparison : look.comparisons()) {
            BigDecimal found = number(look.rule(), comparison);
            Optional<BigDecimal> bound = bound(look.rule(), comparison.condition());
            if (found != null && bound.isPresent()) {
                BigDecimal apart = found.subtract(bound.get());
                String words = comparison.condition() + ", found " + ValueText.number(found) + ", which is "
                        + (apart.signum() == 0
                                ? "the bound itself"
                                : ValueText.number(apart.abs()) + (apart.signum() > 0 ? " above" : " below"));
                distances.add(new Distance(look.id(), look.label(), words, relative(apart, bound.get())));
            }
        }
    }

    /** The number that was found, be it in text where the comparison takes that for one. */
    private static @Nullable BigDecimal number(Rule rule, Explanation.Comparison seen) {
        boolean decimal = rule.comparisons().stream()
                .anyMatch(comparison ->
                        comparison.decimal() && comparison.toString().equals(seen.condition()));
        return decimal ? DecimalText.exact(seen.actual()) : JsonNumber.exact(seen.actual());
    }

    private static BigDecimal relative(BigDecimal distance, BigDecimal bound) {
        return distance.abs().divide(bound.abs().max(BigDecimal.ONE), MathContext.DECIMAL64);
    }

    /** The number that a comparison of a rule compares with, found by the comparison's text. */
    private static Optional<BigDecimal> bound(Rule rule, String text) {
        return rule.comparisons().stream()
                .filter(comparison -> comparison.toString().equals(text))
                .map(Condition.Comparison::operand)
                .flatMap(operand -> Optional.ofNullable(JsonNumber.exact(operand)).stream())
                .findFirst();
    }
}
