package dev.mcppolicy.dsl;

import static dev.mcppolicy.dsl.Terms.arg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.RequireApproval;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What an approval in Java says of its answers. */
class ApprovalStepsTest {
    private static final Duration SPAN = Duration.ofMinutes(15);

    private static RequireApproval approval(Consumer<ToolRules.Approval> words) {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("t", tool -> words.accept(tool.requireApproval(arg("to").isNot("team"))))
                .build();
        return (RequireApproval) policy.rules().get(0).rule();
    }

    @Test
    void an_approval_says_whose_yes_counts_and_how_long() {
        assertThat(approval(rule -> {}).by()).isEqualTo(ApprovedBy.ANYONE);
        assertThat(approval(rule -> {}).remember()).isNull();
        assertThat(approval(ToolRules.Approval::byOperator).by()).isEqualTo(ApprovedBy.OPERATOR);
        assertThat(approval(ToolRules.Approval::byClient).by()).isEqualTo(ApprovedBy.CLIENT);
        assertThat(approval(rule -> rule.rememberedFor(SPAN)).remember()).isEqualTo(new Remembrance(SPAN, false, null));
        assertThat(approval(rule -> rule.rememberedFor(SPAN, 3)).remember()).isEqualTo(new Remembrance(SPAN, false, 3));
        assertThat(approval(rule -> rule.rememberedForAnyArguments(SPAN, 3)).remember())
                .isEqualTo(new Remembrance(SPAN, true, 3));
    }

    @Test
    void nothing_is_said_twice() {
        for (Consumer<ToolRules.Approval> twice : List.<Consumer<ToolRules.Approval>>of(
                rule -> rule.byClient().byOperator(),
                rule -> rule.rememberedFor(SPAN).rememberedFor(SPAN, 2),
                rule -> rule.when(arg("x").is(1)).when(arg("x").is(2)))) {
            assertThatThrownBy(() -> approval(twice)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_yes_for_any_arguments_is_refused_where_the_rule_asks_for_an_amount_in_whatever_order() {
        for (Consumer<ToolRules.Approval> amount : List.<Consumer<ToolRules.Approval>>of(
                rule -> rule.when(arg("x").above(1)).rememberedForAnyArguments(SPAN, 1),
                rule -> rule.rememberedForAnyArguments(SPAN, 1).when(arg("x").above(1)),
                rule -> rule.requireApproval(arg("x").above(1)).rememberedForAnyArguments(SPAN, 1))) {
            assertThatThrownBy(() -> approval(amount)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
