package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.documentation.Document;
import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.tool.ToolFinding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/diagnostics.md} says of every message what the code says, and its cause and its cure. */
class DiagnosticsPageTest {
    private static final Document PAGE = Document.of("docs/diagnostics.md");
    private static final Path FORMAT = Document.ROOT.resolve("policy-dsl/src/main/java/dev/mcppolicy/format");
    private static final Path DSL = Document.ROOT.resolve("policy-dsl/src/main/java/dev/mcppolicy/dsl");
    private static final Path MODEL = Document.ROOT.resolve("policy-core/src/main/java/dev/mcppolicy/model");
    private static final Path OPERATOR = Document.ROOT.resolve("policy-core/src/main/java/dev/mcppolicy/operator");
    private static final Path TEXT = Document.ROOT.resolve("policy-core/src/main/java/dev/mcppolicy/text");
    /** What the writer itself says of a rule whose form the reader refuses. */
    private static final String READ_BACK = "the document would not be read back: {}";

    /** Said of a group, which is no rule. */
    private static final String GROUPED = "a group is an extension of the format, and the portable form is asked for";

    @Test
    void the_page_has_every_message_once_and_in_order() {
        List<String> headings = PAGE.lines().stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4))
                .toList();

        assertThat(headings)
                .isEqualTo(
                        Arrays.stream(Diagnostic.values()).map(Diagnostic::code).toList());
    }

    @ParameterizedTest
    @EnumSource
    void the_page_has_the_wording_the_cause_and_the_cure(Diagnostic diagnostic) {
        List<String> lines = PAGE.lines();
        int heading = lines.indexOf("### " + diagnostic.code());
        List<String> section = new ArrayList<>(lines.subList(heading, Math.min(lines.size(), heading + 7)));

        assertThat(section.get(2)).isEqualTo("> " + diagnostic.template());
        assertThat(section.get(4)).startsWith("Cause: ").endsWith(".");
        assertThat(section.get(6)).startsWith("Cure: ").endsWith(".");
    }

    @ParameterizedTest
    @EnumSource
    void a_message_is_one_lowercase_sentence_without_final_period(Diagnostic diagnostic) {
        assertThat(diagnostic.template()).doesNotEndWith(".").doesNotContain("\n");
        assertThat(diagnostic.template().charAt(0))
                .satisfiesAnyOf(c -> assertThat(Character.isLowerCase(c)).isTrue(), c -> assertThat(c)
                        .isIn('`', '{'));
    }

    @Test
    void the_page_stands_errors_before_warnings() {
        assertThat(Arrays.stream(Diagnostic.values()).map(Diagnostic::severity)).isSorted();
    }

    @Test
    void the_page_has_every_kind_of_finding_about_tools_in_order_with_its_severity() {
        List<String> rows = PAGE.section("## Against the tools of a server").stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .allMatch(row -> row.endsWith(". |"))
                .extracting(row -> row.substring(0, row.indexOf(" | ", row.indexOf(" | ") + 1)))
                .isEqualTo(Arrays.stream(ToolFinding.Kind.values())
                        .map(kind -> "| `" + kind.code() + "` | "
                                + kind.severity().name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void no_kind_of_finding_bears_the_code_of_another_message() {
        assertThat(Arrays.stream(ToolFinding.Kind.values()).map(ToolFinding.Kind::code))
                .doesNotContainAnyElementsOf(
                        Arrays.stream(Diagnostic.values()).map(Diagnostic::code).toList());
    }

    @Test
    void the_page_has_every_message_of_java_once() throws IOException {
        Set<String> messages = new TreeSet<>();
        for (Path sources : List.of(DSL, MODEL, OPERATOR, TEXT)) {
            messages.addAll(ThrownMessages.in(sources, "IllegalArgumentException", "IllegalStateException"));
        }

        assertThat(table("## Mistakes in Java")).containsExactlyInAnyOrderElementsOf(messages);
    }

    @Test
    void the_page_has_every_reason_of_a_writer_once() throws IOException {
        Set<String> reasons = ThrownMessages.in(FORMAT, "NotExpressible");
        reasons.add(READ_BACK);
        reasons.add(GROUPED);

        assertThat(table("## What a format cannot say")).containsExactlyInAnyOrderElementsOf(reasons);
    }

    /** The first cells of the table under a heading, whose rows all say something in the second. */
    private static List<String> table(String heading) {
        List<String> rows = PAGE.section(heading).stream()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .toList();
        assertThat(rows).isNotEmpty().allMatch(row -> row.endsWith(". |"));
        return rows.stream().map(row -> row.substring(2, row.indexOf(" | "))).toList();
    }
}
