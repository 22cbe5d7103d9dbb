package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.problem.PolicyProblem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mark of a draft is warned of while it is there. */
class DraftMarksTest {
    private static List<String> marks(String policy) {
        return PolicyReader.check(policy, "p").problems().stream()
                .filter(problem -> problem.code().equals("draft-mark"))
                .map(PolicyProblem::toString)
                .toList();
    }

    @Test
    void one_warning_counts_the_marks_and_names_their_lines() {
        assertThat(marks("""
                        # draft: `owner`?
                        default: deny
                        tools:
                          \uD83D\uDE00a: # new since 2026-01-15
                            rules:
                              - rate_limit: 5/hour # draft
                        """))
                .containsExactly(
                        "p:1:1: 3 marks of a draft are left, on lines 1, 4, 6 (look at what it marks, and take it away)");
        assertThat(marks("tools:\n  \uD83D\uDE00a: { rules: [{ rate_limit: 5/hour }] } # draft\n"))
                .containsExactly(
                        "p:2:44: 1 mark of a draft is left, on line 2 (look at what it marks, and take it away)");
        assertThat(marks("tools: { a: { rules: [{ rate_limit: 5/hour }] } }\n" + "# draft\n".repeat(12)))
                .singleElement()
                .asString()
                .contains("12 marks of a draft are left, on lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tools:\n  a:\n    rules:\n      - rate_limit: 5/hour # drafted by hand\n",
                "tools:\n  a:\n    rules:\n      - { name: 'x # draft', rate_limit: 5/hour }\n",
                "tools:\n  a:\n    # a draft\n    rules:\n      - rate_limit: 5/hour\n",
                "{\"tools\": {\"# draft\": {\"rules\": [{\"rate_limit\": \"5/hour\"}]}}}",
            })
    void what_only_looks_like_a_mark_is_none(String policy) {
        assertThat(marks(policy)).isEmpty();
    }
}
