package dev.mcppolicy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.mcp.DenialRenderer;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Scope;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The two servers are worth comparing: they answer alike what is allowed, and one of them denies the rest. */
class ChargeServerTest {
    private static final Policy POLICY = CommonPolicy.limited(Scope.GLOBAL, CommonPolicy.UNREACHED);

    static List<Supplier<Wire>> wires() {
        return List.of(Wire::ofObjects, Wire::ofJson);
    }

    private static void assertCharged(CallToolResult result, Call call) {
        assertThat(result.isError()).isFalse();
        assertThat(result.content())
                .extracting(content -> ((TextContent) content).text())
                .containsExactly("charged " + call.arguments().get("amount"));
    }

    private static void assertDenied(CallToolResult result, DenialCode code, String rule) {
        assertThat(result.isError()).isTrue();
        assertThat(result.meta())
                .extractingByKey(DenialRenderer.META_KEY, InstanceOfAssertFactories.MAP)
                .contains(Map.entry("code", code.name()), Map.entry("rule", rule));
    }

    @ParameterizedTest
    @MethodSource("wires")
    void wrapped_and_unwrapped_answer_allowed_calls_alike(Supplier<Wire> wires) {
        ChargeServer unwrapped = ChargeServer.unwrapped(wires.get());
        ChargeServer wrapped = ChargeServer.wrapped(POLICY, wires.get());

        for (Call call : CallMix.allowed()) {
            CallToolResult answer = unwrapped.answer(call);
            assertCharged(answer, call);
            assertThat(wrapped.answer(call)).isEqualTo(answer);
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void only_the_wrapped_server_denies_what_the_policy_denies(Supplier<Wire> wires) {
        ChargeServer unwrapped = ChargeServer.unwrapped(wires.get());
        ChargeServer wrapped = ChargeServer.wrapped(POLICY, wires.get());

        for (Call call : CallMix.tooLarge()) {
            assertCharged(unwrapped.answer(call), call);
            assertDenied(wrapped.answer(call), DenialCode.DENIED_BY_RULE, "/tools/create_charge/require/0");
        }
        for (Call call : CallMix.onAnotherBranch()) {
            assertCharged(unwrapped.answer(call), call);
            assertDenied(wrapped.answer(call), DenialCode.DENIED_BY_RULE, "/tools/create_charge/require/2");
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void the_wrapped_server_counts_every_allowed_call(Supplier<Wire> wires) {
        ChargeServer wrapped = ChargeServer.wrapped(CommonPolicy.limited(Scope.GLOBAL, 2), wires.get());
        Call[] calls = CallMix.allowed();

        assertCharged(wrapped.answer(calls[0]), calls[0]);
        assertCharged(wrapped.answer(calls[1]), calls[1]);
        assertDenied(wrapped.answer(calls[2]), DenialCode.LIMIT_EXCEEDED, "/tools/create_charge/limits/0");
    }
}
