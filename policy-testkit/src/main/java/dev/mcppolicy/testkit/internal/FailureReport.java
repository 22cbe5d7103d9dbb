package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.limit.Scope;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a failed assertion shows of a judged call: enough to mend policy or test without a debugger. */
public final class FailureReport {
    private static final String INDENT = "  ";
    private static final int HEAD_WIDTH = 10;

    private final Policy policy;
    private final JudgedCall judged;
    private final Set<RuleId> expected;

    /**
     * A report.
     *
     * @param expected the rules that were expected to decide; empty where none was
     */
    public FailureReport(Policy policy, JudgedCall judged, Set<RuleId> expected) {
        this.policy = policy;
        this.judged = judged;
        this.expected = expected;
    }

    /** The decision in few words. */
    public String verdict() {
        return judged.decision()
                .fold(
                        allow -> "allowed",
                        deny -> "denied by `" + deny.denial().ruleName() + "`",
                        approval -> "held for approval by `" + approval.ruleName() + "`");
    }

    /** What a policy in shadow mode would have decided, in few words. */
    public static String verdict(ShadowDecision shadow) {
        return switch (shadow.kind()) {
            case ALLOW -> "allowed";
            case DENY -> "denied by `" + shadow.ruleName() + "`";
            case APPROVAL_REQUIRED -> "held for approval by `" + shadow.ruleName() + "`";
            case NOT_JUDGED -> "not judged";
        };
    }

    /** The whole report, beginning with a line break. */
    public String text() {
        StringBuilder out = new StringBuilder("\n");
        section(out, "call", List.of(callText()));
        section(out, "caller", List.of(callerText(judged.call().caller())));
        section(out, "time", List.of(judged.at().toString()));
        section(out, "decision", decision());
        section(out, "shadow", shadow());
        section(out, "rules", rules());
        new NearestMiss(policy, judged, expected).words().ifPresent(words -> section(out, "nearest", List.of(words)));
        section(out, "counters", counters());
        return out.toString();
    }

    private static void section(StringBuilder out, String head, List<String> lines) {
        String start = head + " ".repeat(HEAD_WIDTH - head.length());
        for (String line : lines) {
            out.append('\n').append(INDENT).append(start).append(line);
            start = " ".repeat(HEAD_WIDTH);
        }
    }

    private String callText() {
        Object arguments = judged.call().arguments();
        return judged.call().tool() + " " + (arguments == null ? "(no arguments)" : ValueText.value(arguments));
    }

    private static String callerText(Caller caller) {
        List<String> parts = new ArrayList<>();
        if (caller.isAnonymous()) {
            parts.add("anonymous");
        }
        if (caller.grant() != null) {
            parts.add("grant " + caller.grant());
        }
        if (caller.principal() != null) {
            parts.add("principal " + caller.principal());
        }
        if (caller.session() != null) {
            parts.add("session " + caller.session());
        }
        if (caller.client() != null) {
            parts.add("client " + caller.client());
        }
        KnownCaller.attributes(caller).ifPresent(parts::add);
        return parts.isEmpty() ? "unidentified" : String.join(", ", parts);
    }

    private List<String> decision() {
        return judged.decision()
                .fold(
                        allow -> List.of("allowed" + outcomeText()),
                        deny -> List.of(
                                verdict() + place(deny.denial().rule()) + codeText(deny.denial()),
                                "\"" + deny.denial().message() + "\""),
                        approval -> List.of(
                                verdict() + place(approval.rule()) + ", until " + approval.expiresAt(),
                                "\"" + approval.message() + "\""));
    }

    private List<String> shadow() {
        return judged.shadow().stream()
                .map(each -> verdict(each)
                        + (each.rule() == null ? "" : place(each.rule()))
                        + (each.denial() == null ? "" : codeText(each.denial()))
                        + ", by "
                        + (each.view().equals(ShadowDecision.POLICY) ? "the whole policy" : "`" + each.view() + "`"))
                .toList();
    }

    private String outcomeText() {
        return judged.outcome().outcome() == ToolOutcome.RETURNED
                        && judged.outcome().actual() == null
                ? ""
                : ", the tool ended: " + judged.outcome();
    }

    private static String place(RuleId rule) {
        return rule.value().startsWith("/") ? " (" + rule + ")" : "";
    }

    private static String codeText(Denial denial) {
        return ", " + denial.code()
                + (denial.retryAfter() == null ? "" : ", retry after " + SpanText.of(denial.retryAfter()));
    }

    private List<String> rules() {
        List<String> lines = new ArrayList<>();
        judged.explanation()
                .rules()
                .forEach(
                        look -> lines.add(line(result(look.result()), look.label(), words(look) + words(look.mode()))));
        judged.explanation()
                .limits()
                .forEach(look -> lines.add(line(
                        result(told(look.result(), Headroom.passes(look))),
                        look.label(),
                        words(look) + words(look.mode()))));
        judged.explanation()
                .places()
                .forEach(look -> lines.add(line(
                        result(told(look.result(), Headroom.passes(look))),
                        look.label(),
                        words(look) + words(look.mode()))));
        return lines.isEmpty() ? List.of("none was looked at") : lines;
    }

    private static String line(String result, String label, String words) {
        return result + " ".repeat(Math.max(0, "cannot tell".length() - result.length())) + " `" + label + "`: "
                + words;
    }

    /** What a rule says that takes of the store: it denies where it concerns the call and there is nothing left. */
    private static Explanation.Result told(Explanation.Result result, boolean passes) {
        return result == Explanation.Result.PASSED && !passes ? Explanation.Result.DENIED : result;
    }

    private static String words(Explanation.ConcurrencyEvaluation look) {
        if (look.result() != Explanation.Result.PASSED) {
            return words(look.rule(), look.comparisons());
        }
        return look.held() == null
                ? "the call has none of its places"
                : look.held() + " of " + look.rule().max() + " run before the call";
    }

    private static String result(Explanation.Result result) {
        return switch (result) {
            case PASSED -> "passed";
            case NOT_CONCERNED -> "not for it";
            case DENIED -> "denied";
            case CANNOT_TELL -> "cannot tell";
            case ASKS -> "asks";
        };
    }

    private static String words(Mode mode) {
        return mode == Mode.SHADOW ? ", in shadow mode" : "";
    }

    private static String words(Explanation.RuleEvaluation look) {
        return look.comparisons().isEmpty() ? "always" : words(look.rule(), look.comparisons());
    }

    private static String words(Rule rule, List<Explanation.Comparison> seen) {
        Set<String> comparisons = Stream.concat(rule.comparisons().stream(), PathComparisons.of(rule).stream())
                .map(Object::toString)
                .collect(Collectors.toSet());
        return seen.stream()
                .map(each -> each.condition() + ", "
                        + (comparisons.contains(each.condition()) || each.actual() != null
                                ? found(each)
                                : outcome(each.outcome())))
                .collect(Collectors.joining("; "));
    }

    private static String found(Explanation.Comparison comparison) {
        if (comparison.misfit() != null) {
            return comparison.misfit() + ": " + ValueText.value(comparison.actual());
        }
        return comparison.actual() == null ? "found nothing" : "found " + ValueText.value(comparison.actual());
    }

    private static String outcome(Truth outcome) {
        return switch (outcome) {
            case TRUE -> "which holds";
            case FALSE -> "which does not hold";
            case CANNOT_TELL -> "which cannot be told";
        };
    }

    private static String words(Explanation.LimitEvaluation look) {
        if (look.result() != Explanation.Result.PASSED) {
            return words(look.rule(), look.comparisons());
        }
        if (look.counter() == null) {
            return missing(look.rule());
        }
        BigDecimal used = look.used() == null ? BigDecimal.ZERO : look.used();
        return ValueText.number(used) + " used and "
                + (look.amount() == null ? "no valid amount" : ValueText.number(look.amount()) + " more") + ", "
                + Headroom.bound(look.rule());
    }

    private static String missing(Limit limit) {
        String caller = "the caller has no " + limit.scope().id() + " to count by";
        if (limit.key() == null) {
            return caller;
        }
        return "the call has no value of `" + limit.key() + "` to count by"
                + (limit.scope() == Scope.GLOBAL ? "" : ", or " + caller);
    }

    private List<String> counters() {
        List<String> lines = new ArrayList<>();
        Set<CounterKey> own = judged.explanation().limits().stream()
                .map(Explanation.LimitEvaluation::counter)
                .collect(Collectors.toSet());
        judged.after().forEach((key, after) -> {
            if (own.contains(key) || judged.change(key).signum() != 0) {
                BigDecimal before = judged.before().getOrDefault(key, BigDecimal.ZERO);
                lines.add(counterText(key) + ": " + ValueText.number(before) + " -> " + ValueText.number(after));
            }
        });
        return lines.isEmpty() ? List.of("none") : lines;
    }

    private static String valueText(@Nullable KeyValue value) {
        if (value == null) {
            return "";
        }
        return value.shown().isEmpty() ? ", for these arguments" : ", for " + value.shown();
    }

    private static String counterText(CounterKey key) {
        return key.definition().counter() + " per "
                + SpanText.of(key.definition().window())
                + (key.identity() == null ? "" : ", " + key.identity())
                + (key.session() == null ? "" : ", session " + key.session())
                + valueText(key.value());
    }
}
