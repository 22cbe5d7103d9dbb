package dev.mcppolicy.format.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.document.DocumentParser;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A problem is shown with the line it means and a caret under the place. */
class ProblemRendererTest {
    private static final String TEXT =
            "tools:\n  create_charge:\n    rules:\n      - conditions: [{path: args.x, op: lessThan, value: 1}]\n";

    @Test
    void a_problem_is_shown_with_its_line_and_a_caret() {
        CheckedPolicy checked = PolicyReader.check(TEXT, "policy.yaml");

        assertThat(ProblemRenderer.plain().render(checked.problems(), checked.document()))
                .isEqualTo("""
                        error[unknown-operator]: unknown operator `lessThan`
                          --> policy.yaml:4:41  /tools/create_charge/rules/0/conditions/0/op
                        4 |       - conditions: [{path: args.x, op: lessThan, value: 1}]
                          |                                         ^
                          help: did you mean `lt`?
                        """);
    }

    @Test
    void colour_adds_nothing_but_colour() {
        CheckedPolicy checked = PolicyReader.check(TEXT, "policy.yaml");

        String coloured = ProblemRenderer.coloured().render(checked.problems(), checked.document());

        assertThat(coloured).contains("\u001b[1;31merror[unknown-operator]\u001b[0m");
        assertThat(withoutColour(coloured))
                .isEqualTo(ProblemRenderer.plain().render(checked.problems(), checked.document()));
    }

    @Test
    void a_note_has_a_colour_of_its_own() {
        CheckedPolicy checked =
                PolicyReader.check("version: \"1\"\ndefault: deny\ntools: {}\nhide: ['a*']\n", "policy.yaml");
        ServerTools tools = ServerTools.of(List.of(ToolDefinition.of(Map.of("name", "ab"))));

        assertThat(ProblemRenderer.coloured().render(checked.against(tools).problems(), checked.document()))
                .contains("\u001b[1;34mnote[pattern-reach]\u001b[0m");
    }

    @Test
    void a_problem_without_a_place_is_shown_without_a_line() {
        CheckedPolicy checked = PolicyReader.check("x".repeat(DocumentParser.MAX_LENGTH + 1), "policy.yaml");

        assertThat(ProblemRenderer.plain().render(checked.problems(), checked.document()))
                .isEqualTo("error[too-large]: the document is larger than 5 MiB\n  --> policy.yaml\n");
    }

    @Test
    void a_long_line_is_shown_around_the_place() {
        CheckedPolicy checked =
                PolicyReader.check("{\"description\": \"" + "x".repeat(10_000) + "\", \"tols\": {}}", "p");

        assertThat(ProblemRenderer.plain().render(checked.problems(), checked.document()))
                .contains("x\", \"tols\": {}}\n")
                .hasSizeLessThan(700);
    }

    @Test
    void a_tab_before_the_place_does_not_move_the_caret() {
        CheckedPolicy checked = PolicyReader.check("{\t\"tools\":\t{},\t\"tols\": 1}", "p");

        assertThat(ProblemRenderer.plain().render(checked.problems(), checked.document()))
                .contains("1 | { \"tools\": {}, \"tols\": 1}\n  |                ^\n");
    }

    private static String withoutColour(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\u001b') {
                i = text.indexOf('m', i);
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }
}
