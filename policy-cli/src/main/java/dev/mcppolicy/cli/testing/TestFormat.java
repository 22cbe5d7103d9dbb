package dev.mcppolicy.cli.testing;

import dev.mcppolicy.cli.input.JsonReader;
import dev.mcppolicy.cli.output.JsonLayout;
import dev.mcppolicy.cli.output.TestResult;
import dev.mcppolicy.cli.output.TestRun;
import dev.mcppolicy.cli.output.TestedFile;
import dev.mcppolicy.testkit.report.TestedPolicy;
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
     * @param tested what the tests show and notice of each policy; empty where nobody asked
     * @param passes whether all is as it is asked for
     */
    static String json(TestRun run, List<TestedPolicy> tested, boolean passes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("passes", passes);
        document.put("files", run.files().stream().map(TestFormat::file).toList());
        document.put("leftOut", run.leftOut());
        document.put("notRun", run.notRun());
        if (!tested.isEmpty()) {
            document.put("policies", tested.stream().map(TestFormat::policy).toList());
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

    private static @Nullable Object policy(TestedPolicy tested) {
        return JsonReader.parse(tested.json(), new JsonReader.Place("coverage", 1));
    }
}
