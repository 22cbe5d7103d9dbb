package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.JsonReader;
import dev.mcppolicy.cli.output.JsonLayout;
import dev.mcppolicy.cli.output.TestResult;
import dev.mcppolicy.cli.output.TestRun;
import dev.mcppolicy.cli.output.TestedFile;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.mutation.Mutant;
import dev.mcppolicy.testkit.mutation.MutationReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways to write what came of tests. */
enum TestFormat {
    /** For people, as it comes. */
    TEXT,
    /** For programs, in one document at the end. */
    JSON;

    /**
     * All that came of tests, for programs.
     *
     * @param coverage what the tests show, or null where nobody asked
     * @param mutations what the tests notice, or null where nobody asked or a test fails
     * @param passes whether all is as it is asked for
     */
    static String json(
            TestRun run,
            @Nullable List<CoverageReport> coverage,
            @Nullable List<TestedPolicies.Mutated> mutations,
            boolean passes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("passes", passes);
        document.put("files", run.files().stream().map(TestFormat::file).toList());
        document.put("leftOut", run.leftOut());
        document.put("notRun", run.notRun());
        if (coverage != null) {
            document.put("coverage", coverage.stream().map(TestFormat::coverage).toList());
        }
        if (mutations != null) {
            document.put(
                    "mutations", mutations.stream().map(TestFormat::mutations).toList());
        }
        return JsonLayout.indented(document) + "\n";
    }

    private static Map<String, Object> file(TestedFile file) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", file.file().toString());
        members.put("tests", file.results().stream().map(TestFormat::test).toList());
        return members;
    }

    private static Map<String, Object> test(TestResult result) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", result.name());
        members.put("result", result.verdict().name().toLowerCase(Locale.ROOT));
        if (!result.text().isEmpty()) {
            members.put("text", result.text());
        }
        return members;
    }

    private static @Nullable Object coverage(CoverageReport report) {
        return JsonReader.parse(report.json(), new JsonReader.Place("coverage", 1));
    }

    private static Map<String, Object> mutations(TestedPolicies.Mutated mutated) {
        MutationReport report = mutated.report();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("policy", mutated.policy());
        members.put("changes", report.counted());
        members.put("withoutDifference", report.equivalent().size());
        members.put("percent", report.percent());
        members.put(
                "survivors",
                report.survivors().stream()
                        .map(mutant -> survivor(report, mutant))
                        .toList());
        return members;
    }

    private static Map<String, Object> survivor(MutationReport report, Mutant mutant) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("pointer", mutant.pointer());
        report.lineOf(mutant).ifPresent(line -> members.put("line", line));
        members.put("label", mutant.label());
        members.put("change", mutant.change());
        return members;
    }
}
