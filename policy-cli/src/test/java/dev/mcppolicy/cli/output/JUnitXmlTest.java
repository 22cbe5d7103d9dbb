package dev.mcppolicy.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.text.VisibleText;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The XML for build servers: its shape, and that no text breaks it. */
class JUnitXmlTest {
    private static final TestedFile MIXED = new TestedFile(
            Path.of("policies", "a.policytest.yaml"),
            List.of(
                    new TestResult("holds", TestResult.Verdict.PASSED, ""),
                    new TestResult("does not", TestResult.Verdict.FAILED, "a:3:5: expected \"x\" & <y>\n\n  call  t"),
                    new TestResult("breaks", TestResult.Verdict.BROKEN, "a:9:5: java.lang.IllegalStateException: no")));

    private static Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_suite_is_a_file_and_a_case_a_test() {
        assertThat(JUnitXml.of(List.of(MIXED))).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="mcp-policy test" tests="3" failures="1" errors="1">
                  <testsuite name="policies/a.policytest.yaml" file="policies/a.policytest.yaml" tests="3" failures="1" errors="1" skipped="0">
                    <testcase name="holds" classname="policies.a"/>
                    <testcase name="does not" classname="policies.a">
                      <failure type="expectation" message="a:3:5: expected &quot;x&quot; &amp; &lt;y&gt;">a:3:5: expected &quot;x&quot; &amp; &lt;y&gt;

                  call  t</failure>
                    </testcase>
                    <testcase name="breaks" classname="policies.a">
                      <error type="exception" message="a:9:5: java.lang.IllegalStateException: no">a:9:5: java.lang.IllegalStateException: no</error>
                    </testcase>
                  </testsuite>
                </testsuites>
                """);
    }

    @Test
    void tests_are_grouped_by_the_folder_of_their_file() throws Exception {
        for (String[] file : new String[][] {
            {"a.policytest.yaml", "a"},
            {"/srv/v1.2/a.b.policytest.yml", "srv.v1_2.a_b"},
            {"../x/./a.yaml", "__.x.a"}
        }) {
            Document report = parsed(JUnitXml.of(List.of(new TestedFile(
                    Path.of(file[0]), List.of(new TestResult("holds", TestResult.Verdict.PASSED, ""))))));

            assertThat(elements(report, "testcase").get(0).getAttribute("classname"))
                    .isEqualTo(file[1]);
        }
    }

    @Test
    void the_counts_are_those_of_the_elements() throws Exception {
        Document report = parsed(JUnitXml.of(List.of(MIXED, MIXED)));

        List<Element> counted = new ArrayList<>(elements(report, "testsuite"));
        counted.add(report.getDocumentElement());
        assertThat(counted).hasSize(3).allSatisfy(element -> {
            assertThat(element.getAttribute("tests"))
                    .isEqualTo("" + element.getElementsByTagName("testcase").getLength());
            assertThat(element.getAttribute("failures"))
                    .isEqualTo("" + element.getElementsByTagName("failure").getLength());
            assertThat(element.getAttribute("errors"))
                    .isEqualTo("" + element.getElementsByTagName("error").getLength());
        });
    }

    @Test
    void no_text_breaks_the_xml() throws Exception {
        StringBuilder all = new StringBuilder("]]><!--&amp;<![CDATA[\"'");
        IntStream.range(0, 0x3000).forEach(all::appendCodePoint);
        all.append("\uD800 \uDC00 \uFFFE\uFFFF \uFEFF ")
                .appendCodePoint(0x1F600)
                .appendCodePoint(0x1FFFF);
        String hostile = all.toString();

        Document report = parsed(JUnitXml.of(List.of(new TestedFile(
                Path.of("a<b>&\"\u0007.yaml"),
                List.of(new TestResult(hostile, TestResult.Verdict.FAILED, hostile + "\n" + hostile))))));

        Element test = elements(report, "testcase").get(0);
        assertThat(test.getAttribute("name")).isEqualTo(VisibleText.of(hostile));
        assertThat(elements(report, "failure").get(0).getTextContent())
                .isEqualTo(VisibleText.lines(hostile + "\n" + hostile));
        assertThat(elements(report, "testsuite").get(0).getAttribute("name")).isEqualTo("a<b>&\"\\u0007.yaml");
    }

    private static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
