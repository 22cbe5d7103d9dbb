package dev.mcppolicy.audit;

import static dev.mcppolicy.audit.Audited.cutStop;
import static dev.mcppolicy.audit.Audited.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.ToolCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

    private static final String HEADLESS =
            "1: does not say which file of the log this is: first lines were removed, or the file is none of a log";
    private static final String EMPTY = "0: holds no line: it was emptied, or its writer ended as it began the file";
    private static final String BEGINS_FILE_2 = "\"at\":\"2026-01-15T12:00:00.000Z\",\"kind\":\"file\",\"log\":\""
            + "0123456789abcdef".repeat(2) + "\",\"number\":2,\"schema\":1";

    private Path file;
    private AuditAnchor end;

    @BeforeEach
    void write_the_first_line_and_ten_others() throws IOException {
        file = folder.resolve("audit.jsonl");
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            write(log, 10);
            end = log.anchor();
        }
        cutStop(file);
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
        change(lines -> lines.subList(9, 11).clear());

        assertThat(problems()).isEmpty();
        assertThat(problems(end)).containsExactly("0: line 11 of the log was anchored, and is not there");
    }

    @Test
    void an_edited_last_line_is_found_by_the_anchor_alone() throws IOException {
        change(lines -> lines.set(10, lines.get(10).replace("allow", "deny")));

        assertThat(problems()).isEmpty();
        assertThat(problems(end)).containsExactly("11: line 11 of the log is not the one that was anchored");
    }

    @Test
    void a_log_written_anew_is_found_by_the_anchor_alone() throws IOException {
        Files.delete(file);
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            write(log, 10);
        }
        cutStop(file);

        assertThat(problems()).isEmpty();
        assertThat(problems(end)).containsExactly("11: line 11 of the log is not the one that was anchored");
    }

    @Test
    void an_emptied_file_is_found_and_a_removed_log_too() throws IOException {
        change(List::clear);
        assertThat(problems()).containsExactly(EMPTY);

        Files.delete(file);
        assertThat(problems()).containsExactly("0: there is no audit log");
        assertThat(problems(end))
                .containsExactly("0: there is no audit log", "0: line 11 of the log was anchored, and is not there");
    }

    @Test
    void a_file_that_is_empty_among_others_is_found() throws IOException {
        rotated();
        for (Path each : new LogFolder(file).all()) {
            byte[] whole = Files.readAllBytes(each);
            Files.write(each, new byte[0]);
            assertThat(problems()).as(each.toString()).contains(EMPTY);
            Files.writeString(each, "{\"prev\":\"00");
            assertThat(problems()).as(each.toString()).contains(EMPTY);
            Files.write(each, whole);
        }
        assertThat(problems()).isEmpty();
    }

    @Test
    void files_missing_between_others_are_found() throws IOException {
        rotated();
        Files.delete(full(2));
        assertThat(problems()).containsExactly("0: file 2 of the log is missing before it");

        Files.delete(full(3));
        Files.delete(full(4));
        assertThat(problems()).containsExactly("1: says that this is file 5 of the log, where file 2 is due");
        Files.move(file, full(5));
        assertThat(problems()).containsExactly("0: files 2 to 4 of the log are missing before it");
    }

    @Test
    void a_full_file_that_ends_within_a_line_is_found() throws IOException {
        rotated();
        for (int number : new int[] {2, 4}) {
            String lines = Files.readString(full(number));
            Files.writeString(full(number), lines + lines.substring(0, 20));
            Files.deleteIfExists(number == 4 ? file : full(99));
            assertThat(problems()).containsExactly("0: a full file ends within a line");
            Files.writeString(full(number), lines);
        }
    }

    @Test
    void a_log_without_its_first_lines_is_found_though_its_last_line_is_anchored() throws IOException {
        change(lines -> lines.subList(0, 10).clear());

        assertThat(problems(end)).containsExactly(HEADLESS);
    }

    @Test
    void an_oldest_file_without_its_first_lines_is_found_wherever_the_log_is_said_to_begin() throws IOException {
        rotated();
        List<String> oldest = Files.readAllLines(full(1));
        for (int removed = 1; removed < oldest.size(); removed++) {
            Files.write(full(1), oldest.subList(removed, oldest.size()));
            assertThat(problems(end)).contains(HEADLESS);
            assertThat(AuditVerifier.verifyFrom(file, removed + 1).isIntact()).isFalse();
            assertThat(AuditVerifier.verify(file, anchorOf(removed, oldest.get(removed - 1)))
                            .isIntact())
                    .isFalse();
        }
    }

    @Test
    void a_file_of_another_log_is_found() throws IOException {
        rotated();
        Path other = folder.resolve("other.jsonl");
        try (AuditLog log = AuditLog.jsonl(other).rotateAt(1).open()) {
            write(log, 14);
        }
        Path strange = folder.resolve("other.jsonl.00000003");
        Files.copy(strange, full(3), StandardCopyOption.REPLACE_EXISTING);
        assertThat(problems()).contains("1: the file is of another log");

        Files.copy(strange, folder.resolve("audit.jsonl.00000006"));
        assertThat(problems()).contains("1: the file is of another log");
    }

    @Test
    void a_file_twice_is_found() throws IOException {
        rotated();
        Files.move(file, full(5));
        assertThat(problems()).isEmpty();

        Files.copy(full(5), file);
        assertThat(problems()).containsExactly("1: says that this is file 5 of the log, where file 6 is due");
        Files.move(file, full(6));
        assertThat(problems()).containsExactly("1: says that this is file 5 of the log, where file 6 is due");
    }

    @Test
    void a_renamed_file_is_found() throws IOException {
        rotated();
        Files.move(full(1), folder.resolve("audit.jsonl.00000000"));

        assertThat(problems())
                .containsExactly(
                        "1: says that this is file 1 of the log, where file 0 is due",
                        "0: file 1 of the log is missing before it");
    }

    @Test
    void files_put_together_are_found() throws IOException {
        rotated();
        Files.write(full(2), Files.readAllBytes(full(3)), StandardOpenOption.APPEND);
        Files.delete(full(3));
        assertThat(problems())
                .containsExactly(
                        "3: begins file 3 of a log within another file", "0: file 3 of the log is missing before it");
    }

    @Test
    void a_whole_log_in_one_file_is_found() throws IOException {
        rotated();
        for (Path each : new LogFolder(file).all()) {
            Files.write(
                    folder.resolve("one.jsonl"),
                    Files.readAllBytes(each),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }

        assertThat(AuditVerifier.verify(folder.resolve("one.jsonl")).problems())
                .extracting(AuditReport.Problem::message)
                .startsWith("begins file 2 of a log within another file");
    }

    @Test
    void a_file_that_was_cut_in_two_is_found() throws IOException {
        List<String> lines = Files.readAllLines(file);
        Files.write(full(1), lines.subList(0, 5));
        Files.write(file, lines.subList(5, 11));

        assertThat(problems()).containsExactly(HEADLESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", " ", "\t", "\u00e4", "\u0000", "\u007f", ",", "x"})
    void bytes_that_no_writer_writes_are_found_in_the_last_line_too(String added) throws IOException {
        Files.writeString(file, Files.readString(file).stripTrailing() + added + "\n");

        assertThat(problems()).containsExactly("11: not a line of an audit log");
    }

    @Test
    void line_ends_of_another_system_and_a_byte_order_mark_are_found() throws IOException {
        String lines = Files.readString(file);
        Files.writeString(file, lines.replace("\n", "\r\n"));
        assertThat(problems()).hasSize(11);

        Files.writeString(file, "\ufeff" + lines);
        assertThat(problems()).startsWith("1: not a line of an audit log");
    }

    @Test
    void a_line_longer_than_any_writer_writes_is_found() throws IOException {
        String lines = Files.readString(file);
        Files.writeString(file, lines.substring(0, lines.length() - 2) + " ".repeat(LogLines.MAX_LINE_BYTES) + "}\n");

        assertThat(problems()).containsExactly("11: not a line of an audit log");
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
    void old_files_may_be_taken_away_by_whoever_says_so() throws IOException {
        rotated();
        long all = AuditVerifier.verify(file).lines();
        List<String> oldest = Files.readAllLines(full(1));
        Files.delete(full(1));
        String unsaid = "1: the log begins at line 12, and nobody said that older files were taken away";

        assertThat(problems()).containsExactly(unsaid);
        assertThat(problems(new AuditAnchor(11, "0".repeat(64))))
                .containsExactly("1: line 11 of the log is not the one that was anchored", unsaid);
        assertThat(problems(anchorOf(11, oldest.get(10)))).isEmpty();
        assertThat(AuditVerifier.verifyFrom(file, 12, end))
                .returns(true, AuditReport::isIntact)
                .returns(all - 11, AuditReport::lines)
                .returns(12L, AuditReport::firstSequence);
        for (int wrong : new int[] {1, 11, 13}) {
            assertThat(AuditVerifier.verifyFrom(file, wrong).problems())
                    .extracting(AuditReport.Problem::message)
                    .containsExactly("the log begins at line 12, and not at line " + wrong + " as was said");
        }
        assertThatThrownBy(() -> AuditVerifier.verifyFrom(file, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_log_goes_on_where_its_full_files_were_taken_away() throws IOException {
        rotated();
        for (int number = 1; number <= 4; number++) {
            Files.delete(full(number));
        }
        long begins = AuditVerifier.verify(file).firstSequence();
        rotated();

        assertThat(new LogFolder(file).full().keySet()).containsExactly(5L, 6L, 7L, 8L);
        assertThat(AuditVerifier.verifyFrom(file, begins).problems()).isEmpty();
    }

    @Test
    void a_log_whose_current_file_is_not_the_one_due_is_not_written_on() throws IOException {
        rotated();
        Files.delete(full(4));

        assertThatThrownBy(() -> AuditLog.jsonl(file).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("says that it is file 5 of its log, where file 4 is due");
    }

    private static AuditAnchor anchorOf(long sequence, String line) {
        return HashChain.after(new AuditAnchor(sequence - 1, "0".repeat(64)), line.getBytes(StandardCharsets.US_ASCII));
    }

    private Path full(int number) {
        return folder.resolve("audit.jsonl.0000000" + number);
    }

    /** The ten lines in the first file, and four more in files of their own. */
    private void rotated() throws IOException {
        try (AuditLog log = AuditLog.jsonl(file).rotateAt(1).open()) {
            write(log, 4);
        }
        cutStop(file);
    }

    @Test
    void a_report_tells_a_log_that_was_closed_from_one_whose_writer_ended_otherwise() throws IOException {
        assertThat(AuditVerifier.verify(file))
                .returns(false, AuditReport::isClosed)
                .returns(List.of(), AuditReport::abruptEnds);

        try (AuditLog log = AuditLog.jsonl(file).open()) {
            write(log, 2);
        }
        assertThat(AuditVerifier.verify(file))
                .returns(true, AuditReport::isIntact)
                .returns(true, AuditReport::isClosed)
                .returns(List.of(11L), AuditReport::abruptEnds)
                .returns(14L, AuditReport::lines);

        for (int run = 0; run < 3; run++) {
            try (AuditLog log = AuditLog.jsonl(file).rotateAt(600).open()) {
                write(log, 3);
                assertThat(AuditVerifier.verify(file)).returns(false, AuditReport::isClosed);
            }
            if (run == 1) {
                cutStop(file);
            }
        }
        long end = AuditVerifier.verify(file).last().sequence();
        AuditReport report = AuditVerifier.verify(file);
        assertThat(report.isIntact()).isTrue();
        assertThat(report.isClosed()).isTrue();
        assertThat(report.abruptEnds()).hasSize(2).startsWith(11L).allSatisfy(line -> assertThat(line)
                .isLessThan(end));
    }

    @Test
    void whoever_opens_a_log_and_writes_nothing_closes_nothing() throws IOException {
        List<String> lines = Files.readAllLines(file);
        AuditLog.jsonl(file).open().close();
        assertThat(Files.readAllLines(file)).isEqualTo(lines);

        Path other = folder.resolve("other.jsonl");
        AuditLog.jsonl(other).open().close();
        assertThat(other).doesNotExist();
    }

    /** Only the line that is a stop line in whole is one, whatever a call says. */
    @Test
    void no_other_line_passes_for_the_end_of_a_log() throws IOException {
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            write(log, 1);
            log.decided(Audited.event(
                    ToolCall.of("\",\"kind\":\"stop\",\"since\":12}", Map.of("\"kind\":\"stop\",\"since\":12}", 1))));
        }
        cutStop(file);

        assertThat(AuditVerifier.verify(file))
                .returns(true, AuditReport::isIntact)
                .returns(false, AuditReport::isClosed);
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
    void a_log_may_begin_at_any_file_that_says_what_came_before() throws IOException {
        String hash = "0123456789abcdef".repeat(4);
        for (String number : List.of("2", "10", "901", "999999999999999999")) {
            Files.writeString(file, "{\"prev\":\"" + hash + "\",\"seq\":" + number + "," + BEGINS_FILE_2 + "}\n");

            assertThat(problems(new AuditAnchor(Long.parseLong(number) - 1, hash)))
                    .isEmpty();
            assertThat(AuditVerifier.verify(file).firstSequence()).isEqualTo(Long.parseLong(number));
        }
    }

    @Test
    void a_first_line_may_say_more_than_this_version_knows() throws IOException {
        String line = "{\"prev\":\"" + "1".repeat(64) + "\",\"seq\":7," + BEGINS_FILE_2.replace(":1", ":17");
        Files.writeString(file, line + ",\"unknown\":{\"a\":[1]},\"z\":null}\n");

        assertThat(AuditVerifier.verifyFrom(file, 7).problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"number\":02,",
                "\"number\":0,",
                "\"number\":-2,",
                "\"number\":,",
                "\"number\":2.0,",
                "\"number\":\"2\",",
                "\"number\":9999999999999999999,",
                "\"number\":2;",
                "\"nummer\":2,"
            })
    void a_first_line_whose_number_is_none_says_nothing(String number) throws IOException {
        String body = BEGINS_FILE_2.replace("\"number\":2,", number);
        Files.writeString(file, "{\"prev\":\"" + "1".repeat(64) + "\",\"seq\":7," + body + "}\n");

        assertThat(AuditVerifier.verifyFrom(file, 7).problems())
                .extracting(AuditReport.Problem::message)
                .containsExactly(HEADLESS.substring(3));
    }

    @Test
    void the_first_line_and_the_first_file_say_the_same() throws IOException {
        String genesis = "{\"prev\":\"" + "0".repeat(64) + "\",\"seq\":1,";
        Files.writeString(file, genesis + BEGINS_FILE_2 + "}\n");
        assertThat(problems()).containsExactly("1: says that this is file 2 of the log, and that it begins at line 1");

        Files.writeString(
                file,
                "{\"prev\":\"" + "1".repeat(64) + "\",\"seq\":7," + BEGINS_FILE_2.replace("number\":2", "number\":1")
                        + "}\n");
        assertThat(AuditVerifier.verifyFrom(file, 7).problems())
                .extracting(AuditReport.Problem::message)
                .containsExactly("says that this is file 1 of the log, and that it begins at line 7");
    }

    @Test
    void a_log_that_begins_at_its_first_line_has_nothing_before_it() throws IOException {
        Files.writeString(file, "{\"prev\":\"" + "1".repeat(64) + "\",\"seq\":1,\"kind\":\"x\"}\n");

        assertThat(problems()).containsExactly("1: not a line of an audit log");
    }
}
