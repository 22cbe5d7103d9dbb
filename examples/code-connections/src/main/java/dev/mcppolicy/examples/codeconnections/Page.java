package dev.mcppolicy.examples.codeconnections;

import java.io.PrintStream;
import java.util.List;

/** What the demo shows: in colour on a terminal, plain in a pipe. */
final class Page {
    private static final int NAME_WIDTH = 22;

    private final PrintStream out;
    private final boolean colour;

    Page(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    void heading(String text) {
        out.println();
        out.println(styled("1", text));
    }

    void line(String text) {
        out.println("  " + text);
    }

    void list(List<String> seen, List<String> hidden) {
        line(pad("tools/list") + styled("32", String.join(", ", seen)));
        if (!hidden.isEmpty()) {
            line(pad("not shown") + styled("2", String.join(", ", hidden)));
        }
    }

    /** One row for each run of calls with one outcome. */
    void loop(List<Outcome> outcomes) {
        int first = 0;
        for (int i = 1; i <= outcomes.size(); i++) {
            if (i == outcomes.size()
                    || outcomes.get(i).allowed() != outcomes.get(first).allowed()) {
                String range = first + 1 == i ? "call " + i : "calls " + (first + 1) + " to " + i;
                row(range, outcomes.get(i - 1));
                first = i;
            }
        }
    }

    /** What a person was asked and said, the verdict, and what the agent reads when it is denied. */
    void row(String what, Outcome outcome) {
        outcome.asked().ifPresent(this::asked);
        String verdict = outcome.allowed() ? styled("32", "allowed") : styled("31", "denied ");
        line(pad(what) + verdict + (outcome.allowed() ? "" : "  " + outcome.text()));
    }

    private void asked(Asked asked) {
        line("a person is asked");
        asked.question().lines().forEach(text -> line("  " + styled("2", text)));
        line(pad("and says") + (asked.approved() ? styled("32", "yes") : styled("31", "no")));
    }

    void trail(List<AuditTrail.Entry> entries) {
        entries.forEach(entry -> line(pad("line " + entry.number()) + pad(entry.tool()) + entry.said()));
    }

    void shadow(AuditTrail trail) {
        String state = trail.report().isIntact() ? styled("32", "nothing was changed") : styled("31", "CHANGED");
        line(pad("verified") + trail.entries().size() + " lines, each with the hash of the one before: " + state);
        line(pad("last hash") + trail.lastHash());
    }

    void verdict(boolean good, String text) {
        out.println();
        out.println(styled(good ? "1;32" : "1;31", text));
    }

    private static String pad(String text) {
        return text + " ".repeat(Math.max(2, NAME_WIDTH - text.length()));
    }

    private String styled(String style, String text) {
        return colour ? "\u001b[" + style + "m" + text + "\u001b[0m" : text;
    }
}
