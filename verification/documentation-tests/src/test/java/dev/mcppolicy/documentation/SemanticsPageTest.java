package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.DenialCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The laws of the language and the tests that hold them name each other. */
class SemanticsPageTest {
    private static final Pattern LAW = Pattern.compile("(\\d+)\\. .*\\.");
    private static final Pattern HELD_BY = Pattern.compile(" +- (?:`(\\w+)\\.(\\w+)`|no test yet)");
    private static final Pattern NUMBERED_TEST = Pattern.compile("void (law_(\\d+)_\\w+)\\(");

    /** The tests that the page names, as {@code Class.method}, by the number of their law. */
    private static Map<Integer, List<String>> laws() {
        Map<Integer, List<String>> laws = new LinkedHashMap<>();
        int number = 0;
        for (String line : Document.of("docs/semantics.md").section("## Laws")) {
            Matcher law = LAW.matcher(line);
            Matcher heldBy = HELD_BY.matcher(line);
            if (law.matches()) {
                number = Integer.parseInt(law.group(1));
                assertThat(laws.put(number, new ArrayList<>())).as(line).isNull();
            } else if (heldBy.matches()) {
                laws.get(number).add(heldBy.group(1) == null ? "" : heldBy.group(1) + "." + heldBy.group(2));
            } else {
                assertThat(laws).as("laws before `%s`", line).isEmpty();
            }
        }
        return laws;
    }

    @Test
    void the_laws_stand_in_the_order_of_their_numbers_and_each_says_what_holds_it() {
        assertThat(List.copyOf(laws().keySet())).isSorted().startsWith(1);
        assertThat(laws()).hasSizeGreaterThanOrEqualTo(14).allSatisfy((law, tests) -> assertThat(tests)
                .as("tests of law %s", law)
                .isNotEmpty());
    }

    @Test
    void the_page_says_when_a_call_is_denied_with_each_code() {
        String page = String.join("\n", Document.of("docs/semantics.md").lines());

        assertThat(DenialCode.values()).allSatisfy(code -> assertThat(page).contains("`" + code + "`"));
    }

    @Test
    void every_test_that_the_page_names_exists() {
        assertThat(laws().values().stream().flatMap(List::stream).filter(test -> !test.isEmpty()))
                .allSatisfy(test -> {
                    String[] parts = test.split("\\.", 2);
                    assertThat(TestSources.all()).as(test).anySatisfy((file, source) -> {
                        assertThat(file).hasFileName(parts[0] + ".java");
                        assertThat(source).contains("void " + parts[1] + "(");
                    });
                });
    }

    @Test
    void every_test_that_bears_the_number_of_a_law_stands_below_it() {
        Map<Integer, List<String>> laws = laws();
        int found = 0;
        for (var source : TestSources.all().entrySet()) {
            String type = source.getKey().getFileName().toString().replace(".java", "");
            Matcher test = NUMBERED_TEST.matcher(source.getValue());
            while (test.find()) {
                found++;
                assertThat(laws.get(Integer.parseInt(test.group(2))))
                        .as("tests of law %s", test.group(2))
                        .contains(type + "." + test.group(1))
                        .doesNotContain("");
            }
        }
        assertThat(found).isGreaterThan(10);
    }
}
