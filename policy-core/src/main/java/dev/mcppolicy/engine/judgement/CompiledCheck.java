package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.engine.condition.CallFacts;
import dev.mcppolicy.engine.condition.ConditionCompiler;
import dev.mcppolicy.engine.condition.ConditionNode;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.CounterPath;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a call before anything is charged: a rule that looks at conditions alone, or whether another
 * concerns the call. With its denials made ready.
 */
final class CompiledCheck {
    private final Rule rule;
    private final String label;
    private final ConditionNode conditions;
    /** The one outcome of the conditions that does not deny. */
    private final Truth passing;

    private final DenialWording denials;
    private final Decision.Deny denied;
    /** What takes something for a call of which the conditions hold and for no other; null for a rule of conditions. */
    private final @Nullable StoreRule guarded;

    private CompiledCheck(
            Rule rule, ConditionNode conditions, Truth passing, @Nullable StoreRule guarded, DenialWording denials) {
        this.guarded = guarded;
        this.rule = rule;
        this.label = denials.label(rule);
        this.conditions = conditions;
        this.passing = passing;
        this.denials = denials;
        this.denied = denials.byRule(rule);
    }

    static CompiledCheck of(Require rule, ConditionCompiler compiler, DenialWording denials) {
        return new CompiledCheck(
                rule, compiler.compile(rule, ConditionCompiler.Reading.REQUIREMENT), Truth.TRUE, null, denials);
    }

    static CompiledCheck of(DenyIf rule, ConditionCompiler compiler, DenialWording denials) {
        return new CompiledCheck(
                rule, compiler.compile(rule, ConditionCompiler.Reading.DENIAL), Truth.FALSE, null, denials);
    }

    /** Whether a limit or a concurrency rule with a {@code when} concerns a call. */
    static CompiledCheck of(StoreRule guarded, ConditionCompiler compiler, DenialWording denials) {
        return new CompiledCheck(guarded.rule(), compiler.compileWhen(guarded.rule()), Truth.TRUE, guarded, denials);
    }

    /** What takes nothing for a call of which the conditions do not hold; null for a rule of conditions. */
    @Nullable
    StoreRule guarded() {
        return guarded;
    }

    /** What is put to a call. */
    ConditionNode conditions() {
        return conditions;
    }

    /** The outcome with which a call passes. */
    Truth passing() {
        return passing;
    }

    /** The denial of a call with another outcome than {@link #passing}, or for which too little work was left. */
    Decision.Deny denial(Truth outcome, Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        String passedBy = work.passedBy();
        if (passedBy != null) {
            return denials.tooMuchWork(rule, passedBy);
        }
        return outcome == Truth.CANNOT_TELL
                ? denials.cannotEvaluate(rule, conditions.untold(arguments, facts, work))
                : denied;
    }

    Set<CounterPath> reads() {
        return rule.countersRead();
    }

    /** What becomes of a call of which the conditions are told, and not with {@link #passing}. */
    private Explanation.Result otherwise() {
        return guarded == null ? Explanation.Result.DENIED : Explanation.Result.NOT_CONCERNED;
    }

    Explanation.RuleEvaluation explain(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        Truth outcome = conditions.test(arguments, facts, work);
        Explanation.Result result = outcome == passing
                ? Explainer.passed(conditions, arguments, facts, work)
                : outcome == Truth.CANNOT_TELL ? Explanation.Result.CANNOT_TELL : otherwise();
        return Explainer.evaluation(rule, label, result, conditions, arguments, facts, work);
    }
}
