package dev.mcppolicy.audit;

import static dev.mcppolicy.audit.Audited.decide;
import static dev.mcppolicy.audit.Audited.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a log's files is found, or needs the anchor and is found by it. */
class AuditVerifierTest {
    @TempDir
    Path folder;

    private Path file;
    private AuditAnchor end;

    @BeforeEach
    void write_ten_lines() {
        file = folder.resolve("audit.jsonl");
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            decide(required(log), 10);
            end = log.anchor();
        }
    }

    private List<String> problems(AuditAnchor... anchors) throws IOException {
        return AuditVerifier.verify(file, anchors).problems().stream()
                .map(problem -> problem.line() + ": " + problem.message())
                .toList();
    }

    private void change(Consumer<List<String>> change) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        change.accept(lines);
        Files.writeString(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    private static String unlinked(int line) {
        return line
                + ": does not follow the line before: one of the two was changed, or lines between them were removed,"
                + " added or moved";
    }

    @Test
    void an_untouched_log_is_intact_up_to_its_anchor() throws IOException {
        assertThat(problems(end)).isEmpty();
        assertThat(AuditVerifier.verify(file).last()).isEqualTo(end);
    }

    @Test
    void an_edited_line_is_found_at_the_line_after() throws IOException {
        change(lines -> lines.set(4, lines.get(4).replace("allow", "deny")));

        assertThat(problems()).containsExactly(unlinked(6));
    }

    @Test
    void an_edited_byte_anywhere_is_found() throws IOException {
        byte[] original = Files.readAllBytes(file);
        for (int i = 0; i < original.length; i += 37) {
            byte[] edited = original.clone();
            edited[i] ^= 1;
            Files.write(file, edited);
            assertThat(problems(end)).as("byte %d", i).isNotEmpty();
        }
    }

    @Test
    void a_removed_line_is_found() throws IOException {
        change(lines -> lines.remove(4));

        assertThat(problems()).containsExactly(unlinked(5));
    }

    @Test
    void an_added_line_is_found() throws IOException {
        change(lines -> lines.add(4, lines.get(3)));

        assertThat(problems()).containsExactly(unlinked(5));
    }

    @Test
    void an_empty_line_is_found() throws IOException {
        change(lines -> lines.add(4, ""));

        assertThat(problems()).containsExactly("5: not a line of an audit log");
    }

    @Test
    void lines_in_another_order_are_found() throws IOException {
        change(lines -> Collections.swap(lines, 4, 5));

        assertThat(problems()).containsExactly(unlinked(5), unlinked(6), unlinked(7));
    }

    @Test
    void a_cut_tail_is_found_by_the_anchor_alone() throws IOException {
        change(lines -> lines.subList(8, 10).clear());

        assertThat(problems()).isEmpty();
        assertThat(problems(end)).containsExactly("0: line 10 of the log was anchored, and is not there");
    }

    @Test
    void an_edited_last_line_is_found_by_the_anchor_alone() throws IOException {
        change(lines -> lines.set(9, lines.get(9).replace("allow", "deny")));

        assertThat(problems()).isEmpty();
        assertThat(problems(end)).containsExactly("10: line 10 of the log is not the one that was anchored");
    }

    @Test
    void a_log_written_anew_is_found_by_the_anchor_alone() throws IOException {
        Files.delete(file);
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            decide(required(log), 10);
        }

        assertThat(problems()).isEmpty();
        assertThat(problems(end)).containsExactly("10: line 10 of the log is not the one that was anchored");
    }

    @Test
    void an_emptied_or_removed_log_is_found_by_the_anchor() throws IOException {
        change(List::clear);
        assertThat(problems(end)).containsExactly("0: line 10 of the log was anchored, and is not there");

        Files.delete(file);
        assertThat(problems(end))
                .containsExactly("0: there is no audit log", "0: line 10 of the log was anchored, and is not there");
    }

    @Test
    void a_file_missing_between_others_is_found() throws IOException {
        rotated();
        Files.delete(folder.resolve("audit.jsonl.00000002"));

        assertThat(problems()).containsExactly(unlinked(1));
    }

    @Test
    void a_file_that_ends_within_a_line_before_another_is_found() throws IOException {
        rotated();
        Path cut = folder.resolve("audit.jsonl.00000002");
        String line = Files.readString(cut);
        Files.writeString(cut, line + line.substring(0, 20));

        assertThat(problems()).containsExactly("0: the file before it ends within a line");
    }

    @Test
    void a_problem_says_where_it_is() throws IOException {
        change(lines -> lines.remove(4));

        AuditReport report = AuditVerifier.verify(file, new AuditAnchor(99, "0".repeat(64)));

        assertThat(report.isIntact()).isFalse();
        assertThat(report.problems())
                .extracting(AuditReport.Problem::toString)
                .satisfiesExactly(
                        changed -> assertThat(changed).startsWith(file.toAbsolutePath() + ":5: does not follow"),
                        missing -> assertThat(missing)
                                .isEqualTo(
                                        file.toAbsolutePath() + ": line 99 of the log was anchored, and is not there"));
    }

    @Test
    void of_many_problems_the_first_hundred_are_told() throws IOException {
        Files.writeString(file, "no line\n".repeat(100));
        assertThat(problems()).hasSize(100);
        Files.writeString(file, "no line\n".repeat(101));
        assertThat(problems()).hasSize(100).contains("100: not a line of an audit log");
    }

    @Test
    void files_in_another_order_are_found() throws IOException {
        rotated();
        Path one = folder.resolve("audit.jsonl.00000002");
        Path two = folder.resolve("audit.jsonl.00000003");
        Files.move(one, folder.resolve("aside"));
        Files.move(two, one);
        Files.move(folder.resolve("aside"), two);

        assertThat(problems()).isNotEmpty();
    }

    @Test
    void old_files_may_be_taken_away_and_the_anchor_of_their_end_still_counts() throws IOException {
        rotated();
        AuditReport all = AuditVerifier.verify(file);
        Path oldest = folder.resolve("audit.jsonl.00000001");
        long kept = all.lines() - Files.readAllLines(oldest).size();
        Files.delete(oldest);
        AuditReport rest = AuditVerifier.verify(file, end);

        assertThat(rest.problems()).isEmpty();
        assertThat(rest.lines()).isEqualTo(kept);
        assertThat(rest.firstSequence()).isEqualTo(11);
    }

    /** The ten lines, and more in files of their own. */
    private void rotated() {
        try (AuditLog log = AuditLog.jsonl(file).rotateAt(1).open()) {
            decide(required(log), 4);
        }
    }

    @Test
    void a_log_that_was_changed_before_its_end_is_not_written_on() throws IOException {
        change(lines -> lines.remove(4));

        assertThatThrownBy(() -> AuditLog.jsonl(file).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is damaged before its end");
    }

    @Test
    void a_file_of_something_else_is_not_taken_for_a_log() throws IOException {
        Files.writeString(file, "{\"prev\":\"\n{\"prev\":\"" + "0".repeat(64) + "\",\"seq\":99999999999999999999,\n\n");

        assertThat(problems())
                .containsExactly(
                        "1: not a line of an audit log",
                        "2: not a line of an audit log",
                        "3: not a line of an audit log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0g", "0/", "0:", "0`", "0A", "AB", "  "})
    void a_line_whose_hash_is_no_hash_is_not_taken_for_one_of_a_log(String end) throws IOException {
        Files.writeString(file, "{\"prev\":\"" + "0".repeat(62) + end + "\",\"seq\":7,\"kind\":\"outcome\"}\n");

        assertThat(problems()).containsExactly("1: not a line of an audit log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "-1", "+7", "07", "7 ", "1e1", "7/", "7:", "9999999999999999999"})
    void a_line_whose_number_is_none_is_not_taken_for_one_of_a_log(String number) throws IOException {
        Files.writeString(file, "{\"prev\":\"" + "0".repeat(63) + "1\",\"seq\":" + number + ",\"kind\":\"x\"}\n");

        assertThat(problems()).containsExactly("1: not a line of an audit log");
    }

    @Test
    void a_log_may_begin_at_any_line_that_says_what_came_before() throws IOException {
        String hash = "0123456789abcdef".repeat(4);
        for (String number : List.of("2", "10", "901", "999999999999999999")) {
            Files.writeString(file, "{\"prev\":\"" + hash + "\",\"seq\":" + number + ",\"kind\":\"x\"}\n");

            assertThat(problems(new AuditAnchor(Long.parseLong(number) - 1, hash)))
                    .isEmpty();
            assertThat(AuditVerifier.verify(file).firstSequence()).isEqualTo(Long.parseLong(number));
        }
    }

    @Test
    void a_log_that_begins_at_its_first_line_has_nothing_before_it() throws IOException {
        Files.writeString(file, "{\"prev\":\"" + "1".repeat(64) + "\",\"seq\":1,\"kind\":\"x\"}\n");

        assertThat(problems()).containsExactly("1: not a line of an audit log");
    }
}
