package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.output.AnsiColour;
import dev.mcppolicy.cli.output.CountedNoun;
import dev.mcppolicy.cli.output.JsonLayout;
import dev.mcppolicy.cli.output.SarifLog;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.ProblemRenderer;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the problems of policies are written. */
enum ProblemFormat {
    /** For people. */
    TEXT {
        @Override
        String write(List<CheckedPolicy> all, boolean coloured) {
            ProblemRenderer renderer = PolicyInput.renderer(coloured);
            StringBuilder text = new StringBuilder();
            for (CheckedPolicy checked : all) {
                if (!checked.problems().isEmpty()) {
                    text.append(renderer.render(checked.problems(), checked.document()))
                            .append('\n');
                }
                text.append(verdict(checked, coloured)).append('\n');
            }
            return text.toString();
        }
    },
    /** For programs. */
    JSON {
        @Override
        String write(List<CheckedPolicy> all, boolean coloured) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("valid", all.stream().allMatch(checked -> checked.policy() != null));
            report.put("files", all.stream().map(ProblemFormat::file).toList());
            return JsonLayout.indented(report) + "\n";
        }
    },
    /** For code scanners: SARIF 2.1.0. */
    SARIF {
        @Override
        String write(List<CheckedPolicy> all, boolean coloured) throws IOException {
            return JsonLayout.indented(SarifLog.of(all)) + "\n";
        }
    };

    abstract String write(List<CheckedPolicy> all, boolean coloured) throws IOException;

    private static String verdict(CheckedPolicy checked, boolean coloured) {
        long errors = count(checked, Severity.ERROR);
        long warnings = count(checked, Severity.WARNING);
        String file = VisibleText.of(checked.document().name()) + ": ";
        String noted = warnings == 0 ? "" : ", " + CountedNoun.of(warnings, "warning");
        return checked.policy() != null
                ? file + AnsiColour.GREEN.on("valid", coloured) + noted
                : file + AnsiColour.RED.on("invalid", coloured) + ", " + CountedNoun.of(errors, "error") + noted;
    }

    private static long count(CheckedPolicy checked, Severity severity) {
        return checked.problems().stream()
                .filter(problem -> problem.severity() == severity)
                .count();
    }

    private static Map<String, Object> file(CheckedPolicy checked) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("file", checked.document().name());
        file.put("valid", checked.policy() != null);
        file.put(
                "problems",
                checked.problems().stream().map(ProblemFormat::problem).toList());
        return file;
    }

    private static Map<String, Object> problem(PolicyProblem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("severity", problem.severity().id());
        members.put("code", problem.code());
        if (problem.line() > 0) {
            members.put("line", problem.line());
            members.put("column", problem.column());
        }
        members.put("pointer", problem.pointer());
        members.put("message", problem.message());
        if (problem.help() != null) {
            members.put("help", problem.help());
        }
        return members;
    }
}
