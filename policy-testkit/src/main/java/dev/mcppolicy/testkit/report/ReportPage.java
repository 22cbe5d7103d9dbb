package dev.mcppolicy.testkit.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the reports of policies as one page of HTML, which refers to nothing outside. Folding, the switch and the links
 * need no script; keys and buttons do, and show only where it runs.
 */
final class ReportPage {
    /** Past so many tools and groups, those of which nothing is missing are folded; past so many others, all are. */
    private static final int MOST_OPEN = 30;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final List<PolicySheet> policies;
    private final Instant at;
    private final HtmlWriter html = new HtmlWriter();

    ReportPage(List<PolicySheet> policies, Instant at) {
        this.policies = policies;
        this.at = at.truncatedTo(ChronoUnit.SECONDS);
    }

    String text() {
        html.start("html").with("lang", "en").line();
        appendHead();
        html.start("body").line();
        appendHeader();
        appendBar();
        html.start("main").with("id", "policies").line();
        if (policies.size() > 1) {
            appendContents();
        }
        PolicyArticle article = new PolicyArticle(html, opened());
        for (int i = 0; i < policies.size(); i++) {
            article.append(policies.get(i), "p" + (i + 1), policies.size() == 1);
        }
        html.end().line().embedded(PageResource.SCRIPT).line();
        return html.end().line().end().line().page();
    }

    private void appendHead() {
        String about = policies.size() == 1 ? " of " + title(policies.get(0)) : "";
        html.start("head").line();
        html.start("meta").with("charset", "utf-8").line();
        html.start("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1")
                .line();
        html.start("meta")
                .with("http-equiv", "Content-Security-Policy")
                .with(
                        "content",
                        "default-src 'none'; style-src " + PageResource.STYLE.source() + "; script-src "
                                + PageResource.SCRIPT.source() + "; base-uri 'none'; form-action 'none'")
                .line();
        html.element("title", "Policy coverage" + about).line();
        html.embedded(PageResource.STYLE).line();
        html.end().line();
    }

    private void appendHeader() {
        html.start("header").line();
        html.element("h1", "Policy coverage: " + goals().percent() + " %").line();
        html.start("p").text(policies.size() == 1 ? "" : Wording.count(policies.size(), "policy", "policies") + ", ");
        html.text(totals(tools(), tests(), goals(), changes()));
        if (policies.size() == 1) {
            html.text(", revision ").element("code", revision(policies.get(0)));
        }
        html.text(", ")
                .start("time")
                .with("datetime", at.toString())
                .text(TIME.format(at))
                .end();
        html.end().line().end().line();
    }

    /** What leads to what is missing. */
    private void appendBar() {
        int missing = policies.stream()
                .flatMap(policy -> policy.sections().stream())
                .flatMap(section -> section.passages().stream())
                .mapToInt(passage -> passage.isWhole() ? 0 : 1)
                .sum();
        html.start("nav", "bar").with("aria-label", "What is missing").line();
        if (missing == 0) {
            html.element("span", "Nothing is missing.").line();
        } else {
            html.start("label")
                    .start("input")
                    .with("type", "checkbox")
                    .with("id", "only")
                    .text(" Only what is missing")
                    .end()
                    .line();
            html.start("a").with("href", "#m1").with("id", "first").text("First of " + missing + " missing");
            html.end().line();
        }
        html.start("span").with("id", "controls").with("hidden").line();
        if (missing > 0) {
            appendButton("previous", "Previous");
            appendButton("next", "Next");
            html.start("label")
                    .start("input")
                    .with("type", "checkbox")
                    .with("id", "keys")
                    .with("checked")
                    .text(" by keys ")
                    .element("kbd", "p")
                    .text(" ")
                    .element("kbd", "n")
                    .end()
                    .line();
        }
        appendButton("unfold", "Unfold all");
        appendButton("fold", "Fold all");
        html.start("span").with("id", "status").with("role", "status").end();
        html.end().line().end().line();
    }

    private void appendButton(String id, String text) {
        html.start("button").with("type", "button").with("id", id).text(text).end();
        html.line();
    }

    private void appendContents() {
        html.start("table", "rows").line().element("caption", "Policies").line();
        html.start("thead").start("tr");
        for (String head : List.of("Policy", "Shown", "Noticed", "Tools", "Tests")) {
            html.start("th").with("scope", "col").text(head).end();
        }
        html.end().end().line().start("tbody").line();
        for (int i = 0; i < policies.size(); i++) {
            PolicySheet policy = policies.get(i);
            html.start("tr").with("class", policy.isWhole() ? "whole" : "lacking");
            html.start("th").with("scope", "row").start("a").with("href", "#p" + (i + 1));
            html.text(title(policy)).end().end();
            appendFigures(
                    policy.goals(),
                    policy.changes(),
                    policy.tools(),
                    policy.tests().size());
        }
        html.end().line().start("tfoot").start("tr").start("th").with("scope", "row");
        html.text("All").end();
        appendFigures(goals(), changes(), tools(), tests());
        html.end().line().end().line();
    }

    private void appendFigures(Tally goals, Optional<Tally> changes, int tools, int tests) {
        html.start("td");
        Bar.append(html, goals);
        html.text(goals.percent() + " %, " + goals);
        html.end();
        html.element("td", changes.map(each -> each.percent() + " %, " + each).orElse("not tried"));
        html.element("td", Integer.toString(tools)).element("td", Integer.toString(tests));
        html.end().line();
    }

    /** How much is unfolded from the beginning. */
    private PolicyArticle.Opened opened() {
        List<Section> all = policies.stream()
                .flatMap(policy -> policy.sections().stream())
                .filter(section -> !section.isPlain())
                .toList();
        if (all.size() <= MOST_OPEN) {
            return PolicyArticle.Opened.ALL;
        }
        return all.stream().filter(section -> !section.isWhole()).count() <= MOST_OPEN
                ? PolicyArticle.Opened.LACKING
                : PolicyArticle.Opened.NONE;
    }

    private Tally goals() {
        return policies.stream().map(PolicySheet::goals).reduce(Tally.NOTHING, Tally::plus);
    }

    private Optional<Tally> changes() {
        return policies.stream()
                .map(PolicySheet::changes)
                .flatMap(Optional::stream)
                .reduce(Tally::plus);
    }

    private int tools() {
        return policies.stream().mapToInt(PolicySheet::tools).sum();
    }

    private int tests() {
        return policies.stream().mapToInt(policy -> policy.tests().size()).sum();
    }

    /** The figures of a policy, or of several. */
    static String totals(int tools, int tests, Tally goals, Optional<Tally> changes) {
        return Wording.count(tools, "tool") + ", " + Wording.count(tests, "test") + ", " + goals + " goals, "
                + changes.map(each -> each + " changes").orElse("changes not tried");
    }

    static String title(PolicySheet policy) {
        return policy.tested().coverage().title();
    }

    /** The beginning of a revision, by which a person tells one from another. */
    static String revision(PolicySheet policy) {
        String revision = policy.tested().coverage().policy().revision();
        return revision.substring(0, Math.min(8, revision.length()));
    }
}
