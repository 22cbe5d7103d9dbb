package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.format.document.DocumentParser;
import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is read whole and as UTF-8, or refused with a reason. */
class PolicyFileReadingTest {
    private static final String TEXT = "tools: {a: {rules: [{action: deny, reason: é}]}}";

    @TempDir
    Path directory;

    @Test
    void a_file_reads_as_its_text_does_whatever_it_is_called() throws IOException {
        Policy policy = PolicyReader.read(file("policy.json", TEXT.getBytes(StandardCharsets.UTF_8)));

        assertThat(policy).isEqualTo(PolicyReader.parse(TEXT));
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_text() throws IOException {
        Policy policy = PolicyReader.read(file("policy.yaml", ("\uFEFF" + TEXT).getBytes(StandardCharsets.UTF_8)));

        assertThat(policy).isEqualTo(PolicyReader.parse(TEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "UTF-32LE", "UTF-32BE"})
    void a_file_in_another_encoding_is_refused(String charset) throws IOException {
        CheckedPolicy checked = PolicyReader.check(file("policy.yaml", TEXT.getBytes(Charset.forName(charset))));

        assertThat(checked.policy()).isNull();
        assertThat(checked.problems()).extracting(PolicyProblem::code).containsExactly("not-utf-8");
    }

    @Test
    void an_overlong_encoding_is_refused() throws IOException {
        byte[] bytes = {(byte) 0xC0, (byte) 0xAF};

        assertThat(PolicyReader.check(file("policy.yaml", bytes)).problems())
                .extracting(PolicyProblem::code)
                .containsExactly("not-utf-8");
    }

    @Test
    void a_missing_file_is_a_problem_without_a_place() {
        Path missing = directory.resolve("missing.yaml");

        assertThatThrownBy(() -> PolicyReader.read(missing))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessage(missing + ": the file cannot be read: there is none");
        assertThat(PolicyReader.check(missing).problems())
                .containsExactly(new PolicyProblem(
                        Severity.ERROR,
                        "unreadable-file",
                        missing.toString(),
                        0,
                        0,
                        "",
                        "the file cannot be read: there is none",
                        null));
    }

    @Test
    void a_directory_is_a_problem() {
        assertThat(PolicyReader.check(directory).problems())
                .extracting(PolicyProblem::message)
                .containsExactly("the file cannot be read: it is a directory");
    }

    @Test
    void an_empty_file_is_a_problem() throws IOException {
        assertThat(PolicyReader.check(file("policy.yaml", new byte[0])).problems())
                .extracting(PolicyProblem::code)
                .containsExactly("empty-document");
    }

    @Test
    void a_file_beyond_five_mebibytes_is_refused_unread() throws IOException {
        byte[] bytes = new byte[DocumentParser.MAX_LENGTH + 1];
        Arrays.fill(bytes, (byte) '#');

        assertThat(PolicyReader.check(file("policy.yaml", bytes)).problems())
                .extracting(PolicyProblem::code)
                .containsExactly("too-large");
    }

    @Test
    void the_exception_says_every_problem_on_a_line_of_its_own() {
        assertThatThrownBy(() -> PolicyReader.parse("version: 2\nhidden: [a]\ntools: {}\n", "policy.yaml"))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessage("policy.yaml:1:10: /version: unknown version `2` (write `\"1\"`)\n"
                        + "policy.yaml:2:1: /hidden: unknown key `hidden` (did you mean `hide`?)")
                .satisfies(
                        e -> assertThat(((InvalidPolicyException) e).problems()).hasSize(2));
    }

    @Test
    void a_format_that_is_named_is_not_told_from_the_document() {
        String text = "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"a\": {}}}";

        assertThat(PolicyReader.parse(text, "p").format()).isEqualTo(PolicyFormat.POLICYLAYER);
        assertThat(PolicyReader.parse(text, "p", PolicyFormat.INTERCEPT).format())
                .isEqualTo(PolicyFormat.INTERCEPT);
        assertThat(PolicyReader.check("tools: {a: {rules: []}}", "p", PolicyFormat.POLICYLAYER)
                        .problems())
                .extracting(PolicyProblem::code)
                .containsExactly("missing-key", "missing-key", "unknown-key");
    }

    @Test
    void parts_of_a_document_are_found_by_their_pointers() {
        CheckedPolicy checked = PolicyReader.check("tools:\n  a/b:\n    rules:\n      - {rate_limit: 5/hour}\n", "p");

        assertThat(checked.location("")).contains(new Location(1, 1));
        assertThat(checked.location("/tools/a~1b/rules/0")).contains(new Location(4, 9));
        assertThat(checked.location("/tools/a~1b/rules/0/rate_limit")).contains(new Location(4, 22));
        assertThat(checked.location("/tools/a~1b/rules/1")).isEmpty();
        assertThat(checked.location("/tools/a~1b/rules/00")).isEmpty();
        assertThat(checked.location("/tools/none")).isEmpty();
        assertThat(checked.location("tools")).isEmpty();
        assertThat(checked.location("(default deny)")).isEmpty();
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }
}
