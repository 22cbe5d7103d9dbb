package dev.mcppolicy.cli.output;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.testkit.internal.SpanText;
import dev.mcppolicy.testkit.replay.PolicyReplay;
import dev.mcppolicy.text.VisibleText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of a replay as a person reads them, a line each, in columns. */
public final class ReplayedLine {
    /** As wide as an instant in whole seconds. */
    private static final int INSTANT = 20;

    private static final int KIND = 8;
    private static final int LONGEST_NAME = 80;

    private final boolean coloured;
    /** As wide as the widest name so far, so that lines move to the right and never back. */
    private int nameWidth;

    public ReplayedLine(boolean coloured) {
        this.coloured = coloured;
    }

    public String of(Instant at, String tool, PolicyReplay.Replayed replayed) {
        String name = VisibleText.of(tool, LONGEST_NAME);
        nameWidth = Math.max(nameWidth, name.length());
        String answer = replayed.decision()
                .fold(
                        allow -> line(at, AnsiColour.GREEN, "allow", name, ""),
                        deny -> line(at, AnsiColour.RED, "deny", name, denial(deny.denial())),
                        approval -> line(at, AnsiColour.YELLOW, "approval", name, asked(approval)));
        return answer + shadow(replayed.shadow()) + "\n";
    }

    public String of(Instant at, List<String> visible) {
        String names = VisibleText.of(String.join(", ", visible));
        return line(at, AnsiColour.BOLD, "visible", names.isEmpty() ? "no tool" : names, "") + "\n";
    }

    private String line(Instant at, AnsiColour paint, String kind, String name, String reason) {
        String start = padded(at.toString(), INSTANT) + "  " + paint.on(kind, coloured);
        return start + " ".repeat(KIND - kind.length()) + "  "
                + (reason.isEmpty() ? name : padded(name, nameWidth) + "  " + reason);
    }

    private static String denial(Denial denial) {
        String wait = denial.retryAfter() == null
                ? ""
                : ", retry after " + SpanText.of(DecisionJson.rounded(denial.retryAfter()));
        return VisibleText.of(denial.ruleName()) + ": " + denial.code() + wait;
    }

    private static String asked(Decision.ApprovalRequired approval) {
        return VisibleText.of(approval.ruleName());
    }

    /** What would be decided otherwise, were nothing in shadow mode. */
    private static String shadow(@Nullable ShadowDecision shadow) {
        if (shadow == null || !shadow.differs()) {
            return "";
        }
        String rule = shadow.ruleName() == null ? "" : " by " + VisibleText.of(shadow.ruleName());
        return "  (but for shadow mode: " + shadow.kind().id().replace('_', ' ') + rule + ")";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
