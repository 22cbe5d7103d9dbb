package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.ReplaceablePolicy;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of a tool is what the revision that decided says of it, though another comes before the answer. */
class ListedDenialTest {
    private static final Policy DENIES = Policies.requiring("{'path':'args.x','op':'eq','value':1}");
    private static final Policy HIDES =
            Policies.of("{'version':'1','default':'allow','hide':['CreateCodeConnection'],'tools':{}}");

    /** A tool under a policy that is another as soon as it has decided. */
    private static Function<CallToolRequest, CallToolResult> tool(Kind kind, Policy first, Policy then) {
        ReplaceablePolicy policy = new ReplaceablePolicy(first);
        PolicyEnforcer enforcer = PolicyEnforcer.builder(policy)
                .denialRenderer(DenialRenderer.unlistedAsUnknown())
                .listener((DecisionEvent event) -> policy.replace(then))
                .build();
        return kind.wrapped(enforcer, Kind.tool(CREATE), new Recorder());
    }

    @ParameterizedTest
    @EnumSource
    void a_tool_that_was_hidden_stays_unknown_when_the_next_policy_lists_it(Kind kind) {
        var tool = tool(kind, HIDES, DENIES);

        assertThatThrownBy(() -> tool.apply(request(CREATE, Map.of())))
                .isInstanceOf(McpError.class)
                .hasMessageContaining("Unknown tool");
    }

    @ParameterizedTest
    @EnumSource
    void a_tool_that_was_listed_stays_known_when_the_next_policy_hides_it(Kind kind) {
        var tool = tool(kind, DENIES, HIDES);

        assertDenied(
                tool.apply(request(CREATE, Map.of())),
                DenialCode.DENIED_BY_RULE,
                "/tools/CreateCodeConnection/require/0");
    }
}
