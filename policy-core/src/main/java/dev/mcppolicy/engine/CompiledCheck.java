package dev.mcppolicy.engine;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.model.CounterPath;
import dev.mcppolicy.model.CounterReads;
import dev.mcppolicy.model.Rule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule that looks at conditions alone, with its denials made ready. */
final class CompiledCheck {
    private final Rule rule;
    private final String label;
    private final ConditionNode conditions;
    /** The outcome of the conditions that denies. */
    private final Truth denying;

    private final Decision.Deny denied;
    private final Decision.Deny cannotTell;

    private CompiledCheck(Rule rule, ConditionNode conditions, Truth denying, Denials denials) {
        this.rule = rule;
        this.label = denials.label(rule);
        this.conditions = conditions;
        this.denying = denying;
        this.denied = denials.byRule(rule);
        this.cannotTell = denials.cannotEvaluate(rule);
    }

    static CompiledCheck of(Rule.Require rule, Denials denials) {
        return new CompiledCheck(
                rule, compile(ConditionCompiler.Reading.REQUIREMENT, rule.conditions()), Truth.FALSE, denials);
    }

    static CompiledCheck of(Rule.DenyIf rule, Denials denials) {
        return new CompiledCheck(
                rule, compile(ConditionCompiler.Reading.DENIAL, rule.conditions()), Truth.TRUE, denials);
    }

    static ConditionNode compile(ConditionCompiler.Reading reading, List<Condition> conditions) {
        ConditionNode[] nodes = new ConditionCompiler(reading).compile(conditions);
        return nodes.length == 1 ? nodes[0] : new CombinedNode(Truth.TRUE, nodes);
    }

    /** The denial of a call, or null if it passes. */
    Decision.@Nullable Deny check(Map<String, @Nullable Object> arguments, CounterReadings counters) {
        Truth outcome = conditions.test(arguments, counters);
        if (outcome == denying) {
            return denied;
        }
        return outcome == Truth.CANNOT_TELL ? cannotTell : null;
    }

    Set<CounterPath> reads() {
        return CounterReads.of(rule);
    }

    Explanation.RuleLook explain(Map<String, @Nullable Object> arguments, CounterReadings counters) {
        Decision.Deny denial = check(arguments, counters);
        Explanation.Result result = denial == null
                ? Explanation.Result.PASSED
                : denial.equals(denied) ? Explanation.Result.DENIED : Explanation.Result.CANNOT_TELL;
        return Explanation.RuleLook.of(rule, label, result, conditions, arguments, counters);
    }
}
