package dev.mcppolicy.testkit.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.PolicyWriter;
import dev.mcppolicy.format.ToolsReader;
import dev.mcppolicy.format.UnwritablePolicyException;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.testkit.RandomPolicy;
import dev.mcppolicy.testkit.contract.ConformanceCase;
import dev.mcppolicy.testkit.contract.ConformanceCorpus;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.mutation.MutationReport;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drafted tests: what they show is so, and what they do not show is named. */
class TestDraftTest {
    private static final Path DRAFT = Path.of("draft.policytest.yaml");

    private static CheckedPolicy policy(String text) {
        return PolicyReader.check(text, "policy.yaml");
    }

    private static PolicyTestFile read(DraftedTests drafted, CheckedPolicy policy) {
        return PolicyTestFile.parse(DRAFT, drafted.text("policy.yaml", null), policy);
    }

    private static CoverageReport coverage(PolicyTestFile file) {
        CoverageRecorder coverage = CoverageRecorder.of(file.policy());
        file.cases().forEach(test -> test.run(coverage));
        return coverage.report();
    }

    /** The goals missed and the changes unnoticed, by what the kit itself says of the file as it is read back. */
    private static long open(PolicyTestFile file) {
        MutationReport mutations = PolicyMutations.of(file.policy()).againstFiles(List.of(file));
        return (long) coverage(file).missed().size() + mutations.survivors().size();
    }

    @Test
    void the_policy_of_twelve_tools_is_shown_whole_and_every_change_is_noticed() {
        Path directory = Path.of("../docs/tested");
        CheckedPolicy shop = PolicyReader.check(directory.resolve("shop.yaml"))
                .against(ToolsReader.read(directory.resolve("tools.json")));
        DraftedTests drafted = TestDraft.of(shop).missingFrom(List.of());

        assertThat(drafted.shortfalls()).isEmpty();
        assertThat(open(read(drafted, shop))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"browser-server", "mail-server"})
    void a_server_s_policy_is_shown_but_for_what_is_named(String name) {
        ConformanceCase server = ConformanceCorpus.cases().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        CheckedPolicy policy = policy(server.intercept());
        DraftedTests drafted = TestDraft.of(policy).missingFrom(List.of());

        assertThat(open(read(drafted, policy)))
                .as(String.join("\n", drafted.shortfalls()))
                .isEqualTo(drafted.shortfalls().size());
        assertThat(drafted.coverage().percent()).isEqualTo(100);
    }

    /** Each as it is written and read, since a draft is of a document. */
    private static Optional<CheckedPolicy> random(long seed) {
        try {
            CheckedPolicy read = policy(PolicyWriter.to(PolicyFormat.INTERCEPT).write(RandomPolicy.of(seed)));
            return Optional.ofNullable(read.policy()).map(policy -> read);
        } catch (UnwritablePolicyException e) {
            return Optional.empty();
        }
    }

    @Test
    void the_draft_of_any_policy_passes_and_what_it_leaves_open_is_named() {
        int drafts = 0;
        for (long seed = 0; seed < 8; seed++) {
            Optional<CheckedPolicy> policy = random(seed);
            if (policy.isPresent()) {
                DraftedTests drafted = TestDraft.of(policy.get()).missingFrom(List.of());
                if (drafted.size() > 0) {
                    PolicyTestFile file = read(drafted, policy.get());

                    assertThat(open(file))
                            .as("seed " + seed)
                            .isEqualTo(drafted.shortfalls().size());
                    drafts++;
                }
            }
        }
        assertThat(drafts).isGreaterThan(4);
    }

    @Test
    void beside_tests_that_show_everything_nothing_is_drafted() {
        CheckedPolicy policy = policy("default: deny\ntools: { t: { rules: [{ name: small, conditions: "
                + "[{ path: args.n, op: lte, value: 5 }] }] } }");
        PolicyTestFile first = read(TestDraft.of(policy).missingFrom(List.of()), policy);

        DraftedTests second = TestDraft.of(policy).missingFrom(List.of(first));

        assertThat(second.size()).isZero();
        assertThat(second.shortfalls()).isEmpty();
        assertThatThrownBy(() -> second.text("policy.yaml", null)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void beside_some_tests_what_they_leave_out_is_drafted_and_nothing_else() {
        CheckedPolicy policy = policy("default: deny\ntools: { t: { rules: [{ name: small, conditions: "
                + "[{ path: args.n, op: lte, value: 5 }] }] } }");
        PolicyTestFile some = PolicyTestFile.parse(
                DRAFT,
                "tests: [{ name: \"t: small\", steps: [{ call: t, args: { n: 5 }, expect: allowed }, "
                        + "{ call: t, args: { n: 6 }, expect: { denied_by: small } }] }]",
                policy);
        PolicyTestFile rest = read(TestDraft.of(policy).missingFrom(List.of(some)), policy);

        CoverageRecorder coverage = CoverageRecorder.of(policy);
        some.cases().forEach(test -> test.run(coverage));
        int shown = coverage.report().missed().size();
        rest.cases().forEach(test -> test.run(coverage));

        assertThat(shown).isPositive();
        assertThat(coverage.report().missed()).isEmpty();
        assertThat(PolicyMutations.of(policy).againstFiles(List.of(some, rest)).survivors())
                .isEmpty();
        assertThat(rest.cases()).extracting(test -> test.name()).doesNotContain("t: small");
        assertThat(TestDraft.of(policy).missingFrom(List.of()).text("policy.yaml", null))
                .hasSizeGreaterThan(TestDraft.of(policy)
                        .missingFrom(List.of(some))
                        .text("policy.yaml", null)
                        .length());
    }

    @Test
    void a_draft_is_the_same_each_time() {
        CheckedPolicy policy = random(3).orElseThrow();

        assertThat(TestDraft.of(policy).missingFrom(List.of()).text("policy.yaml", null))
                .isEqualTo(TestDraft.of(policy).missingFrom(List.of()).text("policy.yaml", null));
    }

    @Test
    void text_of_a_policy_or_a_server_becomes_no_structure() {
        String hostile = "x\n  - name: planted\n\u2028# y: { *z }, [\"'\u202e";
        String quoted = "\"x\\n  - name: planted\\n\\u2028# y: { *z }, [\\\"'\\u202e\"";
        CheckedPolicy policy = policy("default: deny\ntools: { t: { rules: [{ name: " + quoted + ", conditions: "
                + "[{ path: args.n, op: in, value: [" + quoted
                + ", \"null\", \"010\", \"~\", \"- a\", \"b: c\", \" \"] }] }] } }");
        DraftedTests drafted = TestDraft.of(policy).missingFrom(List.of());
        PolicyTestFile file = read(drafted, policy);

        assertThat(policy.orThrow().rules().get(0).rule().head().name()).isEqualTo(hostile);
        assertThat(file.cases()).hasSize(drafted.size()).noneMatch(test -> test.name()
                .equals("planted"));
        assertThat(open(file)).isEqualTo(drafted.shortfalls().size());
        assertThat(drafted.text("policy.yaml", null).lines())
                .allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 0x7f));
    }

    @Test
    void arguments_are_such_as_the_tools_admit() {
        CheckedPolicy policy = policy("default: deny\ntools: { pay: { rules: [{ name: small, conditions: "
                        + "[{ path: args.amount, op: lte, value: 50 }] }] } }")
                .against(ToolsReader.parse(
                        "{\"tools\":[{\"name\":\"pay\",\"inputSchema\":{\"type\":\"object\",\"required\":[\"amount\",\"to\"],"
                                + "\"additionalProperties\":false,\"properties\":{\"amount\":{\"type\":\"integer\"},"
                                + "\"to\":{\"enum\":[\"shop\",\"desk\"]}}}}]}",
                        "tools.json"));
        DraftedTests drafted = TestDraft.of(policy).missingFrom(List.of());

        assertThat(drafted.shortfalls()).isEmpty();
        assertThat(drafted.text("policy.yaml", "tools.json"))
                .contains("tools: tools.json", "amount: 50,", "amount: 51,", "to: desk")
                .doesNotContain("null");
    }

    @Test
    void what_no_call_shows_is_named_with_a_reason() {
        CheckedPolicy policy = policy("default: deny\ntools: { t: { rules: [{ name: never, conditions: "
                + "[{ path: args.n, op: lte, value: 5 }, { path: args.n, op: gte, value: 6 }] }] } }");

        assertThat(TestDraft.of(policy).missingFrom(List.of()).shortfalls()).anySatisfy(line -> assertThat(line)
                .startsWith("/tools/t/rules/0: `never`: lets a call pass: all of ")
                .endsWith(" calls of `t` that were tried are denied, most by `never`"));
    }
}
