package dev.mcppolicy.catalog.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.tool.ToolDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person says of a tool counts, and a file in which it cannot be told what is meant is none. */
class ClassCorrectionsTest {
    private static ToolRisk risk(String corrections, String tool) {
        return ToolClassifier.standard()
                .with(ClassCorrections.parse(corrections))
                .classify(ToolDefinition.of(Map.of("name", tool)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void a_correction_wins_whatever_the_definition_says_and_says_so(ToolClass said) {
        ToolRisk risk = risk("classes: { delete_user: " + said.id() + " }", "delete_user");

        assertThat(risk.toolClass()).isEqualTo(said);
        assertThat(risk.corrected()).isTrue();
        assertThat(risk.reasons())
                .containsExactly("corrected by classes:1:25: /classes/delete_user, the definition says destructive");
    }

    @Test
    void a_tool_that_is_not_corrected_is_what_its_definition_says() {
        ToolRisk risk = risk("classes: { delete_user: read }", "delete_users");

        assertThat(risk.toolClass()).isEqualTo(ToolClass.DESTRUCTIVE);
        assertThat(risk.corrected()).isFalse();
    }

    @Test
    void flags_that_are_said_are_all_and_those_of_the_definition_stay_where_none_are_said() {
        assertThat(risk("classes: { get_mail: write }", "get_mail").flags())
                .containsExactlyInAnyOrder(RiskFlag.READS_PRIVATE_DATA, RiskFlag.TAKES_UNTRUSTED_CONTENT);
        assertThat(risk("classes: { get_mail: { class: read, flags: [] } }", "get_mail")
                        .flags())
                .isEmpty();
        assertThat(risk("classes: { get_mail: { class: read, flags: [sends_outside] } }", "get_mail")
                        .flags())
                .containsExactly(RiskFlag.SENDS_OUTSIDE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "classes: { a: exekute }                 | classes:1:15: /classes/a: unknown class `exekute` (did you mean `execute`?)",
                "classes: { a: unknown }                 | classes:1:15: /classes/a: unknown class `unknown` (there are `destructive`, `execute`, `financial`, `read`, `write`)",
                "classes: { a: 7 }                       | classes:1:15: /classes/a: expected a class: `read`, `write`, `execute`, `destructive`, `financial`, or an object with `class` and `flags`",
                "classes: { a: { flags: [] } }           | classes:1:15: /classes/a: `class` is missing",
                "classes: { a: { class: read, flag: [] } } | classes:1:36: /classes/a/flag: unknown key `flag` (did you mean `flags`?)",
                "classes: { a: { class: read, flags: x } } | classes:1:37: /classes/a/flags: expected a list of flags",
                "classes: { a: { class: read, flags: [send_outside] } } | classes:1:38: /classes/a/flags/0: unknown flag `send_outside` (did you mean `sends_outside`?)",
                "classes: { a: { class: read, flags: [sends_outside, sends_outside] } } | classes:1:53: /classes/a/flags/1: `sends_outside` stands there twice",
                "classes: [a]                            | classes:1:10: /classes: expected an object",
                "class: { a: read }                      | classes:1:8: /class: unknown key `class` (there are `classes`)",
                "'{}'                                    | classes:1:1: `classes` is missing",
                "'[]'                                    | classes:1:1: expected an object",
            })
    void what_is_wrong_is_said_with_its_place(String text, String problem) {
        assertThatThrownBy(() -> ClassCorrections.parse(text))
                .isInstanceOfSatisfying(InvalidClassesException.class, e -> assertThat(e.problems())
                        .contains(problem));
    }

    @Test
    void a_name_stands_there_once() {
        assertThatThrownBy(() -> ClassCorrections.parse("classes:\n  a: read\n  a: write\n"))
                .isInstanceOf(InvalidClassesException.class)
                .hasMessageContaining("classes:3:3");
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        assertThatThrownBy(() -> ClassCorrections.parse("classes: { a: red, b: wright }"))
                .isInstanceOfSatisfying(InvalidClassesException.class, e -> assertThat(e.problems())
                        .hasSize(2));
    }

    @Test
    void a_tool_that_is_not_there_is_named_with_its_place_and_the_nearest() {
        ClassCorrections corrections = ClassCorrections.parse("classes:\n  delete_usr: read\n  list: read\n");

        assertThat(corrections.unknownTools(Set.of("delete_user", "list")))
                .isEqualTo(
                        List.of(
                                "classes:2:15: /classes/delete_usr: no tool is called `delete_usr` (did you mean `delete_user`?)"));
        assertThat(corrections.unknownTools(Set.of("delete_usr", "list"))).isEmpty();
    }

    @Test
    void a_file_is_read_and_one_that_is_not_there_is_an_error(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("classes.yaml"), "classes: { a: read }\n");

        assertThat(ClassCorrections.read(file).unknownTools(Set.of("a"))).isEmpty();
        assertThatThrownBy(() -> ClassCorrections.read(folder.resolve("none.yaml")))
                .isInstanceOf(InvalidClassesException.class);
    }
}
