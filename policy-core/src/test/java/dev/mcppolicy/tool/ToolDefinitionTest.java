package dev.mcppolicy.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.json.JsonLimits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A definition is the content that a server sends, and its fingerprint stands for that content alone. */
class ToolDefinitionTest {
    private static Map<String, Object> sent() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", Map.of("amount", Map.of("type", "number", "maximum", 100)));
        schema.put("required", List.of("amount", "currency"));
        Map<String, Object> sent = new LinkedHashMap<>();
        sent.put("name", "create_refund");
        sent.put("title", null);
        sent.put("description", "Gives money back.");
        sent.put("inputSchema", schema);
        sent.put("annotations", Map.of("destructiveHint", true));
        return sent;
    }

    private static String fingerprintOf(Map<String, ?> sent) {
        return ToolDefinition.of(sent).fingerprint();
    }

    @Test
    void the_fingerprint_is_the_sha256_of_the_canonical_json() {
        assertThat(fingerprintOf(Map.of("name", "a", "description", "b")))
                .as("printf '{\"description\":\"b\",\"name\":\"a\"}' | sha256sum")
                .isEqualTo("bd32a937d435bbeacc1cb7d28c6609bdc559437b56fd0377227aa26100d374d5");
    }

    @Test
    void meta_and_icons_of_the_tool_are_no_part_of_its_definition() {
        Map<String, Object> more = sent();
        more.put("_meta", Map.of("version", 7));
        more.put("icons", List.of(Map.of("src", "data:".repeat(1 << 20))));

        assertThat(ToolDefinition.of(more)).isEqualTo(ToolDefinition.of(sent()));
        assertThat(ToolDefinition.of(more).members()).doesNotContainKeys("_meta", "icons");
    }

    @Test
    void meta_and_icons_further_down_are_part_of_the_definition() {
        Map<String, Object> other = sent();
        other.put("annotations", Map.of("destructiveHint", true, "_meta", 1, "icons", 1));

        assertThat(fingerprintOf(other)).isNotEqualTo(fingerprintOf(sent()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "title", "description", "inputSchema", "annotations"})
    void every_member_counts(String member) {
        Map<String, Object> without = sent();
        without.remove(member);
        Map<String, Object> changed = sent();
        changed.put(member, "another");
        Map<String, Object> more = sent();
        more.put(member + "X", null);

        if (!member.equals("name")) {
            assertThat(ToolDefinition.of(without)).isNotEqualTo(ToolDefinition.of(sent()));
        }
        assertThat(ToolDefinition.of(changed)).isNotEqualTo(ToolDefinition.of(sent()));
        assertThat(ToolDefinition.of(more)).isNotEqualTo(ToolDefinition.of(sent()));
    }

    @Property
    void definitions_are_equal_whatever_the_order_of_members_and_the_form_of_numbers(
            @ForAll("json") Map<String, Object> content, @ForAll long seed) {
        Map<String, Object> one = new LinkedHashMap<>(content);
        one.put("name", "t");
        @SuppressWarnings("unchecked")
        Map<String, Object> other = (Map<String, Object>) rewritten(one, new Random(seed));

        assertThat(ToolDefinition.of(other))
                .isEqualTo(ToolDefinition.of(one))
                .hasSameHashCodeAs(ToolDefinition.of(one));
    }

    @Property
    void a_definition_with_another_value_anywhere_is_another(
            @ForAll("json") Map<String, Object> content, @ForAll("json") Map<String, Object> value) {
        Map<String, Object> one = new LinkedHashMap<>(content);
        one.put("name", "t");
        one.put("inputSchema", Map.of("properties", Map.of("deep", List.of(value))));
        Map<String, Object> other = new LinkedHashMap<>(one);
        other.put("inputSchema", Map.of("properties", Map.of("deep", List.of(value, "more"))));

        assertThat(ToolDefinition.of(other)).isNotEqualTo(ToolDefinition.of(one));
    }

    @Provide
    Arbitrary<Map<String, Object>> json() {
        Arbitrary<Object> scalars = Arbitraries.of("", "x", "1", "true", true, false, 0, 1, -7L, 2.5, 1e21, 1e-9);
        Arbitrary<Object> values = Arbitraries.recursive(
                () -> scalars,
                inner -> Arbitraries.oneOf(
                        scalars,
                        inner.list().ofMaxSize(3).map(list -> (Object) list),
                        Arbitraries.maps(Arbitraries.of("a", "b", "type", "é"), inner)
                                .ofMaxSize(3)
                                .map(map -> (Object) map)),
                0,
                3);
        return Arbitraries.maps(Arbitraries.of("description", "annotations", "outputSchema", "_x"), values)
                .ofMaxSize(4);
    }

    private static Object rewritten(Object value, Random random) {
        if (value instanceof Map<?, ?> map) {
            List<Object> names = new ArrayList<>(map.keySet());
            Collections.shuffle(names, random);
            Map<Object, Object> copy = new LinkedHashMap<>();
            names.forEach(name -> copy.put(name, rewritten(map.get(name), random)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> rewritten(element, random)).toList();
        }
        return value instanceof Number number ? new BigDecimal(number.toString()).setScale(30) : value;
    }

    @Test
    void what_the_sender_changes_later_changes_no_definition() {
        Map<String, Object> annotations = new HashMap<>(Map.of("readOnlyHint", true));
        Map<String, Object> sent = sent();
        sent.put("annotations", annotations);
        ToolDefinition definition = ToolDefinition.of(sent);

        annotations.put("readOnlyHint", false);
        sent.put("name", "another");

        assertThat(definition.name()).isEqualTo("create_refund");
        assertThat(definition.members()).containsEntry("annotations", Map.of("readOnlyHint", true));
        assertThatThrownBy(() -> definition.members().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((Map<?, ?>) definition.members().get("inputSchema")).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_tool_without_a_name_is_refused() {
        Map<String, Object> nameless = new HashMap<>();
        for (Object name : new Object[] {null, "", 5, List.of("x")}) {
            nameless.put("name", name);
            assertThatThrownBy(() -> ToolDefinition.of(nameless))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a tool needs a name, a text that is not empty");
        }
        assertThatThrownBy(() -> ToolDefinition.of(Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_no_json_or_too_large_is_refused() {
        Map<String, Object> circle = new HashMap<>(Map.of("name", "t"));
        circle.put("inputSchema", circle);
        assertThatThrownBy(() -> ToolDefinition.of(circle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nested deeper than 64 levels");
        assertThatThrownBy(() -> ToolDefinition.of(Map.of("name", "t", "inputSchema", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a value that is not JSON");
        assertThatThrownBy(() -> ToolDefinition.of(Map.of("name", "t", "description", "x".repeat(1 << 20))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ToolDefinition.of(sent(), new JsonLimits(64, 5, 1_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("more than 5 values");
        Map<Object, Object> keyless = new HashMap<>(sent());
        keyless.put(null, 1);
        @SuppressWarnings({"unchecked", "rawtypes"})
        Map<String, Object> raw = (Map) keyless;
        assertThatThrownBy(() -> ToolDefinition.of(raw))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a member name that is not a string");
    }

    @Test
    void a_name_is_shown_without_what_a_terminal_obeys() {
        assertThat(ToolDefinition.of(Map.of("name", "a\u001b[2Jb\u202e")).toString())
                .startsWith("ToolDefinition[a\\u001B[2Jb\\u202E, fingerprint ");
    }
}
