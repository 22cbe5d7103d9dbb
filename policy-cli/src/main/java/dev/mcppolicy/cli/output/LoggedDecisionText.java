package dev.mcppolicy.cli.output;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.text.VisibleText;

/** A decision of an audit log as a person reads it: its conditions judged anew, its counters as the log has them. */
public final class LoggedDecisionText {
    private LoggedDecisionText() {}

    public static String of(LoggedDecision logged, ExplainedCall explained, boolean coloured) {
        StringBuilder out = new StringBuilder(ExplanationText.ofRules(explained, coloured));
        if (!logged.charges().isEmpty()) {
            out.append("counters, as line ").append(logged.line()).append(" of the log has them\n");
            logged.charges().forEach(charge -> out.append(charge(charge)));
            out.append('\n');
        }
        out.append("decision of the log: ").append(decision(logged, coloured)).append('\n');
        if (logged.rule() != null) {
            out.append("  ").append(VisibleText.of(logged.rule()));
            if (logged.ruleName() != null && !logged.ruleName().equals(logged.rule())) {
                out.append("  ").append(AnsiColour.DIM.on(VisibleText.of(logged.ruleName()), coloured));
            }
            out.append('\n');
        }
        return out.append("judged anew, against empty counters: ")
                .append(anew(explained.explanation().decision()))
                .append('\n')
                .toString();
    }

    private static String charge(LoggedDecision.Charge charge) {
        String max = charge.max() == null ? "no max" : "at most " + CanonicalJson.write(charge.max());
        return "  " + VisibleText.of(charge.counter())
                + (charge.tool() == null ? "" : " of " + VisibleText.of(charge.tool())) + ", " + max + " per "
                + VisibleText.of(charge.window()) + ", scope " + VisibleText.of(charge.scope()) + "\n           "
                + CanonicalJson.write(charge.before()) + " before, " + CanonicalJson.write(charge.after()) + " after\n";
    }

    private static String decision(LoggedDecision logged, boolean coloured) {
        AnsiColour paint =
                switch (logged.decision()) {
                    case "allow" -> AnsiColour.GREEN;
                    case "deny" -> AnsiColour.RED;
                    default -> AnsiColour.YELLOW;
                };
        String word = logged.decision().equals("approval_required") ? "approval" : VisibleText.of(logged.decision());
        return paint.on(word, coloured) + (logged.code() == null ? "" : "  " + VisibleText.of(logged.code()));
    }

    private static String anew(Decision decision) {
        return decision.fold(
                allow -> "allow",
                deny -> "deny  " + deny.denial().code() + " by "
                        + VisibleText.of(deny.denial().ruleName()),
                approval -> "approval by " + VisibleText.of(approval.ruleName()));
    }
}
