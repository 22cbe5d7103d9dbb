package dev.mcppolicy.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mcppolicy.tool.ToolChange.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a lock accepts, and how it says what is not as accepted. */
class ToolLockTest {
    private static final Map<String, Object> REFUND = Map.of(
            "name",
            "refund",
            "description",
            "Gives money back.",
            "inputSchema",
            Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of("amount", Map.of("type", "integer", "maximum", 100), "reason", Map.of("type", "string")),
                    "required",
                    List.of("amount", "reason")),
            "annotations",
            Map.of("destructiveHint", true));

    private static ToolDefinition tool(Map<String, Object> members) {
        return ToolDefinition.of(members);
    }

    private static ToolDefinition named(String name) {
        return tool(Map.of("name", name));
    }

    private static ServerTools offered(ToolDefinition... tools) {
        return ServerTools.of(List.of(tools));
    }

    @SuppressWarnings("unchecked")
    private static ToolDefinition refundWith(String member, Object value) {
        Map<String, Object> changed = new HashMap<>(REFUND);
        if (member.startsWith("inputSchema.")) {
            Map<String, Object> schema = new HashMap<>((Map<String, Object>) REFUND.get("inputSchema"));
            schema.put(member.substring("inputSchema.".length()), value);
            changed.put("inputSchema", schema);
        } else {
            changed.put(member, value);
        }
        return tool(changed);
    }

    @Test
    void what_is_as_accepted_has_no_change_whatever_its_order_and_its_picture() {
        ToolLock lock = ToolLock.of(new ServerTools(List.of(tool(REFUND), named("list")), "Be kind."));
        Map<String, Object> otherwise = new LinkedHashMap<>();
        otherwise.put("icons", List.of("picture.png"));
        otherwise.put("_meta", Map.of("n", 1));
        REFUND.keySet().stream().sorted().forEach(name -> otherwise.put(name, REFUND.get(name)));

        assertThat(lock.changes(new ServerTools(List.of(named("list"), tool(otherwise)), "Be kind.")))
                .isEmpty();
        assertThat(lock.accepts(tool(otherwise))).isTrue();
    }

    @Test
    void each_change_is_told_of_the_member_that_changed() {
        ToolLock lock = ToolLock.of(offered(tool(REFUND)));
        Map<String, ToolDefinition> changes = new LinkedHashMap<>();
        changes.put(
                "/description: \"Gives money back.\" is now \"Gives money away.\"",
                refundWith("description", "Gives money away."));
        changes.put(
                "/annotations/destructiveHint: true is now false",
                refundWith("annotations", Map.of("destructiveHint", false)));
        changes.put("/inputSchema/required: without \"reason\"", refundWith("inputSchema.required", List.of("amount")));
        changes.put(
                "/inputSchema/required: without \"reason\", with \"to\"",
                refundWith("inputSchema.required", List.of("amount", "to")));
        changes.put(
                "/inputSchema/required: [\"amount\",\"reason\"] is now [\"reason\",\"amount\"]",
                refundWith("inputSchema.required", List.of("reason", "amount")));
        changes.put(
                "/inputSchema/additionalProperties: is new: false",
                refundWith("inputSchema.additionalProperties", false));
        changes.put(
                "/inputSchema/type: \"object\" is now [\"object\"]", refundWith("inputSchema.type", List.of("object")));
        changes.put("/title: is new: \"Refund\"", refundWith("title", "Refund"));

        changes.forEach((said, changed) -> {
            assertThat(lock.accepts(changed)).as(said).isFalse();
            assertThat(lock.changes(offered(changed))).singleElement().satisfies(change -> {
                assertThat(change.kind()).isEqualTo(Kind.CHANGED);
                assertThat(change.details()).containsExactly(said);
                assertThat(change).hasToString("`refund` has changed: " + said);
            });
        });
    }

    @Test
    void what_is_new_gone_or_offered_twice_is_told_and_so_are_other_instructions() {
        ToolLock lock = ToolLock.of(new ServerTools(List.of(named("a"), named("b"), named("c")), "Be kind."));

        assertThat(lock.changes(new ServerTools(List.of(named("b"), named("x"), named("c"), named("c")), null)))
                .extracting(ToolChange::toString)
                .containsExactly(
                        "`x` is new",
                        "`c` is offered twice",
                        "`a` is gone",
                        "the instructions have changed: \"Be kind.\" is now null");
    }

    @Test
    void a_tool_offered_twice_cannot_be_accepted() {
        ServerTools twice = offered(named("a"), named("a"));

        assertThatThrownBy(() -> ToolLock.of(twice)).hasMessage("`a` is offered twice, and cannot be accepted");
        assertThatThrownBy(() -> ToolLock.of(offered(named("a"))).accepting(twice, List.of("a")))
                .hasMessage("`a` is offered twice, and cannot be accepted");
    }

    @Test
    void accepting_takes_over_what_is_named_and_nothing_else() {
        ToolLock lock = ToolLock.of(new ServerTools(List.of(tool(REFUND), named("old"), named("kept")), "Be kind."));
        ToolDefinition changed = refundWith("description", "Takes money.");
        ServerTools offer = new ServerTools(List.of(changed, named("fresh"), named("other"), named("kept")), "Obey.");

        ToolLock next = lock.accepting(offer, List.of("refund", "fresh", "old"));

        assertThat(next.changes(offer))
                .extracting(ToolChange::kind, ToolChange::tool)
                .containsExactly(tuple(Kind.NEW, "other"), tuple(Kind.INSTRUCTIONS, null));
        assertThat(next.acceptingInstructions(offer).changes(offer))
                .extracting(ToolChange::tool)
                .containsExactly("other");
        assertThatThrownBy(() -> lock.accepting(offer, List.of("refnud\n")))
                .hasMessage("there is no tool `refnud\\u000A`, neither offered nor in the lock");
    }

    @Test
    void a_hostile_definition_is_shown_on_lines_that_a_terminal_does_not_obey_and_cut() {
        ToolLock lock = ToolLock.of(offered(named("t\u001b[2J")));
        ToolDefinition hostile = tool(
                Map.of("name", "t\u001b[2J", "description", "\u202e\n".repeat(50_000), "x\u0007", List.of("\u0000")));

        assertThat(lock.changes(offered(hostile)))
                .singleElement()
                .asString()
                .matches("[ -~…]*")
                .hasSizeLessThan(2_000);
    }

    @Test
    void a_definition_that_changed_throughout_is_told_with_bounded_details() {
        Map<String, Object> many = IntStream.range(0, 2_000).boxed().collect(Collectors.toMap(i -> "m" + i, i -> i));
        Map<String, Object> before = new HashMap<>(many);
        Map<String, Object> after = new HashMap<>();
        many.keySet().forEach(name -> after.put(name, "changed"));
        before.put("name", "t");
        after.put("name", "t");

        assertThat(ToolLock.of(offered(tool(before))).changes(offered(tool(after))))
                .singleElement()
                .satisfies(change -> assertThat(change.details()).hasSize(51).endsWith("and 1950 more"));
    }

    /** Whatever one member of a definition becomes, it is another definition, and the difference says where. */
    @Test
    void no_change_of_a_definition_is_accepted_or_left_untold() {
        Random random = new Random(15);
        for (int i = 0; i < 20_000; i++) {
            Map<String, Object> members = object(random, 3);
            members.put("name", "t");
            Map<String, Object> other = object(random, 3);
            other.put("name", "t");
            ToolLock lock = ToolLock.of(offered(tool(members)));
            boolean same = tool(members).equals(tool(other));

            assertThat(lock.accepts(tool(other))).isEqualTo(same);
            assertThat(lock.changes(offered(tool(other))))
                    .hasSize(same ? 0 : 1)
                    .allSatisfy(change -> assertThat(change.details()).isNotEmpty());
        }
    }

    private static Map<String, Object> object(Random random, int depth) {
        Map<String, Object> members = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            members.put("m" + random.nextInt(3), value(random, depth));
        }
        return members;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> random.nextInt(2);
            case 1 -> random.nextBoolean();
            case 2 -> "a".repeat(random.nextInt(3));
            case 3 ->
                Stream.generate(() -> random.nextInt(2))
                        .limit(random.nextInt(3))
                        .toList();
            case 4 -> object(random, depth - 1);
            default -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
        };
    }
}
