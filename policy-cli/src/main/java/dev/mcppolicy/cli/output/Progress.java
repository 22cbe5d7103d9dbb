package dev.mcppolicy.cli.output;

import java.util.Locale;

/** One line on a terminal that says how far the work has come, rewritten in place. Silent where no terminal reads. */
public final class Progress implements AutoCloseable {
    private final Console screen;
    private final boolean shown;
    private final String work;
    private final long total;
    private long lastPercent = -1;
    private boolean onScreen;

    private Progress(Console screen, boolean shown, String work, long total) {
        this.screen = screen;
        this.shown = shown;
        this.work = work;
        this.total = total;
    }

    /** Progress of work whose answers come at its end. */
    public static Progress beforeAnswers(Console screen, String work, long total) {
        return new Progress(screen, screen.errIsTerminal(), work, total);
    }

    /** Says how much of the total is done; the total may be unknown, which is 0. */
    public void at(long done, String detail) {
        if (!shown) {
            return;
        }
        long percent = total > 0 ? Math.min(100, done * 100 / total) : done / 1_000;
        if (percent == lastPercent) {
            return;
        }
        lastPercent = percent;
        onScreen = true;
        String share = total > 0 ? String.format(Locale.ROOT, "%3d %% ", percent) : "";
        screen.rewriteLine(work + " " + share + detail);
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (onScreen) {
            onScreen = false;
            screen.rewriteLine("");
        }
    }
}
