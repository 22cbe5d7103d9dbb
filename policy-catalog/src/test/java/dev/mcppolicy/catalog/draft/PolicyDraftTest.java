package dev.mcppolicy.catalog.draft;

import static dev.mcppolicy.catalog.draft.Tools.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.tool.ServerTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a draft says of the tools of a server. */
class PolicyDraftTest {
    private static final String OWNER = "\"owner\":{\"type\":\"string\"}";

    private static Policy policy(ServerTools tools) {
        return PolicyDraft.of(tools).draft().policy().orThrow();
    }

    private static boolean allows(Policy policy, String tool, Map<String, ?> arguments) {
        return PolicyEngine.builder(policy).build().decide(ToolCall.of(tool, arguments)) instanceof Decision.Allow;
    }

    @Test
    void everything_is_denied_that_is_not_listed_and_the_most_dangerous_tools_come_first() {
        Policy policy = policy(Tools.of(
                tool("list_notes", ""), tool("create_note", ""), tool("create_refund", ""), tool("delete_note", "")));

        assertThat(policy.defaultAction()).isEqualTo(DefaultAction.DENY);
        assertThat(policy.hidden()).containsExactly("delete_note");
        assertThat(List.copyOf(policy.tools().keySet())).containsExactly("create_refund", "create_note", "list_notes");
        assertThat(allows(policy, "create_refund", Map.of())).isFalse();
        assertThat(allows(policy, "list_notes", Map.of())).isTrue();
    }

    @Test
    void a_value_that_the_schema_does_not_name_is_denied_and_a_missing_one_only_where_it_is_demanded() {
        String state = "\"state\":{\"enum\":[\"open\",\"closed\",null]}";
        Policy policy = policy(Tools.of(
                tool("list_a", "\"state\":{\"enum\":[\"open\",\"closed\"]}", "state"),
                tool("list_b", "\"state\":{\"enum\":[\"open\",\"closed\"],\"default\":\"open\"}", "state"),
                tool("list_c", state, "state"),
                tool(
                        "list_d",
                        "\"state\":{\"anyOf\":[{\"$ref\":\"#/$defs/none\"},{\"enum\":[\"open\"]},{\"type\":\"null\"}]}"),
                tool("list_e", "\"state\":{\"anyOf\":[{\"enum\":[\"open\"]},{\"type\":\"null\"}]}")));

        for (String each : List.of("list_a", "list_b", "list_c", "list_e")) {
            assertThat(allows(policy, each, Map.of("state", "open"))).as(each).isTrue();
            assertThat(allows(policy, each, Map.of("state", "other"))).as(each).isFalse();
        }
        assertThat(allows(policy, "list_a", Map.of())).isFalse();
        for (String each : List.of("list_b", "list_c", "list_d", "list_e")) {
            assertThat(allows(policy, each, Map.of())).as(each).isTrue();
        }
    }

    @Test
    void a_number_is_held_to_the_bounds_of_its_schema() {
        Policy policy = policy(Tools.of(
                tool("list_a", "\"n\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":100}"),
                tool("list_b", "\"n\":{\"maximum\":100}")));

        assertThat(allows(policy, "list_a", Map.of())).isTrue();
        assertThat(allows(policy, "list_a", Map.of("n", 100))).isTrue();
        assertThat(allows(policy, "list_a", Map.of("n", 101))).isFalse();
        assertThat(allows(policy, "list_a", Map.of("n", 0))).isFalse();
        assertThat(allows(policy, "list_b", Map.of("n", "all")))
                .as("a bound says nothing of text")
                .isTrue();
    }

    @Test
    void an_answer_is_one_rule_for_all_tools_that_take_the_argument() {
        ServerTools tools = Tools.of(
                tool("list_a", OWNER, "owner"),
                tool("list_b", OWNER, "owner"),
                tool("list_c", OWNER),
                tool("list_d", "\"owner\":{\"type\":\"string\",\"default\":\"acme\"}", "owner"));
        PolicyDraft draft = PolicyDraft.of(tools);
        DraftQuestion question = draft.questions().get(0);
        PolicyDraft answered = draft.withAnswers(DraftAnswers.none().with(question, List.of("acme")));
        Policy policy = answered.draft().policy().orThrow();

        assertThat(question.tools()).isEqualTo(4);
        assertThat(answered.questions()).isEmpty();
        assertThat(policy.groups().keySet()).containsExactly("known_owner", "known_owner_if_given");
        assertThat(allows(policy, "list_a", Map.of("owner", "acme"))).isTrue();
        assertThat(allows(policy, "list_a", Map.of("owner", "evil"))).isFalse();
        assertThat(allows(policy, "list_a", Map.of())).isFalse();
        assertThat(allows(policy, "list_c", Map.of("owner", "evil"))).isFalse();
        assertThat(allows(policy, "list_c", Map.of())).isTrue();
        assertThat(allows(policy, "list_d", Map.of())).isTrue();
    }

    @Test
    void answers_are_kept_as_they_are_given_and_skipped_ones_are_not_asked_again() {
        DraftQuestion url = new DraftQuestion("a: \"b\"", Operator.HOST_IN, 3);
        DraftQuestion skipped = new DraftQuestion("branch", Operator.IN, 3);
        DraftAnswers answers =
                DraftAnswers.none().with(url, List.of("shop.example.com")).with(skipped, List.of());

        assertThat(DraftAnswers.parse(answers.text()).text()).isEqualTo(answers.text());
        assertThat(answers.text()).contains("branch: skip");
        assertThatThrownBy(() -> DraftAnswers.none().with(url, List.of("no host/at all")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_answer_to_no_question_is_refused_with_its_place_and_what_may_be_meant() {
        PolicyDraft draft = PolicyDraft.of(Tools.of(tool("list_a", OWNER)));

        assertThatThrownBy(() -> draft.withAnswers(DraftAnswers.parse("answers:\n  onwer: { in: [acme] }\n")))
                .isInstanceOf(InvalidDraftException.class)
                .hasMessage("answers:2:10: /answers/onwer: no tool has an argument `onwer` that takes any text"
                        + " (did you mean `owner`?)");
        assertThatThrownBy(
                        () -> DraftAnswers.parse("answers: { a: { within: [srv] }, b: { lt: [x] }, c: {in: [1]} }\n"))
                .isInstanceOfSatisfying(InvalidDraftException.class, e -> assertThat(e.problems())
                        .hasSize(3));
    }

    @Test
    void a_profile_says_what_each_class_gets() {
        DraftProfile profile = DraftProfile.parse("""
                hide: [execute, unknown]
                tools:
                  read: {}
                  write: { rules: [{ action: require_approval, reason: Look at it. }] }
                  destructive: { rules: [{ action: deny }] }
                  financial: { rules: [{ action: deny }] }
                """);
        Policy policy = PolicyDraft.of(Tools.of(tool("list_a", ""), tool("create_a", ""), tool("delete_a", "")))
                .withProfile(profile)
                .draft()
                .policy()
                .orThrow();

        assertThat(policy.hidden()).isEmpty();
        assertThat(allows(policy, "list_a", Map.of())).isTrue();
        assertThat(PolicyEngine.builder(policy).build().decide(ToolCall.of("create_a", Map.of())))
                .isInstanceOf(Decision.ApprovalRequired.class);
        assertThat(allows(policy, "delete_a", Map.of())).isFalse();
    }

    @Test
    void a_profile_that_leaves_a_class_out_or_names_another_is_refused() {
        assertThatThrownBy(() -> DraftProfile.parse("tools: { raed: { rules: [{ rate_limit: 1/hour }] } }\n"))
                .isInstanceOfSatisfying(InvalidDraftException.class, e -> assertThat(e.problems())
                        .hasSize(7)
                        .contains(
                                "profile: unknown class `raed` (did you mean `read`?)",
                                "profile: class `write` is missing"));
    }

    @Test
    void tools_of_one_name_and_names_that_would_be_patterns_are_left_out_and_so_denied() {
        DraftedPolicy drafted = PolicyDraft.of(
                        Tools.named(List.of("list_a", "list_a", "list_*", "list_b", "x".repeat(300))))
                .draft();

        assertThat(drafted.policy().orThrow().tools().keySet()).containsExactly("list_b");
        assertThat(drafted.leftOut())
                .contains(
                        "`list_a` is left out: two tools are called so",
                        "`list_*` is left out: a `*` in its name would be a pattern");
        assertThat(drafted.leftOut()).hasSize(3);
    }

    @Test
    void a_schema_that_is_none_or_leads_back_to_itself_says_nothing() {
        Policy policy = policy(
                Tools.of(
                        "{\"name\":\"list_a\",\"inputSchema\":[1]}",
                        "{\"name\":\"list_b\"}",
                        "{\"name\":\"list_c\",\"inputSchema\":{\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}},"
                                + "\"$defs\":{\"a\":{\"anyOf\":[{\"$ref\":\"#/$defs/a\"},{\"type\":\"null\"}]}}}}",
                        "{\"name\":\"list_d\",\"inputSchema\":{\"properties\":{\"a\":null,\"b\":true,\"c\":{\"enum\":\"x\"}}}}"));

        assertThat(policy.tools()).hasSize(4).allSatisfy((name, tool) -> assertThat(tool.rules())
                .hasSize(1));
    }

    @Test
    void more_tools_than_a_policy_may_hold_are_a_clear_error() {
        List<String> tools = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            tools.add(tool("list_" + i, "\"state\":{\"enum\":[\"open\",\"closed\"]}"));
        }
        PolicyDraft draft = PolicyDraft.of(Tools.of(tools.toArray(String[]::new)));

        assertThatThrownBy(draft::draft)
                .isInstanceOf(InvalidDraftException.class)
                .hasMessageStartingWith("no draft can be made: more than 100000 values");
        assertThatThrownBy(() -> PolicyDraft.of(Tools.named(List.of())))
                .isInstanceOf(InvalidDraftException.class)
                .hasMessage("the server offers no tools, so there is nothing to draft");
    }

    @Test
    void every_decision_is_marked_and_an_answer_is_none() {
        PolicyDraft draft = PolicyDraft.of(
                Tools.of(tool("list_a", OWNER, "owner"), tool("list_b", OWNER, "owner"), tool("delete_c", "")));
        DraftAnswers answers = DraftAnswers.parse("answers: { owner: { in: [acme] } }\n");
        String text = draft.withAnswers(answers).draft().text();

        assertThat(text.lines().filter(line -> line.endsWith(" # draft")))
                .containsExactly(
                        "  - delete_c # draft",
                        "      - rate_limit: { max: 60, window: minute, scope: grant } # draft",
                        "      - rate_limit: { max: 60, window: minute, scope: grant } # draft");
        assertThat(text).contains("      - conditions: [ { path: args.owner, op: in, value: [acme] } ]\n");
    }
}
