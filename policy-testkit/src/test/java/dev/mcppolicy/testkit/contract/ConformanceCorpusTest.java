package dev.mcppolicy.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.PolicyWriter;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON, YAML and Java forms of one policy judge every call alike, and as the corpus says. */
class ConformanceCorpusTest {
    /** The cases with what only extensions of the formats say. */
    private static final Set<String> EXTENDED = Set.of(
            "hiding",
            "inside",
            "nested",
            "groups",
            "compared",
            "callers",
            "times",
            "decimals",
            "windows",
            "amounts",
            "keys",
            "when",
            "places");

    static List<ConformanceCase> cases() {
        return ConformanceCorpus.cases();
    }

    /** The forms that are written by hand, and each of them as the writer says it in the other format and syntax. */
    private static Map<String, Policy> forms(ConformanceCase each) {
        Map<String, Policy> forms = new LinkedHashMap<>();
        forms.put("JSON", PolicyReader.parse(each.policyLayer(), each.name(), PolicyFormat.POLICYLAYER));
        forms.put("YAML", PolicyReader.parse(each.intercept(), each.name(), PolicyFormat.INTERCEPT));
        forms.put("Java", each.policy());
        for (String form : List.copyOf(forms.keySet())) {
            for (PolicyFormat format : PolicyFormat.values()) {
                PolicyWriter writer =
                        EXTENDED.contains(each.name()) || ServerPolicies.names().contains(each.name())
                                ? PolicyWriter.to(format)
                                : PolicyWriter.to(format).portable();
                String label = form + " written as " + format.id();
                forms.put(label + " JSON", PolicyReader.parse(writer.asJson().write(forms.get(form))));
                forms.put(label + " YAML", PolicyReader.parse(writer.asYaml().write(forms.get(form))));
            }
        }
        return forms;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_form_judges_every_call_as_the_corpus_says(ConformanceCase each) {
        Map<String, Policy> forms = forms(each);

        assertThat(forms).hasSize(15);
        forms.values().forEach(each::check);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rules_in_java_have_the_pointers_of_the_json_form(ConformanceCase each) {
        assertThat(ids(each.policy())).containsExactlyInAnyOrderElementsOf(ids(PolicyReader.parse(each.policyLayer())));
    }

    private static List<String> ids(Policy policy) {
        return policy.rules().stream()
                .map(placed -> placed.rule().id().toString())
                .toList();
    }

    @Test
    void the_corpus_knows_every_verdict_and_every_denial_that_a_policy_alone_can_lead_to() {
        List<ConformanceCase.Step> steps =
                cases().stream().flatMap(each -> each.steps().stream()).toList();
        Set<DenialCode> codes = steps.stream()
                .filter(step -> step.verdict() == ConformanceCase.Verdict.DENIED)
                .map(ConformanceCase.Step::code)
                .collect(Collectors.toSet());

        assertThat(steps).hasSize(895);
        assertThat(steps.stream().map(ConformanceCase.Step::verdict)).contains(ConformanceCase.Verdict.values());
        assertThat(codes)
                .isEqualTo(EnumSet.of(
                        DenialCode.HIDDEN,
                        DenialCode.NOT_LISTED,
                        DenialCode.DENIED_BY_RULE,
                        DenialCode.CANNOT_EVALUATE,
                        DenialCode.LIMIT_EXCEEDED,
                        DenialCode.CONCURRENCY_EXCEEDED,
                        DenialCode.INVALID_AMOUNT,
                        DenialCode.INVALID_KEY,
                        DenialCode.CALLER_UNKNOWN));
    }

    @Test
    void a_reader_that_drops_a_rule_is_found() {
        ConformanceCase payments = cases().get(0);
        Policy torn =
                PolicyReader.parse(payments.policyLayer().replace("\"usd\", \"eur\"", "\"usd\", \"eur\", \"USD\""));

        assertThatThrownBy(() -> payments.check(torn))
                .isInstanceOf(AssertionError.class)
                .hasMessage("expected the policy `payments` to decide on line 6, a call of `create_charge`, DENIED"
                        + " DENIED_BY_RULE `Use usd or eur.`, not ALLOWED");
    }

    @Test
    void a_reader_that_tells_the_agent_something_else_is_found() {
        ConformanceCase payments = cases().get(0);
        Policy mute = PolicyReader.parse(payments.policyLayer().replace("No tests.", "No."));

        assertThatThrownBy(() -> payments.check(mute))
                .isInstanceOf(AssertionError.class)
                .hasMessageEndingWith("DENIED DENIED_BY_RULE `No tests.`, not DENIED DENIED_BY_RULE `No.`");
    }
}
