package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.GuardedCall;
import dev.mcppolicy.engine.ToolNotExecutedException;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/** What a wrapped handler says of its call: the real amounts, and that nothing was done. */
class ActualAmountsTest {
    private static final String TOOL = LimitedSearch.TOOL;
    private static final String LIMIT = LimitedSearch.LIMIT;
    private static final Policy POLICY = LimitedSearch.POLICY;

    private final List<ToolOutcome> told = new CopyOnWriteArrayList<>();
    private final PolicyEnforcer enforcer = PolicyEnforcer.builder(POLICY)
            .listener(new DecisionListener() {
                @Override
                public void decided(DecisionEvent event) {}

                @Override
                public void finished(OutcomeEvent event) {
                    told.add(event.outcome());
                }
            })
            .build();

    /** The four kinds of servers whose handlers get the guarded call. */
    enum Door {
        SYNC {
            @Override
            Function<CallToolRequest, CallToolResult> open(
                    PolicyEnforcer enforcer, BiFunction<CallToolRequest, GuardedCall, CallToolResult> handler) {
                var tool = enforcer.wrap(Kind.tool(TOOL), (exchange, request, call) -> handler.apply(request, call));
                return request -> tool.callHandler().apply(null, request);
            }
        },
        ASYNC {
            @Override
            Function<CallToolRequest, CallToolResult> open(
                    PolicyEnforcer enforcer, BiFunction<CallToolRequest, GuardedCall, CallToolResult> handler) {
                var tool = enforcer.wrapAsync(
                        Kind.tool(TOOL),
                        (exchange, request, call) -> Mono.fromSupplier(() -> handler.apply(request, call)));
                return request -> tool.callHandler().apply(null, request).block();
            }
        },
        STATELESS {
            @Override
            Function<CallToolRequest, CallToolResult> open(
                    PolicyEnforcer enforcer, BiFunction<CallToolRequest, GuardedCall, CallToolResult> handler) {
                var tool = enforcer.wrapStateless(
                        Kind.tool(TOOL), (context, request, call) -> handler.apply(request, call));
                return request -> tool.callHandler().apply(McpTransportContext.EMPTY, request);
            }
        },
        STATELESS_ASYNC {
            @Override
            Function<CallToolRequest, CallToolResult> open(
                    PolicyEnforcer enforcer, BiFunction<CallToolRequest, GuardedCall, CallToolResult> handler) {
                var tool = enforcer.wrapStatelessAsync(
                        Kind.tool(TOOL),
                        (context, request, call) -> Mono.fromSupplier(() -> handler.apply(request, call)));
                return request -> tool.callHandler()
                        .apply(McpTransportContext.EMPTY, request)
                        .block();
            }
        };

        abstract Function<CallToolRequest, CallToolResult> open(
                PolicyEnforcer enforcer, BiFunction<CallToolRequest, GuardedCall, CallToolResult> handler);
    }

    private static CallToolResult found() {
        return CallToolResult.builder().addTextContent("found").build();
    }

    @ParameterizedTest
    @EnumSource
    void a_handler_says_what_it_really_used(Door door) {
        var tool = door.open(enforcer, (request, call) -> {
            assertThat(request.arguments()).isEqualTo(call.arguments()).isEqualTo(Map.of("budget", 60));
            call.settle("tokens", BigDecimal.valueOf(41));
            return found();
        });

        assertThat(tool.apply(request(TOOL, Map.of("budget", 60)))).isEqualTo(found());
        // 41 are used, not 60: another 60 would not fit beside those.
        assertDenied(tool.apply(request(TOOL, Map.of("budget", 60))), DenialCode.LIMIT_EXCEEDED, LIMIT);
        assertThat(told).containsExactly(ToolOutcome.RETURNED);
    }

    @ParameterizedTest
    @EnumSource
    void a_handler_that_used_less_leaves_room_for_more(Door door) {
        var tool = door.open(enforcer, (request, call) -> {
            call.settle("tokens", BigDecimal.valueOf(1));
            return found();
        });

        for (int i = 0; i < 5; i++) {
            assertThat(tool.apply(request(TOOL, Map.of("budget", 60)))).isEqualTo(found());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_handler_that_names_another_counter_fails_and_stays_charged(Door door) {
        var tool = door.open(enforcer, (request, call) -> {
            call.settle("token", BigDecimal.ONE);
            return found();
        });

        assertThatThrownBy(() -> tool.apply(request(TOOL, Map.of("budget", 60))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no charge of this call has the counter `token`");
        assertDenied(tool.apply(request(TOOL, Map.of("budget", 60))), DenialCode.LIMIT_EXCEEDED, LIMIT);
        assertThat(told).containsExactly(ToolOutcome.EXCEPTION);
    }

    @ParameterizedTest
    @EnumSource
    void a_handler_that_did_nothing_gives_its_charge_back_by_word_or_exception(Door door) {
        CallToolResult later = CallToolResult.builder()
                .addTextContent("try again later")
                .isError(true)
                .build();
        var byWord = door.open(enforcer, (request, call) -> {
            call.notExecuted();
            return later;
        });
        for (int i = 0; i < 3; i++) {
            assertThat(byWord.apply(request(TOOL, Map.of("budget", 60)))).isEqualTo(later);
        }
        PolicyEnforcer other = PolicyEnforcer.of(POLICY);
        var byException = door.open(other, (request, call) -> {
            throw new ToolNotExecutedException("no index yet");
        });
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> byException.apply(request(TOOL, Map.of("budget", 60))))
                    .isInstanceOf(ToolNotExecutedException.class);
        }
        assertThat(told).containsExactly(ToolOutcome.NOT_EXECUTED, ToolOutcome.NOT_EXECUTED, ToolOutcome.NOT_EXECUTED);
    }

    @ParameterizedTest
    @EnumSource
    void a_handler_that_says_it_failed_is_told_as_such(Door door) {
        var tool = door.open(enforcer, (request, call) -> {
            call.failed();
            return found();
        });

        assertThat(tool.apply(request(TOOL, Map.of("budget", 60)))).isEqualTo(found());

        assertThat(told).containsExactly(ToolOutcome.TOOL_ERROR);
    }
}
