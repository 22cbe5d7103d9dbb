package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.DenialCode;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arguments that no honest client sends. */
class BadArgumentsTest {
    private static final String REQUIRE = "/tools/CreateCodeConnection/require/0";

    private final Recorder recorder = new Recorder();

    private CallToolResult call(Kind kind, String condition, Map<String, Object> arguments) {
        return kind.wrapped(PolicyEnforcer.of(Policies.requiring(condition)), Kind.tool(CREATE), recorder)
                .apply(request(CREATE, arguments));
    }

    private CallToolResult call(Kind kind, Map<String, Object> arguments) {
        return kind.wrapped(PolicyEnforcer.of(Policies.allowAll()), Kind.tool(CREATE), recorder)
                .apply(request(CREATE, arguments));
    }

    @ParameterizedTest
    @EnumSource
    void too_deep(Kind kind) {
        Object deep = "bottom";
        for (int i = 0; i < 100_000; i++) {
            deep = List.of(deep);
        }

        assertDenied(call(kind, Map.of("a", deep)), DenialCode.INVALID_ARGUMENTS, "(arguments)");
    }

    @ParameterizedTest
    @EnumSource
    void without_end(Kind kind) {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);

        assertDenied(call(kind, Map.of("a", cycle)), DenialCode.INVALID_ARGUMENTS, "(arguments)");
    }

    @ParameterizedTest
    @EnumSource
    void too_many_and_too_long(Kind kind) {
        assertDenied(
                call(kind, Map.of("a", Collections.nCopies(20_000, 1))), DenialCode.INVALID_ARGUMENTS, "(arguments)");
        assertDenied(call(kind, Map.of("a", "x".repeat(2_000_000))), DenialCode.INVALID_ARGUMENTS, "(arguments)");
    }

    @ParameterizedTest
    @EnumSource
    void not_json(Kind kind) {
        assertDenied(call(kind, Map.of("a", new Object())), DenialCode.INVALID_ARGUMENTS, "(arguments)");
        @SuppressWarnings({"unchecked", "rawtypes"})
        Map<String, Object> numbered = (Map) Map.of(1, "one");
        assertDenied(call(kind, numbered), DenialCode.INVALID_ARGUMENTS, "(arguments)");
    }

    @ParameterizedTest
    @EnumSource
    void not_a_number(Kind kind) {
        String atMost = "{'path':'args.amount','op':'lte','value':100}";

        assertDenied(call(kind, atMost, Map.of("amount", Double.NaN)), DenialCode.CANNOT_EVALUATE, REQUIRE);
        assertDenied(
                call(kind, atMost, Map.of("amount", Double.NEGATIVE_INFINITY)), DenialCode.CANNOT_EVALUATE, REQUIRE);
        assertRan(call(kind, atMost, Map.of("amount", 100)));
    }

    @ParameterizedTest
    @EnumSource
    void names_that_look_alike_are_other_names(Kind kind) {
        String region = "{'path':'args.region','op':'eq','value':'eu'}";

        assertDenied(call(kind, region, Map.of("Region", "eu")), DenialCode.DENIED_BY_RULE, REQUIRE);
        assertDenied(call(kind, region, Map.of("region\0", "eu")), DenialCode.DENIED_BY_RULE, REQUIRE);
        Map<String, Object> both = Map.of("region", "eu", "Region", "us", "region\0", "us");
        assertRan(call(kind, region, both));
        assertThat(recorder.last().arguments()).isEqualTo(both);
    }

    @Test
    void a_map_that_changes_between_looks_is_judged_as_it_is_handed_on() {
        AtomicInteger looks = new AtomicInteger();
        Map<String, Object> shifting = new AbstractMap<>() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public Set<Entry<String, Object>> entrySet() {
                return Set.of(Map.entry("region", looks.getAndIncrement() == 0 ? "eu" : "us"));
            }
        };

        assertRan(call(Kind.SYNC, "{'path':'args.region','op':'eq','value':'eu'}", shifting));
        assertThat(recorder.last().arguments()).isEqualTo(Map.of("region", "eu"));
    }

    @Test
    void a_map_that_throws_is_denied() {
        Map<String, Object> hostile = new HashMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new IllegalStateException("jdbc:secret");
            }
        };

        CallToolResult result = call(Kind.SYNC, hostile);

        assertDenied(result, DenialCode.INVALID_ARGUMENTS, "(arguments)");
        assertThat(result.toString()).doesNotContain("secret");
    }
}
