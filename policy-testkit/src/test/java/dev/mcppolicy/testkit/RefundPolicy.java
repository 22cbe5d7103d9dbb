package dev.mcppolicy.testkit;

import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The policy that the tests of the testkit put to the test: refunds, with a rule of every kind. */
public final class RefundPolicy {
    public static final Policy POLICY = policy();

    private RefundPolicy() {}

    private static Policy policy() {
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        tools.put(
                "create_refund",
                new ToolPolicy(List.of(
                        new Require(
                                RuleHead.of(id("create_refund", 0))
                                        .withName("max single refund")
                                        .withMessage("A refund is at most 500.00"),
                                List.of(compare("amount", Operator.LTE, 50_000))),
                        new DenyIf(
                                RuleHead.of(id("create_refund", 1)).withName("no test data"),
                                List.of(compare("metadata.env", Operator.EQ, "test"))),
                        limit(id("create_refund", 2), "daily refund count", "refunds", 10, Amount.ONE, Scope.GLOBAL),
                        limit(
                                id("create_refund", 3),
                                "daily refund sum",
                                "refunded",
                                100_000,
                                new Amount.FromArgument(ArgumentPath.parse("args.amount")),
                                Scope.GRANT),
                        RequireApproval.of(
                                        RuleHead.of(id("create_refund", 4)).withName("large refunds"),
                                        List.of(compare("amount", Operator.GT, 20_000)))
                                .withTimeout(Duration.ofMinutes(30)))));
        tools.put("list_refunds", new ToolPolicy(List.of()));
        return new PolicyParts("refunds", PolicyFormat.INTERCEPT, DefaultAction.DENY)
                .hidden(Set.of("delete_customer"))
                .tools(tools)
                .policy();
    }

    static Condition compare(String path, Operator operator, Object operand) {
        return new Condition.Comparison(ArgumentPath.parse("args." + path), operator, operand);
    }

    static RuleId id(String tool, int index) {
        return RuleId.pointer("tools", tool, "rules", index);
    }

    private static Rule limit(RuleId id, String name, String counter, int max, Amount amount, Scope scope) {
        return Limit.of(
                        RuleHead.of(id).withName(name),
                        counter,
                        Window.Calendar.DAY,
                        Bound.atMost(BigDecimal.valueOf(max)))
                .withScope(scope)
                .withAmount(amount);
    }
}
