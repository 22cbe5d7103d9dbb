package dev.mcppolicy.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.PolicyWriter;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.mutation.MutationReport;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus's policies for servers, each with tests that show all of it and notice every change of it. */
class ServerPoliciesTest {
    @TempDir
    private Path directory;

    static List<ConformanceCase> servers() {
        return ConformanceCorpus.cases().stream()
                .filter(each -> ServerPolicies.names().contains(each.name()))
                .toList();
    }

    /** Whose yes counts and how long it holds is in no call of the corpus. */
    @ParameterizedTest
    @MethodSource("servers")
    void the_rules_in_java_are_those_of_the_json_form(ConformanceCase each) {
        Policy json = PolicyReader.parse(each.policyLayer(), each.name(), PolicyFormat.POLICYLAYER);

        assertThat(withoutNames(each.policy())).isEqualTo(withoutNames(json));
    }

    /** The JSON form has no names for its rules. */
    private static List<PlacedRule> withoutNames(Policy policy) {
        return policy.rules().stream()
                .map(placed -> new PlacedRule(
                        placed.place(),
                        placed.rule().withHead(placed.rule().head().withName(null))))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void the_tests_of_a_server_s_policy_show_all_of_it_and_notice_every_change(ConformanceCase each)
            throws IOException {
        Files.writeString(directory.resolve(each.name() + ".yaml"), each.intercept());
        String tests = each.name() + ".policytest.yaml";
        try (InputStream in = getClass().getResourceAsStream("/servers/" + tests)) {
            Files.copy(in, directory.resolve(tests));
        }
        PolicyTestFile file = PolicyTestFile.read(directory.resolve(tests));
        CoverageRecorder coverage = CoverageRecorder.of(file.policy());
        file.cases().forEach(test -> test.run(coverage));
        MutationReport mutations = PolicyMutations.of(file.policy()).againstFiles(List.of(file));

        assertThat(coverage.report().missed()).as(coverage.report().text()).isEmpty();
        assertThat(mutations.survivors()).as(mutations.text()).isEmpty();
    }

    /** Of who answers, how long a yes or a place lasts and whose session counts, the calls of the corpus show nothing. */
    @ParameterizedTest
    @MethodSource("servers")
    void the_forms_of_a_server_s_policy_are_written_alike(ConformanceCase each) {
        PolicyWriter writer = PolicyWriter.to(PolicyFormat.POLICYLAYER);
        String written = writer.write(each.policy());

        assertThat(writer.write(PolicyReader.parse(each.policyLayer(), each.name(), PolicyFormat.POLICYLAYER)))
                .isEqualTo(written);
        assertThat(writer.write(PolicyReader.parse(each.intercept(), each.name(), PolicyFormat.INTERCEPT)))
                .isEqualTo(written);
    }
}
