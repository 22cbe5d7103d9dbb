package dev.mcppolicy.cli.output;

import dev.mcppolicy.text.VisibleText;
import java.util.List;

/** What came of tests, for a person: every test by its name, and all that is known of what failed. */
public final class TestReport {
    private static final String INDENT = "      ";

    private final boolean coloured;
    private final StringBuilder out = new StringBuilder();

    private TestReport(boolean coloured) {
        this.coloured = coloured;
    }

    public static String text(TestRun run, boolean coloured) {
        TestReport report = new TestReport(coloured);
        run.files().stream().filter(file -> !file.results().isEmpty()).forEach(report::append);
        report.appendSummary(run.files());
        report.appendLeftOut(run);
        return report.out.toString();
    }

    private void append(TestedFile file) {
        List<TestResult> run = file.results().stream()
                .filter(result -> result.verdict() != TestResult.Verdict.LEFT_OUT)
                .toList();
        if (run.isEmpty()) {
            return;
        }
        out.append(AnsiColour.BOLD.on(VisibleText.of(file.file().toString()), coloured))
                .append('\n');
        for (TestResult result : run) {
            out.append("  ").append(verdict(result.verdict()));
            out.append("  ").append(VisibleText.of(result.name())).append('\n');
            if (!result.text().isEmpty()) {
                appendIndented(FailureText.lines(result.text(), coloured));
            }
        }
        endParagraph();
    }

    private void appendIndented(List<String> lines) {
        lines.forEach(line -> out.append(line.isEmpty() ? "" : INDENT + line).append('\n'));
        endParagraph();
    }

    /** Leaves one line free, however the paragraph ended. */
    private void endParagraph() {
        if (out.charAt(out.length() - 2) != '\n') {
            out.append('\n');
        }
    }

    private void appendSummary(List<TestedFile> files) {
        long failed = TestedFile.count(files, TestResult.Verdict.FAILED);
        long broken = TestedFile.count(files, TestResult.Verdict.BROKEN);
        long passed = TestedFile.count(files, TestResult.Verdict.PASSED);
        out.append(CountedNoun.of(TestedFile.count(files), "test"))
                .append(" in ")
                .append(CountedNoun.of(files.size(), "file"))
                .append(": ")
                .append(AnsiColour.GREEN.on(passed + " passed", coloured && passed > 0))
                .append(", ")
                .append(AnsiColour.RED.on(failed + " failed", coloured && failed > 0));
        if (broken > 0) {
            out.append(", ").append(AnsiColour.RED.on(broken + " broken", coloured));
        }
        appendOthers(files, TestResult.Verdict.TODO, "todo");
        appendOthers(files, TestResult.Verdict.LEFT_OUT, "left out");
        out.append('\n');
    }

    private void appendOthers(List<TestedFile> files, TestResult.Verdict verdict, String word) {
        long count = TestedFile.count(files, verdict);
        if (count > 0) {
            out.append(", ").append(AnsiColour.YELLOW.on(count + " " + word, coloured));
        }
    }

    private void appendLeftOut(TestRun run) {
        if (run.leftOut() > 0) {
            out.append(CountedNoun.of(run.leftOut(), "test")).append(" left out by --run\n");
        }
        if (run.notRun() > 0) {
            out.append(CountedNoun.of(run.notRun(), "test")).append(" not run after the first failure\n");
        }
        long beside = TestedFile.count(run.files(), TestResult.Verdict.LEFT_OUT);
        if (run.only().isPresent() && beside > 0) {
            String line = VisibleText.of(run.only().get()) + ": `only` leaves out " + CountedNoun.of(beside, "test")
                    + ", so nothing passes (take it away)";
            out.append(AnsiColour.RED.on(line, coloured)).append('\n');
        }
    }

    private String verdict(TestResult.Verdict verdict) {
        return switch (verdict) {
            case PASSED -> AnsiColour.GREEN.on("passed", coloured);
            case FAILED -> AnsiColour.RED.on("failed", coloured);
            case BROKEN -> AnsiColour.RED.on("broken", coloured);
            case TODO -> AnsiColour.YELLOW.on("todo  ", coloured);
            case LEFT_OUT -> throw new IllegalArgumentException("a test that was left out has no line");
        };
    }
}
