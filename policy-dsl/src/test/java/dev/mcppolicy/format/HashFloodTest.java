package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that all have one hash, of whoever writes documents and whoever calls, cost no more than others. */
@Timeout(30)
class HashFloodTest {
    private static final int MANY = 50_000;
    private static final List<String> NAMES = colliding(MANY);

    /** Names of 32 letters with one hash: {@code Aa} and {@code BB} have the same. */
    static List<String> colliding(int count) {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            StringBuilder name = new StringBuilder(32);
            for (int bit = 0; bit < 16; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.add(name.toString());
        }
        return names;
    }

    @Test
    void the_names_have_one_hash() {
        assertThat(NAMES.stream().mapToInt(String::hashCode).distinct().count()).isEqualTo(1);
        assertThat(NAMES.stream().sorted().distinct().count()).isEqualTo(MANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"default\":\"deny\",\"tools\":{%s}}", "default: deny\ntools: {%s}\n"})
    void a_document_of_tools_is_read_and_judged(String form) {
        String tools = NAMES.stream().map(name -> "\"" + name + "\": {}").collect(Collectors.joining(", "));
        CheckedPolicy checked = PolicyReader.check(form.formatted(tools), "flood");
        if (checked.policy() == null) {
            assertThat(checked.problems()).isNotEmpty();
            return;
        }
        Policy policy = checked.policy();
        assertThat(policy.revision()).hasSize(64);
        PolicyEngine engine = PolicyEngine.of(policy);
        for (String name : NAMES) {
            assertThat(engine.decide(ToolCall.of(name, Map.of()))).isInstanceOf(Decision.Allow.class);
        }
        assertThat(PolicyWriter.write(policy, PolicyFormat.POLICYLAYER)).contains(NAMES.get(1));
    }

    @Test
    void a_document_of_limits_is_read_and_judged() {
        List<String> names = NAMES.subList(0, 8_000);
        String tools = names.stream()
                .map(name ->
                        "\"" + name + "\":{\"limits\":[{\"counter\":\"" + name + "\",\"window\":\"day\",\"max\":1}]}")
                .collect(Collectors.joining(","));
        Policy policy = PolicyReader.parse("{\"version\":\"1\",\"default\":\"deny\",\"tools\":{" + tools + "}}");
        PolicyEngine engine = PolicyEngine.of(policy);
        for (String name : names) {
            assertThat(engine.decide(ToolCall.of(name, Map.of()))).isInstanceOf(Decision.Allow.class);
            assertThat(engine.decide(ToolCall.of(name, Map.of()))).isInstanceOf(Decision.Deny.class);
        }
    }

    @Test
    void a_document_of_arguments_is_read_and_judged() {
        String conditions = NAMES.subList(0, 20_000).stream()
                .map(name -> "{\"path\":\"args." + name + "\",\"op\":\"exists\",\"value\":false}")
                .collect(Collectors.joining(","));
        CheckedPolicy checked = PolicyReader.check(
                "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":{\"require\":[{\"conditions\":[" + conditions
                        + "]}]}}}",
                "flood");
        assertThat(checked.policy())
                .as("%s", checked.problems().stream().limit(3).toList())
                .isNotNull();
        PolicyEngine engine = PolicyEngine.of(checked.orThrow());
        assertThat(engine.decide(ToolCall.of("t", Map.of()))).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void duplicate_and_unknown_names_are_reported() {
        String unknown = NAMES.stream().map(name -> "\"" + name + "\":1").collect(Collectors.joining(","));

        assertThat(PolicyReader.check("{" + unknown + "}", "flood").policy()).isNull();
        assertThat(PolicyReader.check("{" + unknown + "," + unknown.substring(0, unknown.length() / 2) + ":1}", "flood")
                        .policy())
                .isNull();
    }

    @Test
    void the_names_of_a_calls_arguments_are_copied_and_judged() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        NAMES.forEach(name -> arguments.put(name, name));
        PolicyEngine engine = PolicyEngine.builder(PolicySource.of(PolicyReader.parse("""
                        default: deny
                        tools:
                          t: {rules: [{conditions: [{path: args.x, op: exists, value: false}]}]}
                        """)))
                .argumentLimits(new JsonLimits(64, 200_000, 10_000_000))
                .build();

        assertThat(engine.decide(ToolCall.of("t", arguments))).isInstanceOf(Decision.Allow.class);
        assertThat(CanonicalJson.write(arguments)).contains(NAMES.get(1));
    }

    @Test
    void the_names_of_called_tools_and_of_callers_are_counted() {
        PolicyEngine engine = PolicyEngine.of(PolicyReader.parse("""
                version: "1"
                default: allow
                all_tools:
                  limits: [{counter: c, window: day, max: 1, scope: grant}]
                """));
        for (String name : NAMES) {
            ToolCall call = ToolCall.of(name, Map.of(), Caller.anonymous().withGrant(name));
            assertThat(engine.decide(call)).isInstanceOf(Decision.Allow.class);
        }
        for (String name : NAMES) {
            ToolCall call = ToolCall.of("t", Map.of(), Caller.anonymous().withGrant(name));
            assertThat(engine.decide(call)).isInstanceOf(Decision.Deny.class);
        }
    }
}
