package dev.mcppolicy.catalog.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mcppolicy.format.ToolsReader;
import dev.mcppolicy.tool.ToolDefinition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A definition that means harm costs no more than its size, and hides no word by how it is written. */
class HostileDefinitionsTest {
    private static final ToolClassifier CLASSIFIER = ToolClassifier.standard();
    private static final int LONG = 900_000;

    private static ToolDefinition tool(Map<String, Object> members) {
        return ToolDefinition.of(members, ToolsReader.DEFINITION_LIMITS);
    }

    private static Map<String, Object> named(String name, String member, Object value) {
        return Map.of("name", name, member, value);
    }

    static Stream<Arguments> definitions() {
        Map<String, Object> many = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            many.put("command" + i, Map.of("enum", List.of("delete")));
        }
        Object deep = Map.of("type", "string");
        for (int i = 0; i < 28; i++) {
            deep = Map.of("properties", Map.of("a", deep));
        }
        List<String> choices =
                Stream.iterate(0, i -> i + 1).limit(50_000).map(i -> "drop" + i).toList();
        return Stream.of(
                        Map.<String, Object>of("name", "remove_".repeat(LONG / 7)),
                        Map.<String, Object>of("name", "search_drop_".repeat(LONG / 12)),
                        Map.<String, Object>of("name", "a".repeat(LONG)),
                        Map.<String, Object>of("name", "A".repeat(LONG)),
                        named("x", "description", "cannot be ".repeat(LONG / 10)),
                        named("x", "description", "ing ".repeat(LONG / 4)),
                        named("x", "description", "\u0345\u0334".repeat(LONG / 4)),
                        named("x", "inputSchema", Map.of("properties", many)),
                        named("x", "inputSchema", deep),
                        named(
                                "x",
                                "inputSchema",
                                Map.of("$ref", "#", "$defs", Map.of("a", Map.of("$ref", "#/$defs/a")))),
                        named("x", "inputSchema", Map.of("properties", Map.of("method", Map.of("enum", choices)))))
                .map(Arguments::of);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("definitions")
    void the_work_is_bounded_by_the_size(Map<String, Object> members) {
        ToolDefinition tool = tool(members);

        ToolRisk risk = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> CLASSIFIER.classify(tool));

        assertThat(risk.reasons()).hasSizeLessThan(16).allSatisfy(reason -> assertThat(reason)
                .hasSizeLessThan(1_000));
    }

    @Test
    void as_many_tools_as_a_server_may_list_are_soon_classed() {
        List<ToolDefinition> tools = Stream.iterate(0, i -> i + 1)
                .limit(ToolsReader.MOST_TOOLS)
                .map(i -> tool(named("delete_thing_" + i, "description", "Deletes the thing. ".repeat(20))))
                .toList();

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(tools)
                .allSatisfy(tool ->
                        assertThat(CLASSIFIER.classify(tool).toolClass()).isEqualTo(ToolClass.DESTRUCTIVE)));
    }

    @ParameterizedTest
    @CsvSource({
        "del\u200bete_all",
        "\u202edelete\u202c_all",
        "\uff44\uff45\uff4c\uff45\uff54\uff45_all",
        "d\u034felete_all",
        "dele\u0301te_all",
        "d\u115felete_all",
        "d\u00e9lete_all",
        "delete\u00a0all",
        "DELETE_ALL",
        "DeleteAll",
        "deleteAll",
        "all.delete",
        "all/delete",
        "all delete",
        "HTTPDelete",
        "deletefile",
        "list_then_delete",
    })
    void no_way_of_writing_hides_a_word(String name) {
        assertThat(CLASSIFIER.classify(ToolDefinition.of(Map.of("name", name))).toolClass())
                .isEqualTo(ToolClass.DESTRUCTIVE);
    }

    @Test
    void members_of_other_kinds_than_the_protocol_has_say_nothing() {
        for (Object odd : List.of("text", 7, true, List.of("delete"), Map.of("properties", List.of("command")))) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("name", "x");
            members.put("inputSchema", odd);
            members.put("annotations", odd);
            members.put("title", odd);

            assertThat(CLASSIFIER.classify(tool(members)).toolClass()).isEqualTo(ToolClass.UNKNOWN);
        }
    }
}
