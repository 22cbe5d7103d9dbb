package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.DELETE;
import static dev.mcppolicy.mcp.Policies.GET;
import static dev.mcppolicy.mcp.Policies.connections;
import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.ToolNotExecutedException;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What wrapping does to a handler, alike for every kind of tool. */
class WrapTest {
    private static final String LIMIT = "/tools/CreateCodeConnection/limits/0";

    private final Recorder recorder = new Recorder();

    private static PolicyEnforcerBuilder builder(Policy policy) {
        return PolicyEnforcer.builder(policy).clock(() -> Instant.parse("2026-01-15T12:00:18Z"));
    }

    private Function<CallToolRequest, CallToolResult> wrapped(Kind kind, PolicyEnforcer enforcer, String tool) {
        return kind.wrapped(enforcer, Kind.tool(tool), recorder);
    }

    @ParameterizedTest
    @EnumSource
    void a_handler_runs_for_allowed_calls_only(Kind kind) {
        PolicyEnforcer enforcer = builder(connections(2)).build();
        var create = wrapped(kind, enforcer, CREATE);

        assertRan(create.apply(request(CREATE, Map.of())));
        assertRan(create.apply(request(CREATE, Map.of())));
        assertDenied(create.apply(request(CREATE, Map.of())), DenialCode.LIMIT_EXCEEDED, LIMIT);
        assertDenied(wrapped(kind, enforcer, DELETE).apply(request(DELETE, Map.of())), DenialCode.HIDDEN, "(hidden)");
        assertDenied(
                wrapped(kind, enforcer, GET).apply(request(GET, Map.of())), DenialCode.NOT_LISTED, "(default deny)");
        assertThat(recorder.requests).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void the_handler_gets_an_equal_copy_that_it_may_change(Kind kind) {
        Map<String, Object> sent = new HashMap<>(Map.of("tags", new ArrayList<>(List.of("a", 1)), "name", "x"));
        var create = wrapped(kind, builder(connections(2)).build(), CREATE);

        assertRan(create.apply(new CallToolRequest(CREATE, sent, Map.of("progressToken", "p-1"))));

        CallToolRequest got = recorder.last();
        assertThat(got.name()).isEqualTo(CREATE);
        assertThat(got.meta()).containsEntry("progressToken", "p-1");
        assertThat(got.arguments()).isEqualTo(sent).isNotSameAs(sent);
        got.arguments().put("more", true);
        @SuppressWarnings("unchecked")
        List<Object> tags = (List<Object>) got.arguments().get("tags");
        tags.add("b");
        assertThat(sent).doesNotContainKey("more").containsEntry("tags", List.of("a", 1));
    }

    @ParameterizedTest
    @EnumSource
    void absent_arguments_are_judged_and_run_as_an_empty_object(Kind kind) {
        var free = wrapped(kind, builder(connections(1)).build(), CREATE);
        var strict = wrapped(
                kind,
                builder(Policies.requiring("{'path':'args.name','op':'exists','value':true}"))
                        .build(),
                CREATE);

        assertRan(free.apply(request(CREATE, null)));
        assertThat(recorder.last().arguments()).isEmpty();
        assertDenied(
                strict.apply(request(CREATE, null)),
                DenialCode.DENIED_BY_RULE,
                "/tools/CreateCodeConnection/require/0");
    }

    @ParameterizedTest
    @EnumSource
    void the_tool_that_is_judged_is_the_one_that_was_wrapped(Kind kind) {
        var delete = wrapped(kind, builder(connections(1)).build(), DELETE);

        assertDenied(delete.apply(request(CREATE, Map.of())), DenialCode.HIDDEN, "(hidden)");
    }

    @ParameterizedTest
    @EnumSource
    void what_a_handler_throws_reaches_the_sdk_and_its_charge_stands(Kind kind) {
        var create = kind.wrapped(builder(connections(1)).build(), Kind.tool(CREATE), request -> {
            throw new IllegalStateException("the account is gone");
        });

        assertThatThrownBy(() -> create.apply(request(CREATE, Map.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the account is gone");
        assertDenied(create.apply(request(CREATE, Map.of())), DenialCode.LIMIT_EXCEEDED, LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    void a_handler_that_did_nothing_is_not_charged(Kind kind) {
        var create = kind.wrapped(builder(connections(1)).build(), Kind.tool(CREATE), request -> {
            if (request.arguments().isEmpty()) {
                throw new ToolNotExecutedException("no name given");
            }
            return Recorder.done();
        });

        assertThatThrownBy(() -> create.apply(request(CREATE, Map.of())))
                .isInstanceOf(ToolNotExecutedException.class)
                .hasMessage("no name given");
        assertRan(create.apply(request(CREATE, Map.of("name", "x"))));
        assertDenied(create.apply(request(CREATE, Map.of())), DenialCode.LIMIT_EXCEEDED, LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    void by_the_references_rule_any_exception_gives_the_charge_back_and_an_error_result_keeps_it(Kind kind) {
        PolicyEnforcer enforcer =
                builder(connections(1)).releaseWhenHandlerThrows().build();
        var create = kind.wrapped(enforcer, Kind.tool(CREATE), request -> {
            if (request.arguments().isEmpty()) {
                throw new IllegalStateException("no name given");
            }
            return CallToolResult.builder()
                    .addTextContent("failed")
                    .isError(true)
                    .build();
        });

        assertThatThrownBy(() -> create.apply(request(CREATE, Map.of()))).isInstanceOf(IllegalStateException.class);
        assertThat(ResultAssert.text(create.apply(request(CREATE, Map.of("name", "x")))))
                .isEqualTo("failed");
        assertDenied(create.apply(request(CREATE, Map.of("name", "x"))), DenialCode.LIMIT_EXCEEDED, LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_needs_a_human_is_declined_and_not_charged(Kind kind) {
        Policy policy = Policies.of("{'version':'1','default':'deny','tools':{'CreateCodeConnection':{"
                + "'action':'require_approval','reason':'Ask the owner.',"
                + "'limits':[{'counter':'c','window':'minute','max':1}]}}}");
        var create = wrapped(kind, builder(policy).build(), CREATE);

        for (int i = 0; i < 20; i++) {
            CallToolResult result = create.apply(request(CREATE, Map.of()));
            assertDenied(result, DenialCode.APPROVAL_DECLINED, "/tools/CreateCodeConnection/action");
            assertThat(ResultAssert.text(result))
                    .isEqualTo("[POLICY DENIED] Ask the owner. A human must approve this call,"
                            + " and nobody can be asked here.");
        }
        assertThat(recorder.requests).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_call_with_invalid_input_is_judged_first_and_not_charged(Kind kind) {
        Tool strict = Tool.builder(
                        CREATE,
                        Map.of(
                                "type", "object",
                                "properties", Map.of("name", Map.of("type", "string")),
                                "required", List.of("name")))
                .build();
        var create = kind.wrapped(builder(connections(1)).build(), strict, recorder);

        CallToolResult invalid = create.apply(request(CREATE, Map.of("name", 7)));

        assertThat(invalid.isError()).isTrue();
        assertThat(ResultAssert.text(invalid)).startsWith("Tool (CreateCodeConnection) input validation failed: ");
        assertRan(create.apply(request(CREATE, Map.of("name", "x"))));
        assertDenied(create.apply(request(CREATE, Map.of("name", 7))), DenialCode.LIMIT_EXCEEDED, LIMIT);
        assertThat(recorder.requests).hasSize(1);
    }

    @Test
    void a_hidden_tool_does_not_show_itself_by_what_it_says_of_its_input() {
        Tool strict = Tool.builder(DELETE, Map.of("type", "object", "required", List.of("arn")))
                .build();
        var delete = Kind.SYNC.wrapped(builder(connections(1)).build(), strict, recorder);

        assertDenied(delete.apply(request(DELETE, Map.of())), DenialCode.HIDDEN, "(hidden)");
    }

    @Test
    void without_input_validation_the_handler_sees_what_the_policy_allows() {
        Tool strict = Tool.builder(CREATE, Map.of("type", "object", "required", List.of("name")))
                .build();
        var create = Kind.SYNC.wrapped(
                builder(connections(1)).withoutInputValidation().build(), strict, recorder);

        assertRan(create.apply(request(CREATE, Map.of())));
    }

    @Test
    void a_tool_is_not_wrapped_twice_by_one_enforcer() {
        PolicyEnforcer enforcer = PolicyEnforcer.of(connections(1));
        SyncToolSpecification raw = SyncToolSpecification.builder()
                .tool(Kind.tool(CREATE))
                .callHandler((exchange, request) -> Recorder.done())
                .build();
        SyncToolSpecification wrapped = enforcer.wrap(raw);

        assertThatThrownBy(() -> enforcer.wrap(wrapped))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the tool `CreateCodeConnection` is guarded already");
        assertThat(PolicyEnforcer.of(connections(1)).wrap(wrapped).tool()).isEqualTo(raw.tool());
    }

    @Test
    void several_tools_keep_their_order() {
        PolicyEnforcer enforcer = PolicyEnforcer.of(connections(1));
        SyncToolSpecification create = SyncToolSpecification.builder()
                .tool(Kind.tool(CREATE))
                .callHandler((exchange, request) -> Recorder.done())
                .build();
        SyncToolSpecification get = SyncToolSpecification.builder()
                .tool(Kind.tool(GET))
                .callHandler((exchange, request) -> Recorder.done())
                .build();

        assertThat(enforcer.wrap(create, get))
                .extracting(specification -> specification.tool().name())
                .containsExactly(CREATE, GET);
        assertThat(enforcer.wrap(get, create))
                .extracting(specification -> specification.tool().name())
                .containsExactly(GET, CREATE);
    }
}
