package dev.mcppolicy.cli.testing;

import dev.mcppolicy.cli.output.AnsiColour;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.TestRun;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.mutation.MutationReport;
import dev.mcppolicy.testkit.report.TestedPolicy;
import dev.mcppolicy.text.VisibleText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tests of policies are worth, held against what is wanted, and said to a person where one reads it. */
final class TestScore {
    private static final int SHOWN_RULES = 5;
    private static final int SHOWN_CHANGES = 20;

    private final Console screen;
    private final boolean isSaid;

    TestScore(Console screen, boolean isSaid) {
        this.screen = screen;
        this.isSaid = isSaid;
    }

    /**
     * Whether the tests show as much of each policy as is wanted.
     *
     * @param asked whether somebody asked what they show; else only what is too little is said
     * @param percent what they have to show, or null for nothing
     */
    boolean showsEnough(List<TestedPolicy> tested, boolean asked, @Nullable Integer percent) {
        int wanted = percent == null ? 0 : percent;
        boolean enough = true;
        for (TestedPolicy each : tested) {
            CoverageReport report = each.coverage();
            boolean tooLittle = report.percent() < wanted;
            if (asked || tooLittle) {
                sayLines(report.text(shown(SHOWN_RULES)));
            }
            if (tooLittle) {
                sayTooLittle("a policy coverage", wanted, report.percent());
                enough = false;
            }
        }
        return enough;
    }

    /**
     * Whether the tests notice as many changes of each policy as is wanted; of tests that do not pass, none.
     *
     * @param percent the share that they have to notice, or null for any
     */
    boolean noticesEnough(List<TestedPolicy> tested, TestRun run, @Nullable Integer percent) {
        String why = run.whyNotPassed();
        if (!why.isEmpty()) {
            say("the policies are not changed, since " + why + "\n");
            return false;
        }
        int wanted = percent == null ? 0 : percent;
        boolean enough = true;
        for (TestedPolicy each : tested) {
            MutationReport report = each.changes();
            if (report == null) {
                continue;
            }
            sayLines(each.coverage().title() + ": " + report.text(shown(SHOWN_CHANGES)));
            if (report.percent() < wanted) {
                sayTooLittle("a share of noticed changes", wanted, report.percent());
                enough = false;
            }
        }
        return enough;
    }

    /** A person at a terminal reads the beginning of a list, and a file takes all of it. */
    private int shown(int onTerminal) {
        return screen.outIsTerminal() ? onTerminal : Integer.MAX_VALUE;
    }

    private void say(String text) {
        if (isSaid) {
            screen.print(text);
        }
    }

    private void sayLines(String text) {
        say(VisibleText.lines(text) + "\n");
    }

    private void sayTooLittle(String what, int wanted, int found) {
        String line = "expected " + what + " of at least " + wanted + " %, not " + found + " %";
        say(AnsiColour.RED.on(line, screen.colouredOut()) + "\n");
    }
}
