package dev.mcppolicy.cli.output;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation as programs read it. What does not apply, and a value that is not to be told, is left out. */
public final class ExplanationJson {
    private final ExplainedCall explained;

    private ExplanationJson(ExplainedCall explained) {
        this.explained = explained;
    }

    public static Map<String, Object> of(ExplainedCall explained) {
        return new ExplanationJson(explained).members();
    }

    /** An explanation of a decision of a log; limits are left out, since their counters are not known anew. */
    public static Map<String, Object> of(LoggedDecision logged, ExplainedCall explained) {
        Map<String, Object> members = of(explained);
        members.put("limits", List.of());
        members.put("places", List.of());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("line", logged.line());
        line.put("decision", logged.decision());
        putIfThere(line, "code", logged.code());
        putIfThere(line, "rule", logged.rule());
        putIfThere(line, "ruleName", logged.ruleName());
        line.put("revision", logged.revision());
        line.put(
                "counters",
                logged.charges().stream().map(ExplanationJson::charge).toList());
        members.put("logged", line);
        return members;
    }

    private static Map<String, Object> charge(LoggedDecision.Charge charge) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("counter", charge.counter());
        putIfThere(members, "tool", charge.tool());
        members.put("window", charge.window());
        members.put("scope", charge.scope());
        members.put("before", charge.before());
        members.put("after", charge.after());
        putIfThere(members, "max", charge.max());
        return members;
    }

    private static void putIfThere(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    private Map<String, Object> members() {
        Explanation explanation = explained.explanation();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("tool", explained.call().tool());
        members.put("at", explained.at().toString());
        members.put("caller", CallerJson.of(explained.call().caller()));
        members.put("rules", explanation.rules().stream().map(this::rule).toList());
        members.put("limits", explanation.limits().stream().map(this::limit).toList());
        members.put("places", explanation.places().stream().map(this::places).toList());
        Map<String, Object> decision = DecisionJson.of(explanation.decision(), null);
        if (explanation.decision() instanceof Decision.ApprovalRequired approval) {
            decision.put(
                    "timeoutSeconds", DecisionJson.rounded(approval.timeout()).toSeconds());
        }
        members.put("answer", decision);
        members.put(
                "shadow", explanation.shadow().stream().map(DecisionJson::of).toList());
        return members;
    }

    private Map<String, Object> rule(Explanation.RuleEvaluation evaluation) {
        return evaluated(
                evaluation.id(), evaluation.label(), evaluation.result(), evaluation.mode(), evaluation.comparisons());
    }

    private Map<String, Object> evaluated(
            RuleId id, String label, Explanation.Result result, Mode mode, List<Explanation.Comparison> comparisons) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("rule", id.value());
        members.put("ruleName", label);
        members.put("result", result.name().toLowerCase(Locale.ROOT));
        members.put("mode", mode.name().toLowerCase(Locale.ROOT));
        members.put("comparisons", comparisons.stream().map(this::comparison).toList());
        return members;
    }

    private Map<String, Object> comparison(Explanation.Comparison comparison) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("condition", comparison.condition());
        members.put("outcome", comparison.outcome().name().toLowerCase(Locale.ROOT));
        Object actual = comparison.actual();
        if (actual != null) {
            members.put("found", comparison.misfit() == null ? ValueKind.of(actual) : comparison.misfit());
            if (comparison.misfit() == null && explained.shows(comparison)) {
                members.put("value", actual);
            }
        }
        return members;
    }

    private Map<String, Object> limit(Explanation.LimitEvaluation evaluation) {
        Map<String, Object> members = evaluated(
                evaluation.rule().id(),
                evaluation.label(),
                evaluation.result(),
                evaluation.mode(),
                evaluation.comparisons());
        members.put("counter", evaluation.rule().counter());
        members.put("window", evaluation.rule().window().id());
        putSharing(members, evaluation.rule().scope(), evaluation.rule().key());
        if (evaluation.rule().bound() != null) {
            members.put("max", evaluation.rule().bound().max());
            members.put("inclusive", evaluation.rule().bound().inclusive());
        }
        BigDecimal before = evaluation.used();
        BigDecimal amount = evaluation.amount();
        if (before != null) {
            members.put("before", before);
        }
        if (before != null && amount != null && explained.showsAmount(evaluation)) {
            members.put("amount", amount);
            members.put("after", explained.charges(evaluation) ? before.add(amount) : before);
        }
        return members;
    }

    private Map<String, Object> places(Explanation.ConcurrencyEvaluation evaluation) {
        Map<String, Object> members = evaluated(
                evaluation.rule().id(),
                evaluation.label(),
                evaluation.result(),
                evaluation.mode(),
                evaluation.comparisons());
        members.put("max", evaluation.rule().max());
        putSharing(members, evaluation.rule().scope(), evaluation.rule().key());
        if (evaluation.held() != null) {
            members.put("held", evaluation.held());
        }
        return members;
    }

    private static void putSharing(Map<String, Object> members, Scope scope, @Nullable LimitKey key) {
        members.put("scope", scope.id());
        if (key != null) {
            members.put("key", key.toString());
        }
    }
}
