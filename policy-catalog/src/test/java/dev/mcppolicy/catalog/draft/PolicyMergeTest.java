package dev.mcppolicy.catalog.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.format.PolicyReader;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New tools come into a policy, and nothing that stands there is touched. */
class PolicyMergeTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 15);
    private static final List<String> TOOLS = List.of("create_a", "list_a", "list_b", "delete_a", "gone_b");

    private static MergedPolicy merged(String policy, List<String> names) {
        return PolicyDraft.of(Tools.named(names)).mergedInto(PolicyReader.check(policy, "policy.yaml"), TODAY);
    }

    /** Whether all lines of a text stand in another, in their order. */
    static boolean isKept(String old, String text) {
        Iterator<String> lines = text.lines().iterator();
        return old.lines().allMatch(line -> {
            while (lines.hasNext()) {
                if (lines.next().equals(line)) {
                    return true;
                }
            }
            return false;
        });
    }

    @Test
    void a_new_tool_stands_denied_and_marked_after_those_that_are_as_dangerous() {
        String policy = """
                # Ours.
                default: deny
                tools:
                  create_a: {} # thought about
                  # The lists.
                  list_a:
                    rules:
                      - rate_limit: 5/hour   # enough

                # What belongs together.
                groups:
                  lists: { tools: ["list_*"], rules: [{ rate_limit: 9/hour }] }
                """;
        MergedPolicy merged = merged(policy, List.of("create_a", "create_b", "list_a", "list_b"));

        assertThat(merged.added()).containsExactly("create_b", "list_b");
        assertThat(merged.text()).isEqualTo("""
                # Ours.
                default: deny
                tools:
                  create_a: {} # thought about
                  create_b: # new since 2026-01-15
                    #   no arguments that its schema names
                    # class write: name: `create`
                    # by the profile: 30 calls per minute for a grant
                    rules:
                      - action: deny
                        on_deny: Not reviewed yet.
                  # The lists.
                  list_a:
                    rules:
                      - rate_limit: 5/hour   # enough
                  list_b: # new since 2026-01-15
                    #   no arguments that its schema names
                    # class read: name: `list`; reads_private_data: `list`
                    # by the profile: 60 calls per minute for a grant
                    rules:
                      - action: deny
                        on_deny: Not reviewed yet.

                # What belongs together.
                groups:
                  lists: { tools: ["list_*"], rules: [{ rate_limit: 9/hour }] }
                """);
    }

    @Test
    void a_draft_merged_with_the_same_tools_is_as_it_was_and_tools_that_are_gone_are_told() {
        String drafted = PolicyDraft.of(Tools.named(TOOLS)).draft().text();
        MergedPolicy merged = merged(drafted, List.of("create_a", "list_a", "list_b"));

        assertThat(merged.text()).isEqualTo(drafted);
        assertThat(merged.added()).isEmpty();
        assertThat(merged.gone()).containsExactlyInAnyOrder("delete_a", "gone_b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tools:\n  list_a: { rules: [{ rate_limit: 1/hour }] }",
                "tools:\r\n    list_a:\r\n        rules: [{ rate_limit: 1/hour }]\r\n",
                "tools:\n  \"*\":\n    rules: [{ rate_limit: 1/hour }]\n\n\n# end\n",
                """
                tools:
                  gone:
                    rules:
                      - conditions: [{ path: args.a, op: eq, value: b }]
                        on_deny: |
                          Not so.

                          Or so.
                hide: [x]
                """,
                "groups: { all: { tools: [list_a], rules: [{ rate_limit: 1/hour }] } }\ntools:\n  ? other\n  : { rules: [] }\n",
                """
                version: "1"
                default: deny
                tools:
                  list_a:
                    limits:
                      - { counter: c, window: hour, max: 3 }
                  create_a: {}
                """,
                "default: deny\ntools:\n  list_a:\n    rules: [{ action: deny, on_deny: 'a # b\n\n      c' }]\n...\n",
            })
    void whatever_the_layout_the_lines_stay_or_nothing_is_merged(String policy) {
        MergedPolicy merged;
        try {
            merged = merged(policy, TOOLS);
        } catch (UnmergeableException e) {
            assertThat(policy).contains("? other");
            return;
        }
        assertThat(isKept(policy, merged.text())).isTrue();
        assertThat(merged.added()).isNotEmpty();
        assertThat(PolicyReader.check(merged.text(), "merged").orThrow().tools().keySet())
                .containsAll(merged.added());
        assertThat(merged.text().replace("\r\n", "").contains("\r")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"list_a\": {}}}",
                "default: deny\ntools: { list_a: { rules: [] } }\n",
                "version: \"1\"\ndefault: deny\nhide: [x]\n",
            })
    void what_cannot_be_merged_is_refused_with_the_piece_to_paste(String policy) {
        assertThatThrownBy(() -> merged(policy, List.of("list_a", "list_b")))
                .isInstanceOfSatisfying(UnmergeableException.class, e -> assertThat(e.piece())
                        .contains("  list_b: # new since 2026-01-15\n"));
    }

    @Test
    void a_tool_that_the_policy_hides_or_lists_by_a_pattern_is_not_new() {
        String policy = """
                default: deny
                hide: ["delete_*"]
                tools:
                  create_a: { rules: [] }
                groups:
                  lists: { tools: ["list_*"], allow: true, rules: [{ rate_limit: 9/hour }] }
                  others: { tools: ["*_b"], rules: [{ rate_limit: 9/hour }] }
                """;

        assertThat(merged(policy, TOOLS).added()).containsExactly("gone_b");
    }
}
