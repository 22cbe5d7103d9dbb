package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.engine.condition.CallFacts;
import dev.mcppolicy.engine.condition.ConditionCompiler;
import dev.mcppolicy.engine.condition.ConditionNode;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.CounterPath;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An approval rule, ready to be put to calls. */
final class CompiledApproval {
    private final RequireApproval rule;
    private final String label;
    private final ConditionNode conditions;
    private final DenialWording denials;
    private final AskingRule asking;
    private final Decision.Deny tooManyPending;
    private final Decision.Deny declined;
    private final Decision.Deny notAskedFor;

    CompiledApproval(RequireApproval rule, ConditionCompiler compiler, DenialWording denials) {
        this.rule = rule;
        this.label = denials.label(rule);
        this.conditions = compiler.compile(rule, ConditionCompiler.Reading.APPROVAL);
        this.denials = denials;
        this.asking = new AskingRule(
                rule.id(),
                label,
                Objects.requireNonNullElse(rule.message(), "Requires human approval."),
                rule.by(),
                rule.remember());
        this.tooManyPending = denials.tooManyPending(rule);
        this.declined = denials.declinedBefore(asking);
        this.notAskedFor = denials.notAskedFor(asking);
    }

    RuleId id() {
        return rule.id();
    }

    /** The rule as a question names it. */
    AskingRule asking() {
        return asking;
    }

    Duration timeout() {
        return rule.timeout();
    }

    /** Whether a call needs the approval. */
    Truth fires(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return conditions.test(arguments, facts, work);
    }

    /** Whether the rule looks at more than the arguments. */
    boolean needsFacts() {
        return conditions.needsFacts();
    }

    /** Whether the work of judging by the rule is counted. */
    boolean isMetered() {
        return conditions.isMetered();
    }

    /** The denial of a call of which {@link #fires} cannot tell, or for which too little work was left. */
    Decision.Deny cannotTell(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        String passedBy = work.passedBy();
        return passedBy == null
                ? denials.cannotEvaluate(rule, conditions.untold(arguments, facts, work))
                : denials.tooMuchWork(rule, passedBy);
    }

    Decision.Deny tooManyPending() {
        return tooManyPending;
    }

    /** The denial of a call that a human has declined before. */
    Decision.Deny declined() {
        return declined;
    }

    /** The denial of a call that a human has approved without being asked for this rule. */
    Decision.Deny notAskedFor() {
        return notAskedFor;
    }

    Set<CounterPath> reads() {
        return rule.countersRead();
    }

    Explanation.RuleEvaluation explain(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        Explanation.Result result =
                switch (fires(arguments, facts, work)) {
                    case TRUE -> Explanation.Result.ASKS;
                    case FALSE -> Explainer.passed(conditions, arguments, facts, work);
                    case CANNOT_TELL -> Explanation.Result.CANNOT_TELL;
                };
        return Explainer.evaluation(rule, label, result, conditions, arguments, facts, work);
    }
}
