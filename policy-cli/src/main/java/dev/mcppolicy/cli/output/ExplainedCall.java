package dev.mcppolicy.cli.output;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.limit.Amount;
import java.time.Instant;

/**
 * A call, why it is decided as it is, and how much of it may be told.
 *
 * @param call the call
 * @param at when it is judged
 * @param explanation why it is decided as it is
 * @param showValues whether the values of the call's arguments may be told, and what would reveal them
 */
public record ExplainedCall(ToolCall call, Instant at, Explanation explanation, boolean showValues) {
    private static final String ARGUMENTS = "args";
    private static final String CALLER = "caller.";

    /** Whether the value that a comparison found may be told. */
    boolean shows(Explanation.Comparison comparison) {
        String condition = comparison.condition();
        return showValues || !(condition.startsWith(ARGUMENTS) || condition.startsWith(CALLER));
    }

    /** Whether what the call charges to a limit may be told. */
    boolean showsAmount(Explanation.LimitEvaluation evaluation) {
        return showValues || !(evaluation.rule().amount() instanceof Amount.FromArgument);
    }

    /** Whether the call charges what it would charge to a limit: a denied one does not. */
    boolean charges(Explanation.LimitEvaluation evaluation) {
        return evaluation.mode() == Mode.SHADOW
                ? explanation.shadow().stream()
                        .filter(shadow -> shadow.view().equals(ShadowDecision.POLICY))
                        .noneMatch(shadow -> shadow.denial() != null)
                : !(explanation.decision() instanceof Decision.Deny);
    }
}
