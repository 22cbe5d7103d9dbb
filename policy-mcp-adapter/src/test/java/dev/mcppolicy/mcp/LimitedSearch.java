package dev.mcppolicy.mcp;

import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A tool whose calls may use a hundred tokens a day, and reserve what they ask for. */
final class LimitedSearch {
    static final String TOOL = "search";
    static final String LIMIT = "/tools/search/limits/0";
    static final Policy POLICY = new PolicyParts("spending", PolicyFormat.POLICYLAYER, DefaultAction.DENY)
            .tools(Map.of(
                    TOOL,
                    new ToolPolicy(List.of(Limit.of(
                                    RuleHead.of(RuleId.pointer("tools", TOOL, "limits", "0")),
                                    "tokens",
                                    Window.Calendar.DAY,
                                    Bound.atMost(BigDecimal.valueOf(100)))
                            .withScope(Scope.GLOBAL)
                            .withAmount(new Amount.FromArgument(ArgumentPath.parse("args.budget")))))))
            .policy();

    private LimitedSearch() {}
}
