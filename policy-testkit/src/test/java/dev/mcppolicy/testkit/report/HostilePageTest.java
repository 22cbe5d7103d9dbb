package dev.mcppolicy.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.dsl.Terms;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.coverage.CoveringTest;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import dev.mcppolicy.text.VisibleText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Whatever stands in a policy, in its name and in the names of tests, the page has the elements of its own alone. */
class HostilePageTest {
    private static final String TOOL = "tool";
    private static final String HARMLESS = "x";

    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> pieces = Arbitraries.of(
                "<script>alert(1)</script>",
                "</script>",
                "</style>",
                "</pre></span>",
                "</title>",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "<svg/onload=x>",
                "\" onfocus=\"x",
                "' onfocus='x",
                "` `",
                "&lt;",
                "&#60;",
                "&",
                "javascript:x",
                "\t",
                "\u202E",
                "\u2028",
                "\u0085",
                "\u0007",
                "\uFEFF",
                "<",
                ">",
                "\"",
                "'",
                "/",
                "=",
                "{{x}}",
                "${x}",
                "a",
                " ");
        return pieces.list().ofMinSize(1).ofMaxSize(6).map(parts -> String.join("", parts));
    }

    @Property(tries = 150)
    void no_text_of_a_policy_or_test_becomes_markup(
            @ForAll("hostile") String one, @ForAll("hostile") String two, @ForAll("hostile") String three) {
        Document harmless = page(HARMLESS, HARMLESS, HARMLESS);
        Document page = page(one, two, three);

        assertThat(page.getAllElements())
                .extracting(Element::nodeName)
                .isEqualTo(harmless.getAllElements().stream()
                        .map(Element::nodeName)
                        .toList());
        assertThat(page.getAllElements())
                .extracting(each -> List.copyOf(each.attributes().asList().stream()
                        .map(attribute -> attribute.getKey())
                        .toList()))
                .isEqualTo(harmless.getAllElements().stream()
                        .map(each -> List.copyOf(each.attributes().asList().stream()
                                .map(attribute -> attribute.getKey())
                                .toList()))
                        .toList());
        assertThat(page.select("script, style, meta").outerHtml())
                .isEqualTo(harmless.select("script, style, meta").outerHtml());
        assertThat(page.select("[href]").eachAttr("href")).allMatch(link -> link.startsWith("#"));
        assertThat(page.selectFirst(".tests tbody th").wholeText()).isEqualTo(shown(three));
        assertThat(page.wholeText().codePoints().filter(c -> c != '\n' && c != '\t'))
                .allMatch(VisibleText::shows);
    }

    private static String shown(String text) {
        return String.join(
                "\t",
                List.of(text.split("\t", -1)).stream().map(VisibleText::of).toList());
    }

    /** A page of one policy, with its text and without. */
    private static Document page(String name, String value, String test) {
        String text = CanonicalJson.write(Map.of(
                "version",
                "1",
                "default",
                "deny",
                "tools",
                Map.of(
                        TOOL + name,
                        Map.of(
                                "require",
                                List.of(Map.of(
                                        "conditions",
                                        List.of(Map.of("path", "args.x", "op", "eq", "value", value + "."))))))));
        CheckedPolicy policy = PolicyReader.check(text, name);
        Consumer<PolicyTester> run =
                tester -> tester.call(TOOL + name).withArg("x", value + ".").isAllowed();
        CoverageRecorder withText = CoverageRecorder.of(policy);
        run.accept(withText.tester(new CoveringTest(test, name)));
        CoverageRecorder without = CoverageRecorder.of(PolicyBuilder.policy("p" + name)
                .denyByDefault()
                .tool(TOOL + name, tool -> tool.require(Terms.arg("x").is(value))
                        .named("rule " + value))
                .build());
        run(without, test, name);
        return Jsoup.parse(TestedPolicy.html(
                List.of(
                        new TestedPolicy(
                                withText.report(), PolicyMutations.of(policy).against(List.of(run))),
                        new TestedPolicy(without.report(), null)),
                Instant.EPOCH));
    }

    private static void run(CoverageRecorder coverage, String test, String name) {
        coverage.tester(new CoveringTest(test, name)).call(TOOL + name).decision();
    }
}
