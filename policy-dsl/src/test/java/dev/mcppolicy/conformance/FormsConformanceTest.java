package dev.mcppolicy.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.engine.Caller;
import dev.mcppolicy.engine.Decision;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.ToolCall;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.PolicyWriter;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON, YAML and Java forms of one policy judge every call alike, and as the corpus says. */
class FormsConformanceTest {
    private static final Instant START = Instant.parse("2026-01-15T12:00:00Z");

    static List<String> names() {
        return JavaForms.names();
    }

    private static String text(String file) throws IOException {
        try (InputStream in = FormsConformanceTest.class.getResourceAsStream("/conformance/" + file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The forms that are written by hand, and each of them as the writer says it in the other format and syntax. */
    private static Map<String, Policy> forms(String name) throws IOException {
        Map<String, Policy> forms = new LinkedHashMap<>();
        forms.put("JSON", PolicyReader.parse(text(name + ".json"), name, PolicyFormat.POLICYLAYER));
        forms.put("YAML", PolicyReader.parse(text(name + ".yaml"), name, PolicyFormat.INTERCEPT));
        forms.put("Java", JavaForms.of(name));
        for (String form : List.copyOf(forms.keySet())) {
            for (PolicyFormat format : PolicyFormat.values()) {
                PolicyWriter writer = PolicyWriter.to(format).portable();
                String label = form + " written as " + format.id();
                forms.put(label + " JSON", PolicyReader.parse(writer.asJson().write(forms.get(form))));
                forms.put(label + " YAML", PolicyReader.parse(writer.asYaml().write(forms.get(form))));
            }
        }
        return forms;
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_form_judges_every_call_as_the_corpus_says(String name) throws IOException {
        List<String> lines = text(name + ".calls").lines().toList();
        for (Map.Entry<String, Policy> form : forms(name).entrySet()) {
            assertThat(judged(form.getValue(), lines)).as(form.getKey()).isEqualTo(lines);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void rules_in_java_have_the_pointers_of_the_json_form(String name) throws IOException {
        Policy json = PolicyReader.parse(text(name + ".json"));

        assertThat(ids(JavaForms.of(name))).containsExactlyInAnyOrderElementsOf(ids(json));
    }

    private static List<String> ids(Policy policy) {
        return Stream.concat(
                        policy.tools().values().stream().flatMap(tool -> tool.rules().stream()),
                        policy.everyTool().stream())
                .map(Rule::id)
                .map(Object::toString)
                .toList();
    }

    /** The lines again, with what the policy decides in place of what is expected. */
    private static List<String> judged(Policy policy, List<String> lines) {
        Instant[] now = {START};
        PolicyEngine engine = PolicyEngine.builder(policy).clock(() -> now[0]).build();
        Caller caller = Caller.anonymous();
        List<String> judged = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("as ")) {
                caller = caller(line.substring(3));
                judged.add(line);
            } else if (line.startsWith("+")) {
                now[0] = now[0].plusSeconds(Long.parseLong(line.substring(1)));
                judged.add(line);
            } else {
                String call = line.substring(0, line.indexOf(" => "));
                Decision decision = engine.decide(call(call, caller));
                judged.add(call + " => " + outcome(decision, line.endsWith(": " + message(decision))));
            }
        }
        return judged;
    }

    private static String outcome(Decision decision, boolean withMessage) {
        String kind =
                decision.fold(allow -> "allow", deny -> deny.denial().code().name(), approval -> "approval");
        boolean fixed = kind.equals("allow") || kind.equals("CANNOT_EVALUATE");
        return withMessage && !fixed ? kind + ": " + message(decision) : kind;
    }

    private static String message(Decision decision) {
        return decision.fold(allow -> "", deny -> deny.denial().message(), Decision.ApprovalRequired::message);
    }

    private static Caller caller(String text) {
        if (text.equals("nobody")) {
            return Caller.unidentified();
        }
        return text.startsWith("grant:") ? Caller.ofGrant(text.substring(6)) : Caller.ofPrincipal(text.substring(10));
    }

    /** The arguments are read as a policy's operand is, which is exact. */
    private static ToolCall call(String text, Caller caller) {
        int space = text.indexOf(' ');
        Policy carrier =
                PolicyReader.parse("{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"t\": {\"require\": "
                        + "[{\"conditions\": [{\"path\": \"args.x\", \"op\": \"eq\", \"value\": "
                        + text.substring(space + 1)
                        + "}]}]}}}");
        Rule.Require rule = (Rule.Require) carrier.tools().get("t").rules().get(0);
        Object arguments = ((Condition.Comparison) rule.conditions().get(0)).operand();
        return ToolCall.of(text.substring(0, space), arguments, caller);
    }
}
