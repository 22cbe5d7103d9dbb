package dev.mcppolicy.testkit.report;

/** A bar as long as a share. It says nothing to a screen reader: the figures stand beside it. */
final class Bar {
    private Bar() {}

    static void append(HtmlWriter html, Tally share) {
        html.start("svg", "share").with("aria-hidden", "true");
        html.start("rect", "whole-share")
                .with("width", "100%")
                .with("height", "100%")
                .end();
        html.start("rect", "done-share")
                .with("width", share.percent() + "%")
                .with("height", "100%")
                .end();
        html.end();
    }
}
