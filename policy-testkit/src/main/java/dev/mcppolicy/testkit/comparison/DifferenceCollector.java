package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.testkit.internal.ValueText;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gathers the differences that a search comes across, and keeps the smallest witness of each. */
final class DifferenceCollector {
    private static final Comparator<Witness> SMALLEST = Comparator.<Witness>comparingInt(Witness::calls)
            .thenComparing(Witness::pause)
            .thenComparing(witness -> !witness.start().equals(PolicyPair.START))
            .thenComparing(witness -> !witness.call().caller().isAnonymous())
            .thenComparing(witness -> witness.call().argumentsAsObject().size())
            .thenComparing(witness -> weight(witness.call()))
            .thenComparing(Witness::words);

    private final Policy before;
    private final Policy after;
    private final LongConsumer progress;
    private final Map<Key, Found> found = new LinkedHashMap<>();
    private long calls;

    DifferenceCollector(Policy before, Policy after, LongConsumer progress) {
        this.before = before;
        this.after = after;
        this.progress = progress;
    }

    /**
     * What makes two differences one.
     *
     * @param tool the tool, or empty where the rule that denies is one for every tool
     * @param cause the comparison that the rule denies by, or empty where that is not one
     */
    record Key(
            String tool,
            @Nullable String was,
            @Nullable DenialCode wasCode,
            @Nullable String is,
            @Nullable DenialCode isCode,
            PolicyDifference.Change change,
            String cause) {}

    /** A difference with its smallest witness so far. */
    static final class Found {
        private Witness witness;
        private PolicyDifference.Verdict was;
        private PolicyDifference.Verdict is;
        private long calls;

        private Found(Witness witness, PolicyDifference.Verdict was, PolicyDifference.Verdict is) {
            this.witness = witness;
            this.was = was;
            this.is = is;
        }

        Witness witness() {
            return witness;
        }

        private PolicyDifference.Change change() {
            return PolicyDifference.change(was, is);
        }

        PolicyDifference difference() {
            return new PolicyDifference(change(), witness, was, is, calls);
        }
    }

    /** Counts a call, and keeps it if the decisions on it differ. */
    void see(PolicyPair pair, PolicyPair.Decisions decisions, ToolCall call, Supplier<Witness> witness) {
        progress.accept(++calls);
        Key key = key(pair, decisions, call);
        if (key != null) {
            Witness shown = witness.get();
            PolicyDifference.Verdict was = PolicyDifference.Verdict.of(decisions.was());
            PolicyDifference.Verdict is = PolicyDifference.Verdict.of(decisions.is());
            Found kept = found.computeIfAbsent(key, same -> new Found(shown, was, is));
            kept.calls++;
            keep(kept, shown, was, is);
        }
    }

    /** Puts a smaller witness of the same difference in the place of the one kept. */
    private static void keep(Found kept, Witness witness, PolicyDifference.Verdict was, PolicyDifference.Verdict is) {
        int plainer = Boolean.compare(isUnclear(was, is), isUnclear(kept.was, kept.is));
        if (plainer < 0 || (plainer == 0 && SMALLEST.compare(witness, kept.witness) < 0)) {
            kept.witness = witness;
            kept.was = was;
            kept.is = is;
        }
    }

    /** Whether a verdict is not what the rule says but that it cannot be told. */
    private static boolean isUnclear(PolicyDifference.Verdict was, PolicyDifference.Verdict is) {
        return was.code() == DenialCode.CANNOT_EVALUATE || is.code() == DenialCode.CANNOT_EVALUATE;
    }

    void replace(Found kept, Witness smaller) {
        kept.witness = smaller;
    }

    Map<Key, Found> found() {
        return found;
    }

    long calls() {
        return calls;
    }

    /**
     * Leaves out that calls are denied otherwise where other calls of the tool are decided differently: it follows from
     * the same change.
     */
    void dropWhatFollows() {
        Set<String> changed = found.values().stream()
                .filter(kept -> kept.change() != PolicyDifference.Change.DENIED_OTHERWISE)
                .map(kept -> kept.witness.call().tool())
                .collect(Collectors.toSet());
        found.values()
                .removeIf(kept -> kept.change() == PolicyDifference.Change.DENIED_OTHERWISE
                        && changed.contains(kept.witness.call().tool()));
    }

    /** The differences, the dangerous first. */
    List<PolicyDifference> differences() {
        return found.values().stream()
                .map(Found::difference)
                .sorted(Comparator.comparing(PolicyDifference::change))
                .toList();
    }

    /** What the difference between two decisions is, or null where there is none. */
    @Nullable
    Key key(PolicyPair pair, PolicyPair.Decisions decisions, ToolCall call) {
        PolicyDifference.Verdict was = PolicyDifference.Verdict.of(decisions.was());
        PolicyDifference.Verdict is = PolicyDifference.Verdict.of(decisions.is());
        boolean sameKind = was.kind() == is.kind();
        if (was.isLike(is)) {
            return null;
        }
        boolean general = isGeneral(before, was.rule()) || isGeneral(after, is.rule());
        String cause = sameKind
                ? ""
                : was.kind() == PolicyDifference.Kind.DENIED
                        ? cause(pair.before(), call, was)
                        : is.kind() == PolicyDifference.Kind.DENIED ? cause(pair.after(), call, is) : "";
        return new Key(
                general ? "" : call.tool(),
                was.ruleName(),
                code(was),
                is.ruleName(),
                code(is),
                PolicyDifference.change(was, is),
                cause);
    }

    /** Why a call is denied; that a rule cannot tell is the same as that it denies. */
    private static @Nullable DenialCode code(PolicyDifference.Verdict verdict) {
        return verdict.code() == DenialCode.CANNOT_EVALUATE ? DenialCode.DENIED_BY_RULE : verdict.code();
    }

    private static boolean isGeneral(Policy policy, @Nullable RuleId rule) {
        return rule != null
                && policy.rules().stream()
                        .filter(placed -> !(placed.place() instanceof RulePlace.Tool))
                        .anyMatch(placed -> placed.rule().id().equals(rule));
    }

    /** The comparison by which the rule denies: the first that is not as the rule wants it. */
    private static String cause(PolicyEngine engine, ToolCall call, PolicyDifference.Verdict verdict) {
        for (Explanation.RuleEvaluation look : engine.explain(call).rules()) {
            if (look.id().equals(verdict.rule()) && look.rule() instanceof Require) {
                return look.comparisons().stream()
                        .filter(comparison -> comparison.outcome() != Truth.TRUE)
                        .map(Explanation.Comparison::condition)
                        .findFirst()
                        .orElse("");
            }
        }
        return "";
    }

    private static int weight(ToolCall call) {
        return ValueText.value(call.arguments()).length();
    }
}
