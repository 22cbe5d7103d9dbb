package dev.mcppolicy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.PolicyWriter;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import org.junit.jupiter.api.Test;

/** What is read by the benchmarks is the policy that the others judge by, as the writers lay it out. */
class PolicyTextsTest {
    private static final Policy POLICY = CommonPolicy.ofTools(Tools.names(PolicyTexts.TOOLS));

    @Test
    void the_json_text_is_what_is_written_of_the_common_policy() {
        assertThat(PolicyTexts.json()).isEqualTo(PolicyWriter.write(POLICY, PolicyFormat.POLICYLAYER));
    }

    @Test
    void the_yaml_text_is_what_is_written_of_the_common_policy() {
        assertThat(PolicyTexts.yaml()).isEqualTo(PolicyWriter.write(POLICY, PolicyFormat.INTERCEPT));
    }

    @Test
    void both_texts_read_as_a_thousand_tools_of_five_rules() {
        assertThat(PolicyReader.parse(PolicyTexts.json()).tools().values())
                .hasSize(1_000)
                .allSatisfy(tool -> assertThat(tool.rules()).hasSize(5));
        assertThat(PolicyReader.parse(PolicyTexts.yaml()).tools().values())
                .hasSize(1_000)
                .allSatisfy(tool -> assertThat(tool.rules()).hasSize(5));
    }
}
