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

    public static String text(List<TestedFile> files, boolean coloured) {
        TestReport report = new TestReport(coloured);
        files.forEach(report::append);
        report.appendSummary(files);
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
                appendIndented(VisibleText.lines(result.text()));
            }
        }
        endParagraph();
    }

    private void appendIndented(String text) {
        text.lines()
                .forEach(line -> out.append(line.isEmpty() ? "" : INDENT + line).append('\n'));
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
