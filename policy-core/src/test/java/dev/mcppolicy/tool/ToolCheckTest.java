package dev.mcppolicy.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.tool.ToolFinding.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is found in the names of a policy and of the tools it is to guard. */
class ToolCheckTest {
    private static final ServerTools TOOLS = tools("create_charge", "refund", "delete_account");

    private static ServerTools tools(String... names) {
        return ServerTools.of(Stream.of(names)
                .map(name -> ToolDefinition.of(Map.of("name", name)))
                .toList());
    }

    private static Policy policy(DefaultAction defaultAction, List<String> listed, List<String> hidden) {
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        listed.forEach(name -> tools.put(name, new ToolPolicy(List.of())));
        return new PolicyParts("", PolicyFormat.POLICYLAYER, defaultAction)
                .tools(tools)
                .hidden(new LinkedHashSet<>(hidden))
                .policy();
    }

    @Test
    void a_policy_that_names_the_tools_there_are_has_no_finding() {
        assertThat(ToolCheck.findings(policy(DefaultAction.DENY, List.of("refund"), List.of()), TOOLS))
                .isEmpty();
        assertThat(ToolCheck.findings(
                        policy(DefaultAction.ALLOW, List.of("refund", "create_charge"), List.of("delete_account")),
                        TOOLS))
                .isEmpty();
    }

    @Test
    void a_name_that_no_tool_bears_is_found_where_it_stands_with_the_one_that_may_be_meant() {
        Policy policy = policy(
                DefaultAction.DENY, List.of("refund", "craete_charge", "a/b"), List.of("refund", "delete_acount"));

        assertThat(ToolCheck.findings(policy, TOOLS))
                .containsExactly(
                        unknown("craete_charge", "/tools/craete_charge", "did you mean `create_charge`?"),
                        unknown("a/b", "/tools/a~1b", null),
                        unknown("delete_acount", "/hide/1", "did you mean `delete_account`?"));
    }

    private static ToolFinding unknown(String name, String pointer, String help) {
        return new ToolFinding(Kind.UNKNOWN_TOOL, name, pointer, "no tool is called `" + name + "`", help);
    }

    @Test
    void a_name_counts_only_as_it_stands() {
        assertThat(ToolCheck.findings(policy(DefaultAction.DENY, List.of("Refund"), List.of()), TOOLS))
                .extracting(ToolFinding::help)
                .containsExactly("did you mean `refund`?");
    }

    @Test
    void a_tool_that_the_default_allows_unnamed_is_found() {
        assertThat(ToolCheck.findings(policy(DefaultAction.ALLOW, List.of("refund"), List.of("delete_account")), TOOLS))
                .containsExactly(new ToolFinding(
                        Kind.UNLISTED_TOOL,
                        "create_charge",
                        null,
                        "the policy does not name `create_charge`, and its default allows it",
                        "name it under `tools` or `hide`"));
    }

    @Test
    void hiding_all_names_no_tool_and_leaves_none_unnamed() {
        assertThat(ToolCheck.findings(policy(DefaultAction.ALLOW, List.of(), List.of("*")), TOOLS))
                .isEmpty();
    }

    @Test
    void two_tools_of_one_name_are_found_and_are_one_unnamed_tool() {
        assertThat(ToolCheck.findings(policy(DefaultAction.ALLOW, List.of(), List.of()), tools("t", "t", "t")))
                .extracting(ToolFinding::kind, ToolFinding::message)
                .containsExactly(
                        tuple(Kind.REPEATED_TOOL, "two tools are called `t`"),
                        tuple(Kind.UNLISTED_TOOL, "the policy does not name `t`, and its default allows it"));
    }

    @Test
    void what_a_pattern_matches_is_told_and_one_that_matches_nothing_is_an_error() {
        Policy policy = policy(DefaultAction.DENY, List.of(), List.of("*e*", "drop_*", "*"))
                .withGroups(Map.of("money", new ToolGroup(List.of("re*"), false, List.of())));

        assertThat(ToolCheck.findings(policy, TOOLS))
                .containsExactly(
                        new ToolFinding(Kind.UNKNOWN_TOOL, "drop_*", "/hide/1", "no tool matches `drop_*`", null),
                        new ToolFinding(
                                Kind.PATTERN_REACH,
                                "re*",
                                "/groups/money/tools/0",
                                "`re*` matches 1 tool: `refund`",
                                null),
                        new ToolFinding(
                                Kind.PATTERN_REACH,
                                "*e*",
                                "/hide/0",
                                "`*e*` matches 3 tools: `create_charge`, `refund`, `delete_account`",
                                null));
    }

    @Test
    void of_many_tools_that_a_pattern_matches_the_first_are_named() {
        ServerTools many =
                tools(IntStream.range(0, 1_000).mapToObj(i -> "tool_" + i).toArray(String[]::new));

        assertThat(ToolCheck.findings(policy(DefaultAction.DENY, List.of(), List.of("tool_*")), many))
                .singleElement()
                .extracting(ToolFinding::message)
                .asString()
                .startsWith("`tool_*` matches 1000 tools: `tool_0`, ")
                .endsWith("`tool_7` and 992 more");
    }

    @Test
    void what_a_server_or_a_policy_calls_a_tool_is_shown_without_what_a_terminal_obeys() {
        ServerTools hostile = tools("delete\u001b[2J");

        assertThat(ToolCheck.unguarded(hostile.definitions().get(0)))
                .hasToString("`delete\\u001B[2J` is not guarded by the policy (wrap it before the server gets it)")
                .extracting(ToolFinding::tool)
                .isEqualTo("delete\u001b[2J");
        assertThat(ToolCheck.findings(policy(DefaultAction.DENY, List.of("delete\u202e[2J"), List.of()), hostile))
                .hasToString("[/tools/delete\\u202E[2J: no tool is called `delete\\u202E[2J`"
                        + " (did you mean `delete\\u001B[2J`?)]");
    }

    @Test
    void thousands_of_wrong_names_are_found_in_no_time() {
        List<String> wrong = IntStream.range(0, 20_000).mapToObj(i -> "n" + i).toList();
        ServerTools tools =
                tools(IntStream.range(0, 500).mapToObj(i -> "tool_" + i).toArray(String[]::new));

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertThat(
                        ToolCheck.findings(policy(DefaultAction.DENY, wrong, List.of()), tools))
                .hasSize(20_000));
    }
}
