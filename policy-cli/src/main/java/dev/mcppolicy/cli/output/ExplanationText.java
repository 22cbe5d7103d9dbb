package dev.mcppolicy.cli.output;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.testkit.internal.SpanText;
import dev.mcppolicy.text.VisibleText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An explanation as a person reads it. Argument values, and what they would reveal, are shown only if asked for. */
public final class ExplanationText {
    private static final int LONGEST_VALUE = 500;

    private final ExplainedCall explained;
    private final boolean showValues;
    private final boolean coloured;
    private final StringBuilder out = new StringBuilder();

    private ExplanationText(ExplainedCall explained, boolean coloured) {
        this.explained = explained;
        this.showValues = explained.showValues();
        this.coloured = coloured;
    }

    public static String of(ExplainedCall explained, boolean coloured) {
        return new ExplanationText(explained, coloured).text();
    }

    /** The call and the rules that look at conditions. */
    static String ofRules(ExplainedCall explained, boolean coloured) {
        ExplanationText text = new ExplanationText(explained, coloured);
        text.appendCallAndRules();
        return text.out.toString();
    }

    private void appendCallAndRules() {
        ToolCall call = explained.call();
        Explanation explanation = explained.explanation();
        out.append(AnsiColour.BOLD.on(VisibleText.of(call.tool()), coloured))
                .append(" at ")
                .append(explained.at())
                .append(" by ")
                .append(caller(call.caller()))
                .append("\n\n");
        if (!explanation.rules().isEmpty()) {
            out.append("rules\n");
            explanation.rules().forEach(this::appendRule);
            out.append('\n');
        }
    }

    private String text() {
        Explanation explanation = explained.explanation();
        appendCallAndRules();
        if (!explanation.limits().isEmpty()) {
            out.append("limits\n");
            explanation.limits().forEach(evaluation -> appendLimit(evaluation, explained.charges(evaluation)));
            out.append('\n');
        }
        if (!explanation.places().isEmpty()) {
            out.append("places\n");
            explanation.places().forEach(this::appendPlaces);
            out.append('\n');
        }
        StringBuilder whole = explanation
                .decision()
                .fold(
                        allow -> appendDecision(AnsiColour.GREEN, "allow").append('\n'),
                        this::appendDenial,
                        this::appendQuestion);
        explanation.shadow().forEach(this::appendShadow);
        return whole.toString();
    }

    private void appendShadow(ShadowDecision shadow) {
        out.append("shadow mode: ").append(shadow.kind().id().replace('_', ' '));
        Denial denial = shadow.denial();
        if (denial != null) {
            out.append("  ").append(denial.code());
        }
        out.append('\n');
        RuleId id = shadow.rule();
        String name = shadow.ruleName();
        if (id != null && name != null) {
            out.append("  ").append(rule(id, name)).append('\n');
        }
    }

    private void appendRule(Explanation.RuleEvaluation evaluation) {
        out.append("  ")
                .append(result(evaluation.result()))
                .append(' ')
                .append(rule(evaluation.id(), evaluation.label()))
                .append(mode(evaluation.mode()))
                .append('\n');
        appendComparisons(evaluation.comparisons());
    }

    private void appendComparisons(List<Explanation.Comparison> comparisons) {
        comparisons.forEach(comparison -> out.append("           ")
                .append(VisibleText.of(comparison.condition(), LONGEST_VALUE))
                .append(": ")
                .append(outcome(comparison.outcome()))
                .append(", ")
                .append(found(comparison))
                .append('\n'));
    }

    private String result(Explanation.Result result) {
        return switch (result) {
            case PASSED -> AnsiColour.GREEN.on("passes", coloured) + "  ";
            case NOT_CONCERNED -> AnsiColour.DIM.on("skipped", coloured) + " ";
            case DENIED -> AnsiColour.RED.on("denies", coloured) + "  ";
            case CANNOT_TELL -> AnsiColour.RED.on("denies", coloured) + "  ";
            case ASKS -> AnsiColour.YELLOW.on("asks", coloured) + "    ";
        };
    }

    private static String outcome(Truth outcome) {
        return switch (outcome) {
            case TRUE -> "true";
            case FALSE -> "false";
            case CANNOT_TELL -> "cannot tell";
        };
    }

    private String found(Explanation.Comparison comparison) {
        Object actual = comparison.actual();
        if (actual == null) {
            return "found nothing";
        }
        if (comparison.misfit() != null) {
            return comparison.misfit();
        }
        return explained.shows(comparison)
                ? "found " + VisibleText.of(CanonicalJson.write(actual), LONGEST_VALUE)
                : "found " + ValueKind.of(actual);
    }

    private void appendLimit(Explanation.LimitEvaluation evaluation, boolean charged) {
        Limit limit = evaluation.rule();
        out.append("  ")
                .append(rule(evaluation.rule().id(), evaluation.label()))
                .append(mode(evaluation.mode()))
                .append('\n');
        appendComparisons(evaluation.comparisons());
        out.append("           ")
                .append(VisibleText.of(limit.counter()))
                .append(", ")
                .append(bound(limit.bound()))
                .append(" per ")
                .append(limit.window().id())
                .append(", scope ")
                .append(limit.scope().id())
                .append(key(evaluation))
                .append("\n           ")
                .append(counts(evaluation, charged))
                .append('\n');
    }

    private void appendPlaces(Explanation.ConcurrencyEvaluation evaluation) {
        Concurrency rule = evaluation.rule();
        PlaceKey places = evaluation.key();
        out.append("  ")
                .append(rule(rule.id(), evaluation.label()))
                .append(mode(evaluation.mode()))
                .append('\n');
        appendComparisons(evaluation.comparisons());
        out.append("           at most ")
                .append(rule.max())
                .append(" at once, scope ")
                .append(rule.scope().id())
                .append(key(rule.key(), places == null ? null : places.value()))
                .append("\n           ")
                .append(held(evaluation))
                .append('\n');
    }

    private static String held(Explanation.ConcurrencyEvaluation evaluation) {
        if (evaluation.result() == Explanation.Result.NOT_CONCERNED) {
            return "no place: the call is none that the rule is for";
        }
        if (evaluation.result() == Explanation.Result.CANNOT_TELL) {
            return "no place: it cannot be told whether the rule is for the call";
        }
        Concurrency rule = evaluation.rule();
        return evaluation.held() == null
                ? "no place, since " + missing(rule.key(), rule.scope())
                : evaluation.held() + " held";
    }

    private String key(Explanation.LimitEvaluation evaluation) {
        CounterKey counter = evaluation.counter();
        return key(evaluation.rule().key(), counter == null ? null : counter.value());
    }

    /** What a rule keeps counters or places by, and of the call's own value as much as there is to see. */
    private String key(@Nullable LimitKey key, @Nullable KeyValue value) {
        if (key == null) {
            return "";
        }
        String each = ", for each " + VisibleText.of(key.toString());
        return value == null || value.shown().isEmpty() || !showValues ? each : each + ": " + value.shown();
    }

    private static String missing(@Nullable LimitKey key, Scope scope) {
        String caller = "the caller has no " + scope.id();
        if (key == null) {
            return caller;
        }
        return "the call has no value of `" + VisibleText.of(key.toString()) + "` to count by"
                + (scope == Scope.GLOBAL ? "" : ", or " + caller);
    }

    private String counts(Explanation.LimitEvaluation evaluation, boolean charged) {
        if (evaluation.result() == Explanation.Result.NOT_CONCERNED) {
            return "not charged: the call is none that the limit is for";
        }
        if (evaluation.result() == Explanation.Result.CANNOT_TELL) {
            return "not charged: it cannot be told whether the limit is for the call";
        }
        BigDecimal before = evaluation.used();
        if (before == null) {
            return "no counter, since "
                    + missing(evaluation.rule().key(), evaluation.rule().scope());
        }
        String start = plain(before) + " before, ";
        boolean revealing = !explained.showsAmount(evaluation);
        BigDecimal amount = evaluation.amount();
        if (amount == null) {
            return start + "and no valid amount to charge";
        }
        if (revealing) {
            return start + (charged ? "raised by what the argument says" : "unchanged by a denied call");
        }
        return start + plain(charged ? before.add(amount) : before) + " after"
                + (charged ? "" : "; would take " + plain(amount));
    }

    private StringBuilder appendDenial(Decision.Deny deny) {
        Denial denial = deny.denial();
        appendDecision(AnsiColour.RED, "deny")
                .append("  ")
                .append(denial.code())
                .append('\n');
        appendRuleAndMessage(denial.rule(), denial.ruleName(), denial.message());
        if (denial.retryAfter() != null) {
            out.append("  retry after ")
                    .append(SpanText.of(DecisionJson.rounded(denial.retryAfter())))
                    .append('\n');
        }
        return out;
    }

    private StringBuilder appendQuestion(Decision.ApprovalRequired approval) {
        appendDecision(AnsiColour.YELLOW, "approval")
                .append("  within ")
                .append(SpanText.of(DecisionJson.rounded(approval.timeout())))
                .append('\n');
        approval.rules().forEach(rule -> appendRuleAndMessage(rule.id(), rule.name(), rule.message()));
        return out;
    }

    private StringBuilder appendDecision(AnsiColour paint, String kind) {
        return out.append("decision: ").append(paint.on(kind, coloured));
    }

    private void appendRuleAndMessage(RuleId id, String label, String message) {
        out.append("  ")
                .append(rule(id, label))
                .append("\n  ")
                .append(VisibleText.of(message))
                .append('\n');
    }

    private String rule(RuleId id, String label) {
        String place = VisibleText.of(id.value());
        return label.equals(id.value()) ? place : place + "  " + AnsiColour.DIM.on(VisibleText.of(label), coloured);
    }

    private static String mode(Mode mode) {
        return mode == Mode.SHADOW ? "  (shadow mode)" : "";
    }

    private static String bound(@Nullable Bound bound) {
        if (bound == null) {
            return "no max";
        }
        return (bound.inclusive() ? "at most " : "below ") + plain(bound.max());
    }

    private static String plain(BigDecimal amount) {
        return CanonicalJson.write(amount);
    }

    private static String caller(Caller caller) {
        String parts = Stream.of(
                        part("grant", caller.grant()),
                        part("session", caller.session()),
                        part("principal", caller.principal()),
                        part("client", caller.client()),
                        part("attributes", attributes(caller)))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        if (caller.isAnonymous()) {
            return parts.isEmpty() ? "an anonymous caller" : "an anonymous caller, " + parts;
        }
        return parts;
    }

    private static @Nullable String attributes(Caller caller) {
        return caller.attributes().isEmpty() ? null : CanonicalJson.write(caller.attributes());
    }

    private static @Nullable String part(String name, @Nullable String value) {
        return value == null ? null : name + " `" + VisibleText.of(value) + "`";
    }
}
