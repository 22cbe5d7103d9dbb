package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.AnsiColour;
import dev.mcppolicy.cli.output.CallerJson;
import dev.mcppolicy.cli.output.JsonLayout;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.testkit.comparison.ComparisonReport;
import dev.mcppolicy.testkit.comparison.PolicyDifference;
import dev.mcppolicy.testkit.comparison.PolicyDifference.Change;
import dev.mcppolicy.testkit.comparison.RecordedDifference;
import dev.mcppolicy.testkit.comparison.Witness;
import dev.mcppolicy.text.VisibleText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways to write what a comparison found. */
enum DiffFormat {
    /** For people. */
    TEXT {
        @Override
        String write(ComparisonReport report, boolean coloured) {
            StringBuilder out = new StringBuilder(report.summary()).append('\n');
            report.differences().forEach(each -> append(out, each.change(), each.words(), coloured));
            if (!report.unreachedLimits().isEmpty()) {
                out.append("no call tried reached the limit of `")
                        .append(VisibleText.of(String.join("`, `", report.unreachedLimits())))
                        .append("`\n");
            }
            if (report.recordedCalls() > 0) {
                out.append(report.recordedSummary()).append('\n');
                report.recorded().forEach(each -> append(out, each.change(), each.words(), coloured));
            }
            return out.toString();
        }
    },

    /** For programs. */
    JSON {
        @Override
        String write(ComparisonReport report, boolean coloured) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("callsTried", report.calls());
            document.put(
                    "differences",
                    report.differences().stream().map(DiffFormat::difference).toList());
            document.put("unreachedLimits", report.unreachedLimits());
            document.put("recordedCalls", report.recordedCalls());
            document.put(
                    "recorded",
                    report.recorded().stream().map(DiffFormat::recorded).toList());
            return JsonLayout.indented(document) + "\n";
        }
    };

    abstract String write(ComparisonReport report, boolean coloured);

    private static void append(StringBuilder out, Change change, String words, boolean coloured) {
        AnsiColour paint =
                switch (change) {
                    case LOOSENED -> AnsiColour.RED;
                    case TIGHTENED -> AnsiColour.YELLOW;
                    case DENIED_OTHERWISE -> AnsiColour.DIM;
                };
        out.append("  ")
                .append(paint.on(change.words(), coloured))
                .append(": ")
                .append(VisibleText.of(words))
                .append('\n');
    }

    private static Map<String, Object> difference(PolicyDifference difference) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("change", difference.change().name().toLowerCase(Locale.ROOT));
        members.put("tool", difference.witness().call().tool());
        members.put("was", verdict(difference.was()));
        members.put("is", verdict(difference.is()));
        members.put("calls", difference.calls());
        members.put("witness", lines(difference.witness()));
        return members;
    }

    private static Map<String, Object> recorded(RecordedDifference difference) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("change", difference.change().name().toLowerCase(Locale.ROOT));
        members.put("tool", difference.tool());
        members.put("was", verdict(difference.was()));
        members.put("is", verdict(difference.is()));
        members.put("calls", difference.calls());
        members.put("first", difference.place());
        return members;
    }

    private static Map<String, Object> verdict(PolicyDifference.Verdict verdict) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(
                "decision",
                switch (verdict.kind()) {
                    case ALLOWED -> "allow";
                    case APPROVAL -> "approval";
                    case DENIED -> "deny";
                });
        putIfThere(
                members, "code", verdict.code() == null ? null : verdict.code().name());
        putIfThere(
                members, "rule", verdict.rule() == null ? null : verdict.rule().value());
        putIfThere(members, "ruleName", verdict.ruleName());
        return members;
    }

    /** The calls as a replay takes them, save that one made several times stands once. */
    private static List<Map<String, Object>> lines(Witness witness) {
        List<Map<String, Object>> lines = new ArrayList<>();
        Instant at = witness.start();
        for (Witness.Step step : witness.before()) {
            at = at.plus(step.pause());
            lines.add(line(step.call(), at, step.times()));
        }
        lines.add(line(witness.call(), at.plus(witness.pause()), 1));
        return lines;
    }

    private static Map<String, Object> line(ToolCall call, Instant at, int times) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("tool", call.tool());
        members.put("arguments", call.argumentsAsObject());
        members.put("at", at.toString());
        Map<String, Object> caller = CallerJson.of(call.caller());
        if (!caller.isEmpty()) {
            members.put("caller", caller);
        }
        putIfThere(members, "times", times == 1 ? null : times);
        return members;
    }

    private static void putIfThere(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
