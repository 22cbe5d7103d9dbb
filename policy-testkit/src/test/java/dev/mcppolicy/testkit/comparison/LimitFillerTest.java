package dev.mcppolicy.testkit.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.testkit.internal.ChargedAmount;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The amounts that still fit under a limit. */
class LimitFillerTest {
    @Test
    void an_amount_that_both_policies_leave_is_tried_once() {
        Policy policy = PolicyReader.parse("""
                tools:
                  pay:
                    rules:
                      - conditions: [{ path: state.pay.spent, op: lte, value: 100 }]
                        state: { counter: spent, window: day, increment_from: args.amount }
                """);

        LimitFiller filling = new LimitFiller(
                new PolicyPair(policy, policy, PolicyPair.START), ToolCall.of("pay", Map.of("amount", 60)));

        assertThat(filling.remainders())
                .extracting(call ->
                        new BigDecimal(String.valueOf(call.argumentsAsObject().get("amount"))).intValueExact())
                .containsExactly(100, 101, 1);
    }

    @Test
    void an_amount_that_another_value_stands_in_the_way_of_is_not_tried() {
        Policy policy = PolicyReader.parse("""
                tools:
                  pay:
                    rules:
                      - conditions: [{ path: state.pay.spent, op: lte, value: 100 }]
                        state: { counter: spent, window: day, increment_from: "args.items[*].price" }
                """);
        ToolCall call = ToolCall.of("pay", Map.of("items", "none"));

        assertThat(ChargedAmount.withTotal(
                        call,
                        new Amount.FromArgument(ArgumentPath.parse("args.items[*].price")),
                        BigDecimal.ZERO,
                        BigDecimal.TEN))
                .isEmpty();
        assertThat(new LimitFiller(new PolicyPair(policy, policy, PolicyPair.START), call).remainders())
                .isEmpty();
    }
}
