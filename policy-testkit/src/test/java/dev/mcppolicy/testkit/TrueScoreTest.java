package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policies with an open door, or with one that is shut to ordinary calls, whose tests were said to show all of them and to
 * notice every change. What is said now.
 */
class TrueScoreTest {
    private static final Path POLICIES = Path.of("src/test/resources/holes");

    private static String score(String name) {
        PolicyTestFile file = PolicyTestFile.read(POLICIES.resolve(name + ".policytest.yaml"));
        CoverageRecorder coverage = CoverageRecorder.of(file.policy());
        file.cases().forEach(test -> test.run(coverage));
        return (coverage.report().text()
                        + PolicyMutations.of(file.policy())
                                .againstFiles(List.of(file))
                                .text())
                .replace(POLICIES + "/", "");
    }

    @Test
    void a_requirement_that_denies_every_call_without_an_optional_argument() {
        assertThat(score("optional-limit")).isEqualTo("""
                policy coverage of optional-limit.yaml: 62 % (5 of 8)
                  optional-limit.yaml:5: list_customers: `page`
                    not shown: a call that leaves it out: args.limit
                    not shown: a call that has null for it: args.limit
                    not shown: a call that has something of another kind there: args.limit
                tests notice 7 of 8 changes of the policy
                  no test notices: optional-limit.yaml:5: `page`: `args.limit lte 25` also holds where `args.limit` is missing
                """);
    }

    @Test
    void a_requirement_of_every_element_that_denies_a_call_without_the_list() {
        assertThat(score("optional-items")).isEqualTo("""
                policy coverage of optional-items.yaml: 62 % (5 of 8)
                  optional-items.yaml:5: update_subscription: `seats`
                    not shown: a call that leaves it out: args.items[*].quantity
                    not shown: a call that has null for it: args.items[*].quantity
                    not shown: a call that has something of another kind there: args.items[*].quantity
                tests notice 7 of 8 changes of the policy
                  no test notices: optional-items.yaml:5: `seats`: `args.items[*].quantity lte 50` also holds where `args.items[*].quantity` is missing
                """);
    }

    @Test
    void a_pattern_that_denies_a_call_without_an_optional_argument() {
        assertThat(score("optional-url")).isEqualTo("""
                policy coverage of optional-url.yaml: 62 % (5 of 8)
                  optional-url.yaml:5: create_payment_link: `our shop`
                    not shown: a call that leaves it out: args.redirect_url
                    not shown: a call that has null for it: args.redirect_url
                    not shown: a call that has something of another kind there: args.redirect_url
                tests notice 5 of 8 changes of the policy
                  no test notices: optional-url.yaml:5: `our shop`: `args.redirect_url regex "^https://shop\\\\.example\\\\.com/"` also holds where `args.redirect_url` is missing
                  no test notices: optional-url.yaml:5: `our shop`: `args.redirect_url regex "^https://shop\\\\.example\\\\.com/"` became `regex "^https://shop.example\\\\.com/"`
                  no test notices: optional-url.yaml:5: `our shop`: `args.redirect_url regex "^https://shop\\\\.example\\\\.com/"` became `regex "^https://shop\\\\.example.com/"`
                """);
    }

    @Test
    void a_cap_that_leaving_out_the_amount_avoids() {
        assertThat(score("missing-amount")).isEqualTo("""
                policy coverage of missing-amount.yaml: 62 % (5 of 8)
                  missing-amount.yaml:5: transfer: `too much`
                    not shown: a call that leaves it out: args.amount
                    not shown: a call that has null for it: args.amount
                    not shown: a call that has something of another kind there: args.amount
                tests notice 7 of 8 changes of the policy
                  no test notices: missing-amount.yaml:5: `too much`: `args.amount gt 10000` also holds where `args.amount` is missing
                """);
    }

    @Test
    void a_pattern_that_does_not_say_where_a_host_ends() {
        assertThat(score("open-url")).isEqualTo("""
                policy coverage of open-url.yaml: 40 % (4 of 10)
                  open-url.yaml:5: fetch: `our shop`
                    not shown: a call that leaves it out: args.url
                    not shown: a call that has null for it: args.url
                    not shown: a call that has something of another kind there: args.url
                    not shown: text after what the pattern matches: args.url regex "^https://shop.example.com", as in "https://shop.example.com.evil.example"
                    not shown: another character for a dot of the pattern: args.url regex "^https://shop.example.com", as in "https://shopaexample.com"
                    not shown: another character for a dot of the pattern: args.url regex "^https://shop.example.com", as in "https://shop.exampleacom"
                tests notice 5 of 8 changes of the policy
                  no test notices: open-url.yaml:5: `our shop`: `args.url regex "^https://shop.example.com"` also holds where `args.url` is missing
                  no test notices: open-url.yaml:5: `our shop`: `args.url regex "^https://shop.example.com"` became `regex "^https://shop\\\\.example.com"`
                  no test notices: open-url.yaml:5: `our shop`: `args.url regex "^https://shop.example.com"` became `regex "^https://shop.example\\\\.com"`
                """);
    }

    @Test
    void a_time_to_answer_that_nothing_shows() {
        assertThat(score("time-to-answer")).isEqualTo("""
                policy coverage of time-to-answer.yaml: 80 % (4 of 5)
                  time-to-answer.yaml:5: pay: `ask`
                    not shown: a call that nobody answers in time
                tests notice 3 of 7 changes of the policy
                  no test notices: time-to-answer.yaml:5: `ask`: waits 2d for an answer, not 1d
                  no test notices: time-to-answer.yaml:5: `ask`: waits 12h for an answer, not 1d
                  no test notices: time-to-answer.yaml:5: `ask`: an operator's yes alone counts
                  no test notices: time-to-answer.yaml:5: `ask`: the client's and an operator's yes alone count
                """);
    }

    @Test
    void a_mistyped_tool_is_refused_where_the_tools_of_the_server_are_named(@TempDir Path directory)
            throws IOException {
        for (String file : List.of("mistyped.yaml", "mistyped.tools.json")) {
            Files.copy(POLICIES.resolve(file), directory.resolve(file));
        }
        Path tests = directory.resolve("mistyped.policytest.yaml");
        Files.writeString(
                tests, "tools: mistyped.tools.json\n" + Files.readString(POLICIES.resolve("mistyped.policytest.yaml")));

        assertThatThrownBy(() -> PolicyTestFile.read(tests))
                .hasMessage(directory.resolve("mistyped.yaml") + ":4:5: /tools/create_charg: no tool is called"
                        + " `create_charg` (did you mean `create_charge`?)");
    }
}
