package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyLaws;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.TestCall;
import dev.mcppolicy.testkit.calls.CallGenerator;
import dev.mcppolicy.testkit.calls.InputSchema;
import dev.mcppolicy.testkit.comparison.ComparisonReport;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import dev.mcppolicy.testkit.contract.ConformanceCase;
import dev.mcppolicy.testkit.contract.ConformanceCorpus;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.file.PolicyTestCase;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.junit.PolicyTest;
import dev.mcppolicy.testkit.junit.PolicyTestFactory;
import dev.mcppolicy.testkit.junit.TestClasses;
import dev.mcppolicy.testkit.mutation.MutationReport;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import dev.mcppolicy.testkit.report.TestedPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The page on testing policies: what it shows is what runs here. */
class TestingPoliciesPageTest {
    private static final Document PAGE = Document.of("docs/testing-policies.md");
    private static final Path POLICY = Path.of("src/test/policies/refunds.yaml");

    @PolicyTest("/first-refunds.yaml")
    static class FirstTest {
        @Test
        void the_eleventh_refund_of_a_day_waits_for_midnight(PolicyTester policy) {
            TestCall refund = policy.call("create_refund").withArg("amount", 100);

            policy.at("2026-01-15T22:00:00Z");
            refund.times(10).areAllowed();
            refund.isDeniedBy("refunds a day").retryAfter(Duration.ofHours(2));
            policy.advance(Duration.ofHours(2));
            refund.isAllowed();
        }
    }

    @PolicyTest(value = "/first-refunds.yaml", tools = "/first-tools.json")
    static class RefundsOfThisServerTest {
        @Test
        void a_refund_is_at_most_500(PolicyTester policy) {
            policy.call("create_refund").withArg("amount", 501).isDeniedBy("max refund");
        }
    }

    @Test
    void a_class_whose_policy_fits_its_tools_passes() {
        assertThat(TestRun.of(RefundsOfThisServerTest.class).failures()).isEmpty();
    }

    @TestFactory
    Stream<DynamicNode> policies() {
        return PolicyTestFactory.testsIn(Path.of("src/test/policies"));
    }

    @Test
    void the_tests_show_the_whole_policy_and_notice_every_change() {
        PolicyTestFile file = PolicyTestFile.read(Path.of("src/test/policies/refunds.policytest.yaml"));
        CoverageRecorder coverage = CoverageRecorder.of(file.policy());
        file.cases().forEach(test -> test.run(coverage));
        MutationReport mutations = PolicyMutations.of(file.policy()).againstFiles(List.of(file));

        assertThat(coverage.report().missed()).isEmpty();
        assertThat(mutations.survivors()).isEmpty();
    }

    @Test
    void the_page_says_what_is_shown_and_what_is_noticed(@TempDir Path folder) throws IOException {
        PolicyTestFile file = PolicyTestFile.read(Path.of("src/test/policies/refunds.policytest.yaml"));
        Path page = folder.resolve("coverage.html");

        CoverageRecorder coverage = CoverageRecorder.of(file.policy());
        file.cases().forEach(test -> test.run(coverage));
        MutationReport mutations = PolicyMutations.of(file.policy()).againstFiles(List.of(file));
        TestedPolicy tested = new TestedPolicy(coverage.report(), mutations);
        Files.writeString(page, TestedPolicy.html(List.of(tested), Instant.now()));

        assertThat(page).content().contains("3 tests, 14 of 14 goals, 20 of 20 changes, ", "Nothing is missing.");
    }

    @Test
    void the_policy_keeps_its_laws() {
        PolicyLaws laws = PolicyLaws.of(PolicyReader.read(Path.of("src/test/policies/refunds.yaml")), 42, 1_000);

        laws.noCallReachesAHiddenTool();
        laws.neverMoreThanItsLimits();
        laws.deniesWithout("create_refund", "amount");
    }

    private static final InputSchema SCHEMA = InputSchema.of(Map.of("properties", Map.of()));

    @Provide
    Arbitrary<Map<String, Object>> refunds() {
        return Arbitraries.longs().map(seed -> SCHEMA.valid(seed).findFirst().orElseThrow());
    }

    @Test
    void a_class_of_tests_is_run_for_each_change() {
        CheckedPolicy policy = PolicyReader.check(POLICY);
        MutationReport report = PolicyMutations.of(policy).against(TestClasses.of(FirstTest.class));

        assertThat(report.survivors()).hasSize(10);
    }

    @Test
    void a_schema_makes_arguments_and_excuses_changes() {
        CheckedPolicy checked = PolicyReader.check(POLICY);
        Policy policy = checked.orThrow();
        InputSchema schema = InputSchema.parse("""
                { "type": "object", "required": ["amount"],
                  "properties": { "amount": { "type": "integer", "minimum": 1 } } }
                """);
        Stream<Map<String, Object>> admitted = schema.valid(42);
        Stream<Map<String, Object>> refused = schema.nearMisses(42);
        Stream<ToolCall> calls = CallGenerator.of(policy)
                .withInputSchema("create_refund", schema)
                .calls(42);

        assertThat(admitted.limit(10)).allMatch(schema::admits);
        assertThat(refused.limit(10)).noneMatch(schema::admits);
        assertThat(calls.limit(10)).hasSize(10);
        MutationReport report = PolicyMutations.of(policy)
                .withInputSchema("create_refund", schema)
                .against(TestClasses.of(FirstTest.class));
        assertThat(report.reasons())
                .isEqualTo(
                        "  makes no difference: `max refund`: `args.amount lte 500` also holds where `args.amount` is"
                                + " missing: the input schema always has `args.amount`\n");
    }

    @Test
    void a_rule_that_is_tried_shows_in_shadow_mode() {
        Policy tried = PolicyReader.parse("""
                tools:
                  create_refund:
                    rules:
                      - { name: max refund, conditions: [{ path: args.amount, op: lte, value: 500 }] }
                      - { name: two a day, rate_limit: 2/day, mode: shadow }
                """);
        TestCall refund = PolicyTester.of(tried).call("create_refund").withArg("amount", 100);

        refund.times(2).areAllowed();
        refund.isAllowed().inShadow().isDeniedBy("two a day");
    }

    @Test
    void a_comparison_shows_what_a_change_loosens() throws IOException {
        Policy old = PolicyReader.read(POLICY);
        Policy changed = PolicyReader.parse(
                Files.readString(POLICY).replace("value: 500", "value: 600").replace("10/day", "10/hour"));

        assertThat(blocks("text").get(3))
                .isEqualTo(PolicyComparison.between(old, changed).report().text());
        assertThatThrownBy(() -> {
                    ComparisonReport report =
                            PolicyComparison.between(old, changed).report();
                    assertThat(report.mayLoosen()).as(report.text()).isFalse();
                })
                .hasMessageContaining("loosened: create_refund with amount=501");
    }

    @Test
    void a_reader_is_held_to_the_corpus() {
        Function<String, Policy> reader = PolicyReader::parse;
        for (ConformanceCase each : ConformanceCorpus.cases()) {
            each.check(reader.apply(each.policyLayer()));
        }
        assertThat(ConformanceCorpus.cases()).isNotEmpty();
    }

    @Test
    void the_first_test_passes() {
        assertThat(TestRun.of(FirstTest.class).failures()).isEmpty();
        assertThat(TestRun.of(FirstTest.class).passed()).hasSize(1);
    }

    @Test
    void the_files_of_the_page_are_the_files_of_the_tests() throws IOException {
        assertThat(blocks("yaml"))
                .startsWith(
                        Files.readString(POLICY),
                        Files.readString(Path.of("src/test/policies/refunds.policytest.yaml")))
                .hasSize(4);
        assertThat(Path.of("src/test/resources/first-refunds.yaml")).hasSameTextualContentAs(POLICY);
    }

    @Test
    void the_test_file_of_shadow_mode_passes(@TempDir Path folder) throws IOException {
        String java = PAGE.blocks("java").stream()
                .map(block -> block.text())
                .filter(text -> text.contains("two a day") && text.contains("inShadow"))
                .findFirst()
                .orElseThrow();
        Files.writeString(folder.resolve("tried.yaml"), java.split("\"\"\"", 3)[1].stripIndent());
        Path file = Files.writeString(
                folder.resolve("tried.policytest.yaml"), blocks("yaml").get(2));

        PolicyTestFile.read(file).cases().forEach(PolicyTestCase::run);
    }

    @Test
    void the_test_file_of_tests_that_do_not_count_has_them(@TempDir Path folder) throws IOException {
        Files.copy(POLICY, folder.resolve("refunds.yaml"));
        Path file = Files.writeString(
                folder.resolve("more.policytest.yaml"), blocks("yaml").get(3));
        List<PolicyTestCase> cases = PolicyTestFile.read(file).cases();

        assertThat(cases).extracting(test -> test.todo().isPresent()).containsExactly(true, false);
        assertThat(cases).extracting(PolicyTestCase::isOnly).containsExactly(false, true);
        cases.get(1).run();
    }

    @Test
    void the_reports_of_the_page_are_what_is_reported() throws IOException {
        CheckedPolicy policy = PolicyReader.check(Files.readString(POLICY), "/first-refunds.yaml");
        Consumer<PolicyTester> first = new FirstTest()::the_eleventh_refund_of_a_day_waits_for_midnight;
        CoverageRecorder coverage = CoverageRecorder.of(policy);
        first.accept(coverage.tester());
        PolicyTester tester = PolicyTester.of(policy.orThrow()).at("2026-01-15T22:00:00Z");
        AssertionError failure = catchThrowableOfType(
                AssertionError.class,
                () -> tester.call("create_refund").withArg("amount", 501).isAllowed());

        assertThat(blocks("text"))
                .startsWith(
                        failure.getMessage() + "\n",
                        coverage.report().text(),
                        PolicyMutations.of(policy).against(List.of(first)).text());
    }

    private static List<String> blocks(String language) {
        return PAGE.blocks(language).stream().map(block -> block.text() + "\n").toList();
    }
}
