package dev.mcppolicy.dsl;

import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.calls;
import static dev.mcppolicy.dsl.Terms.callsAtOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.PolicyWriter;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a concurrency rule written in Java says. */
class ConcurrencyBuilderTest {
    private static final RuleId ID = RuleId.pointer("tools", "t", "concurrent");

    @Test
    void a_concurrency_rule_says_how_many_and_has_defaults_for_the_rest() {
        assertThat(callsAtOnce(2).at(ID)).isEqualTo(Concurrency.of(RuleHead.of(ID), 2));
    }

    @Test
    void a_concurrency_rule_says_everything_that_can_be_said() {
        assertThat(callsAtOnce(2)
                        .per(Scope.PRINCIPAL)
                        .leasedFor(Duration.ofMillis(1_500))
                        .keyedBy(arg("k"), arg("o.l"))
                        .named("two at a time")
                        .orDeny("Two at a time.")
                        .shadow()
                        .at(ID))
                .isEqualTo(new Concurrency(
                        new RuleHead(ID, "two at a time", "Two at a time.", Mode.SHADOW, List.of()),
                        2,
                        Scope.PRINCIPAL,
                        Duration.ofMillis(1_500),
                        new LimitKey.Paths(List.of(ArgumentPath.parse("args.k"), ArgumentPath.parse("args.o.l")))));
        assertThat(callsAtOnce(1).keyedByAllArguments().at(ID).key()).isEqualTo(new LimitKey.AllArguments());
    }

    @Test
    void what_cannot_be_is_refused_at_the_call_that_says_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> callsAtOnce(0))
                .withMessage("at least 1 call must be able to run, not 0");
        for (Duration lease : List.of(
                Duration.ZERO, Duration.ofMillis(999), Duration.ofDays(1).plusMillis(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> callsAtOnce(1).leasedFor(lease))
                    .withMessageStartingWith("a lease lasts from 1 second to 1 day, not ");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> callsAtOnce(1).leasedFor(Duration.ofSeconds(5).plusNanos(1)))
                .withMessage("a lease has whole milliseconds, not PT5.000000001S");
        assertThatIllegalArgumentException().isThrownBy(() -> callsAtOnce(1).keyedBy(arg("l[*]")));
        assertThatIllegalStateException()
                .isThrownBy(() -> callsAtOnce(1).per(Scope.GLOBAL).per(Scope.GRANT));
        assertThatIllegalStateException()
                .isThrownBy(() -> callsAtOnce(1).keyedByAllArguments().keyedBy(arg("k")));
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> callsAtOnce(1).leasedFor(Duration.ofSeconds(5)).leasedFor(Duration.ofSeconds(5)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyBuilder.policy("p")
                        .denyByDefault()
                        .tool("t", tool -> tool.concurrent(callsAtOnce(1)).concurrent(callsAtOnce(2))))
                .withMessage(
                        "two concurrency rules of `t` are of the same calls (give one of them another scope or key)");
    }

    @Test
    void rules_have_the_pointers_of_the_policylayer_form() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("t", tool -> tool.limit(calls().atMost(9).perDay())
                        .concurrent(callsAtOnce(2))
                        .concurrent(callsAtOnce(3).per(Scope.GLOBAL)))
                .group("g", List.of("t"), group -> group.concurrent(callsAtOnce(4)))
                .everyTool(all -> all.concurrent(callsAtOnce(5)))
                .build();

        assertThat(policy.rules())
                .extracting(placed -> placed.rule().id().value())
                .containsExactly(
                        "/tools/t/limits/0",
                        "/tools/t/concurrent",
                        "/tools/t/concurrent/1",
                        "/groups/g/concurrent",
                        "/all_tools/concurrent");
    }

    @Test
    void what_is_written_reads_back_as_the_same_rules() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("t", tool -> tool.require(arg("a").exists())
                        .orDeny("a")
                        .concurrent(callsAtOnce(2)
                                .leasedFor(Duration.ofSeconds(5))
                                .keyedBy(arg("a"))
                                .orDeny("Two.")))
                .everyTool(
                        all -> all.concurrent(callsAtOnce(5).per(Scope.GLOBAL).shadow()))
                .build();

        for (PolicyWriter writer : List.of(
                PolicyWriter.to(PolicyFormat.POLICYLAYER),
                PolicyWriter.to(PolicyFormat.POLICYLAYER).asYaml())) {
            assertThat(PolicyReader.parse(writer.write(policy), "p").rules()).isEqualTo(policy.rules());
        }
    }
}
