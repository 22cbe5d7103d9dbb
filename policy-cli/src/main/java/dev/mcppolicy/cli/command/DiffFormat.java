package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.AnsiColour;
import dev.mcppolicy.cli.output.CallerJson;
import dev.mcppolicy.cli.output.JsonLayout;
import dev.mcppolicy.cli.output.MarkdownText;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.testkit.comparison.ComparisonReport;
import dev.mcppolicy.testkit.comparison.PolicyDifference;
import dev.mcppolicy.testkit.comparison.PolicyDifference.Change;
import dev.mcppolicy.testkit.comparison.RecordedDifference;
import dev.mcppolicy.testkit.comparison.ReportLine;
import dev.mcppolicy.testkit.comparison.StatedChange;
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
        String write(ComparisonReport report, boolean each, boolean coloured) {
            StringBuilder out = new StringBuilder(report.summary()).append('\n');
            append(out, report.differenceLines(each), coloured);
            if (!report.changes().isEmpty()) {
                out.append(report.changeSummary()).append('\n');
                append(out, report.changeLines(each), coloured);
            }
            report.notTried()
                    .forEach(bound -> out.append(AnsiColour.DIM.on("not tried: " + VisibleText.of(bound), coloured))
                            .append('\n'));
            if (report.recordedCalls() > 0) {
                out.append(report.recordedSummary()).append('\n');
                append(out, recordedLines(report), coloured);
            }
            return out.toString();
        }
    },

    /** For the comment of a pull request: no text of a policy is read as markup. */
    MARKDOWN {
        @Override
        String write(ComparisonReport report, boolean each, boolean coloured) {
            StringBuilder out = new StringBuilder();
            appendSection(out, report.summary(), report.differenceLines(each));
            if (!report.changes().isEmpty()) {
                appendSection(out, report.changeSummary(), report.changeLines(each));
            }
            if (report.recordedCalls() > 0) {
                appendSection(out, report.recordedSummary(), recordedLines(report));
            }
            if (!report.notTried().isEmpty()) {
                out.append("\n**not tried**\n\n");
                report.notTried()
                        .forEach(bound ->
                                out.append("- ").append(MarkdownText.of(bound)).append('\n'));
            }
            return out.toString();
        }
    },

    /** For programs. */
    JSON {
        @Override
        String write(ComparisonReport report, boolean each, boolean coloured) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("callsTried", report.calls());
            document.put(
                    "differences",
                    report.differences().stream().map(DiffFormat::difference).toList());
            document.put(
                    "changes", report.changes().stream().map(DiffFormat::change).toList());
            document.put("unreachedLimits", report.unreachedLimits());
            document.put("notTried", report.notTried());
            document.put("recordedCalls", report.recordedCalls());
            document.put(
                    "recorded",
                    report.recorded().stream().map(DiffFormat::recorded).toList());
            return JsonLayout.indented(document) + "\n";
        }
    };

    /**
     * The report.
     *
     * @param each whether what is alike for several tools is told of each; programs are told of each always
     */
    abstract String write(ComparisonReport report, boolean each, boolean coloured);

    private static List<ReportLine> recordedLines(ComparisonReport report) {
        return report.recorded().stream()
                .map(each -> new ReportLine(each.change(), each.words()))
                .toList();
    }

    private static void append(StringBuilder out, List<ReportLine> lines, boolean coloured) {
        for (ReportLine line : lines) {
            AnsiColour paint =
                    switch (line.change()) {
                        case LOOSENED, EITHER_WAY -> AnsiColour.RED;
                        case TIGHTENED -> AnsiColour.YELLOW;
                        case DENIED_OTHERWISE, OTHER -> AnsiColour.DIM;
                    };
            out.append("  ")
                    .append(paint.on(line.change().words(), coloured))
                    .append(": ")
                    .append(VisibleText.of(line.words()))
                    .append('\n');
        }
    }

    private static void appendSection(StringBuilder out, String title, List<ReportLine> lines) {
        out.append(out.isEmpty() ? "" : "\n").append("**").append(title).append("**\n");
        String separator = "\n";
        for (ReportLine line : lines) {
            boolean isGrave = line.change() == Change.LOOSENED || line.change() == Change.EITHER_WAY;
            String words = line.change().words();
            out.append(separator)
                    .append("- ")
                    .append(isGrave ? "**" + words + "**" : words)
                    .append(": ");
            out.append(MarkdownText.of(line.words())).append('\n');
            separator = "";
        }
    }

    private static Map<String, Object> change(StatedChange change) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("change", change.change().name().toLowerCase(Locale.ROOT));
        RulePlace place = change.place();
        if (place instanceof RulePlace.Tool) {
            members.put("tool", place.name());
        } else if (place instanceof RulePlace.Group) {
            members.put("group", place.name());
        }
        putIfThere(members, "rule", change.id() == null ? null : change.id().value());
        putIfThere(members, "ruleName", change.rule());
        members.put("part", change.part());
        putIfThere(members, "was", change.was());
        putIfThere(members, "is", change.is());
        return members;
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
