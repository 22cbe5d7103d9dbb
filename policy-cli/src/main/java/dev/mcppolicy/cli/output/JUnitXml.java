package dev.mcppolicy.cli.output;

import dev.mcppolicy.text.VisibleText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of tests, in the XML that build servers read: a suite for each file. It says no times, since a policy is
 * tested under a clock that stands still.
 *
 * <p>Any text is well formed here: what XML cannot hold, or a reader would not see, is an escape.
 */
public final class JUnitXml {
    private final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    private JUnitXml() {}

    public static String of(List<TestedFile> files) {
        JUnitXml xml = new JUnitXml();
        xml.out.append("<testsuites name=\"mcp-policy test\"");
        xml.appendCounts(files);
        xml.out.append(">\n");
        files.forEach(xml::append);
        return xml.out.append("</testsuites>\n").toString();
    }

    private void append(TestedFile file) {
        String name = file.file().toString();
        out.append("  <testsuite");
        appendAttribute("name", name);
        appendAttribute("file", name);
        appendCounts(List.of(file));
        appendAttribute(
                "skipped",
                Long.toString(file.count(TestResult.Verdict.TODO) + file.count(TestResult.Verdict.LEFT_OUT)));
        out.append(">\n");
        file.results().forEach(result -> append(file.file(), result));
        out.append("  </testsuite>\n");
    }

    private void append(Path file, TestResult result) {
        out.append("    <testcase");
        appendAttribute("name", result.name());
        appendAttribute("classname", className(file));
        switch (result.verdict()) {
            case PASSED -> out.append("/>\n");
            case TODO, LEFT_OUT -> {
                out.append(">\n      <skipped");
                appendAttribute("message", skipped(result));
                out.append("/>\n    </testcase>\n");
            }
            case FAILED -> appendFailure("failure", "expectation", result);
            case BROKEN -> appendFailure("error", "exception", result);
        }
    }

    private void appendFailure(String element, String type, TestResult result) {
        out.append(">\n      <").append(element);
        appendAttribute("type", type);
        appendAttribute("message", result.text().lines().findFirst().orElse(""));
        out.append('>')
                .append(escaped(VisibleText.lines(result.text())))
                .append("</")
                .append(element)
                .append(">\n    </testcase>\n");
    }

    private static String skipped(TestResult result) {
        String text = String.join("; ", result.text().lines().toList());
        return result.verdict() == TestResult.Verdict.TODO ? "todo: " + text : text;
    }

    /**
     * The file as build servers take it apart, who group by what stands before the last dot: its folders are packages, and
     * no other dot is left.
     */
    private static String className(Path file) {
        List<String> parts = new ArrayList<>();
        file.normalize().forEach(part -> parts.add(part.toString()));
        int last = parts.size() - 1;
        parts.set(last, without(without(parts.get(last), ".yaml", ".yml", ".json"), ".policytest"));
        return parts.stream().map(part -> part.replace('.', '_')).collect(Collectors.joining("."));
    }

    private static String without(String name, String... endings) {
        return Stream.of(endings)
                .filter(name::endsWith)
                .findFirst()
                .map(ending -> name.substring(0, name.length() - ending.length()))
                .orElse(name);
    }

    private void appendCounts(List<TestedFile> files) {
        appendAttribute("tests", Long.toString(TestedFile.count(files)));
        appendAttribute("failures", Long.toString(TestedFile.count(files, TestResult.Verdict.FAILED)));
        appendAttribute("errors", Long.toString(TestedFile.count(files, TestResult.Verdict.BROKEN)));
    }

    private void appendAttribute(String name, String value) {
        out.append(' ')
                .append(name)
                .append("=\"")
                .append(escaped(VisibleText.of(value)))
                .append('"');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
