package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.mcp.GuardReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the assertions on a server's wiring notice, and what they say. */
class GuardReportAssertTest {
    private static GuardReport report(List<String> unguarded, Map<String, String> unknown, boolean validatesFirst) {
        return new GuardReport(List.of("create"), List.of(), List.of(), unguarded, unknown, 0, validatesFirst, "deny");
    }

    @Test
    void a_server_whose_tools_are_all_guarded_and_known_passes() {
        GuardReport report = report(List.of(), Map.of(), false);

        assertThatNoException()
                .isThrownBy(() ->
                        GuardReportAssert.assertThat(report).guardsEveryTool().knowsEveryName());
    }

    @Test
    void a_tool_that_is_not_guarded_fails_by_its_name() {
        GuardReport report = report(List.of("delete"), Map.of(), false);

        assertThatThrownBy(() -> GuardReportAssert.assertThat(report).guardsEveryTool())
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        not guarded by the policy: `delete`

                          server  2 tools: 1 guarded, 0 hidden, 0 unlisted; default deny; NOT GUARDED: `delete`""");
    }

    @Test
    void a_server_that_validates_before_the_policy_judges_fails() {
        GuardReport report = report(List.of(), Map.of(), true);

        assertThatThrownBy(() -> GuardReportAssert.assertThat(report).guardsEveryTool())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("the server validates inputs before the policy judges");
    }

    @Test
    void a_name_in_the_policy_that_no_tool_bears_fails_with_the_one_that_may_be_meant() {
        GuardReport report = report(List.of(), Map.of("craete", "create"), false);

        assertThatThrownBy(() -> GuardReportAssert.assertThat(report).knowsEveryName())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "the policy names tools that the server does not have: `craete` (did you mean `create`?)");
    }
}
