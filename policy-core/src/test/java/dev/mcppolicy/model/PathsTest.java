package dev.mcppolicy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths: how they are written and read. */
class PathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "args.a",
                "args.a.b.c",
                "args.items[0]",
                "args.items[123456789]",
                "args.items[*].price",
                "args[\"a.b\"]",
                "args.a[\"b c\"].d",
                "args[\"\"]",
                "args[\"quote \\\" and backslash \\\\\"]",
                "args.é.日本",
                "args.l[*][*]"
            })
    void a_path_is_read_as_it_is_written(String text) {
        assertThat(ArgumentPath.parse(text)).hasToString(text);
    }

    @Property
    void a_path_of_any_names_is_written_and_read_back(@ForAll List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        ArgumentPath path = new ArgumentPath(names.stream()
                .map(name -> (ArgumentPath.Step) new ArgumentPath.Member(name))
                .toList());
        assertThat(ArgumentPath.parse(path.toString())).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "arg.a | path `arg.a` does not begin with `args.`",
                "args | path `args` does not begin with `args.`",
                "argsa | path `argsa` does not begin with `args.`",
                "args. | path `args.` has an empty name at character 6",
                "args..a | path `args..a` has an empty name at character 6",
                "args.a. | path `args.a.` has an empty name at character 8",
                "args.a b | path `args.a b` has an unexpected character at 7; write such a name as `[\"name\"]`",
                "args.a]b | path `args.a]b` has an unexpected character at 7; write such a name as `[\"name\"]`",
                "args.*.b | path `args.*.b` has `.*` at character 5, where every element is `[*]`",
                "args.a.** | path `args.a.**` has `.*` at character 7, where every element is `[*]`",
                "args.a*.b | path `args.a*.b` has an unexpected character at 7; write such a name as `[\"name\"]`",
                "args.a[ | path `args.a[` needs `[0]`, `[*]` or `[\"name\"]` at character 7",
                "args.a[] | path `args.a[]` needs `[0]`, `[*]` or `[\"name\"]` at character 7",
                "args.a[01] | path `args.a[01]` needs `[0]`, `[*]` or `[\"name\"]` at character 7",
                "args.a[-1] | path `args.a[-1]` needs `[0]`, `[*]` or `[\"name\"]` at character 7",
                "args.a[1234567890] | path `args.a[1234567890]` needs `[0]`, `[*]` or `[\"name\"]` at character 7",
                "args.a[x] | path `args.a[x]` needs `[0]`, `[*]` or `[\"name\"]` at character 7",
                "args[\"a] | path `args[\"a]` has a `[\"` without `\"]`",
                "args[\"a\\ | path `args[\"a\\` has a `[\"` without `\"]`",
                "args[\"a\"b] | path `args[\"a\"b]` has a `[\"` without `\"]`",
                "args.a[0]b | path `args.a[0]b` needs `[0]`, `[*]` or `[\"name\"]` at character 10"
            })
    void what_is_no_path_is_refused_with_its_place(String text, String message) {
        assertThatThrownBy(() -> ArgumentPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void a_path_begins_with_the_name_of_an_argument() {
        for (List<ArgumentPath.Step> steps : List.of(
                List.<ArgumentPath.Step>of(),
                List.<ArgumentPath.Step>of(new ArgumentPath.Element(0)),
                List.<ArgumentPath.Step>of(new ArgumentPath.EveryElement()))) {
            assertThatThrownBy(() -> new ArgumentPath(steps))
                    .hasMessage("a path into the arguments begins with the name of an argument");
        }
        assertThatThrownBy(() -> new ArgumentPath.Element(-1)).hasMessage("an index must not be negative");
        assertThat(ArgumentPath.parse("args.a[*]").hasWildcard()).isTrue();
        assertThat(ArgumentPath.parse("args.a[0]").hasWildcard()).isFalse();
    }

    @Test
    void a_counter_path_names_a_tool_or_every_tool() {
        assertThat(new CounterPath(RulePlace.tool("t"), "calls")).hasToString("state.t.calls");
        assertThat(new CounterPath(RulePlace.everyTool(), "calls")).hasToString("state._global.calls");
        assertThatThrownBy(() -> new CounterPath(RulePlace.tool(""), "calls"))
                .hasMessage("a tool's name must not be empty");
        assertThatThrownBy(() -> new CounterPath(RulePlace.tool("t"), "")).hasMessage("a counter path needs a counter");
    }

    @Test
    void a_rule_id_escapes_what_a_pointer_must() {
        assertThat(RuleId.pointer("tools", "a/b~c", "limits", 0)).hasToString("/tools/a~1b~0c/limits/0");
        assertThatThrownBy(() -> new RuleId("")).hasMessage("a rule id must not be empty");
    }
}
