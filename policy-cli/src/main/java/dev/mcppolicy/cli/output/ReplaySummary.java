package dev.mcppolicy.cli.output;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.testkit.replay.PolicyReplay;
import dev.mcppolicy.text.VisibleText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a replay, for a person. */
public final class ReplaySummary {
    private final Map<String, Long> denialsByRule = new LinkedHashMap<>();
    private long allowed;
    private long denied;
    private long asked;
    private long differing;
    private @Nullable Instant first;
    private Instant last = PolicyReplay.START;

    public void add(Instant at, Decision decision, @Nullable ShadowDecision shadow) {
        differing += shadow != null && shadow.differs() ? 1 : 0;
        first = first == null ? at : first;
        last = at;
        if (decision instanceof Decision.Allow) {
            allowed++;
        } else if (decision instanceof Decision.Deny deny) {
            denied++;
            denialsByRule.merge(where(deny.denial()), 1L, Long::sum);
        } else {
            asked++;
        }
    }

    /** How many calls were judged. */
    public long calls() {
        return allowed + denied + asked;
    }

    /** The summary in lines, which need no more than a terminal's usual width. */
    public String text(long timedOut, boolean coloured) {
        long calls = calls();
        StringBuilder text = new StringBuilder();
        text.append(calls).append(calls == 1 ? " call" : " calls");
        if (first != null) {
            text.append(" from ").append(first).append(" to ").append(last);
        }
        text.append(": ")
                .append(AnsiColour.GREEN.on(allowed + " allowed", coloured && allowed > 0))
                .append(", ")
                .append(AnsiColour.RED.on(denied + " denied", coloured && denied > 0));
        if (asked > 0) {
            text.append(", ")
                    .append(AnsiColour.YELLOW.on(asked + " left to a human", coloured))
                    .append(" (")
                    .append(timedOut)
                    .append(" timed out)");
        }
        if (differing > 0) {
            text.append(", ").append(differing).append(" otherwise but for shadow mode");
        }
        text.append('\n');
        denialsByRule.forEach((where, count) ->
                text.append("  ").append(count).append(" by ").append(where).append('\n'));
        return text.toString();
    }

    private static String where(Denial denial) {
        String rule = denial.rule().value();
        String label = denial.ruleName().equals(rule) ? "" : " " + denial.ruleName();
        return VisibleText.of(rule + label) + ": " + denial.code();
    }
}
