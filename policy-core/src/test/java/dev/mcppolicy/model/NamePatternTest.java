package dev.mcppolicy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Names of tools match patterns in which a star stands for any run of characters, and hidden tools go by them. */
class NamePatternTest {
    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab.*").ofMaxLength(7);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("ab.*").ofMaxLength(10);
    }

    @Property(tries = 20_000)
    void a_star_stands_for_any_run_and_all_else_for_itself(
            @ForAll("patterns") String pattern, @ForAll("names") String name) {
        String regex =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("(?s:.*)"));

        assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(name.matches(regex));
    }

    @Test
    void a_pattern_of_many_stars_costs_no_more_than_its_length() {
        String name = "a".repeat(20_000);

        assertThat(NamePattern.of("*a".repeat(2_000) + "*b").matches(name)).isFalse();
        assertThat(NamePattern.of("*a".repeat(2_000) + "*").matches(name)).isTrue();
    }

    private static Policy hiding(DefaultAction action, String... entries) {
        return new PolicyParts("p", PolicyFormat.INTERCEPT, action)
                .hidden(new LinkedHashSet<>(List.of(entries)))
                .tools(Map.of("drop_a", new ToolPolicy(List.of()), "list", new ToolPolicy(List.of())))
                .policy();
    }

    @Test
    void a_tool_that_a_pattern_matches_is_hidden_even_where_it_is_listed() {
        for (DefaultAction action : DefaultAction.values()) {
            Policy policy = hiding(action, "drop_*", "drop_all");

            assertThat(policy.lists("drop_a")).isFalse();
            assertThat(policy.hiddenBy("drop_a")).contains("drop_*");
            assertThat(policy.hiddenBy("drop_all")).contains("drop_all");
            assertThat(policy.hiddenBy("list")).isEmpty();
            assertThat(policy.lists("list")).isTrue();
        }
    }

    @Test
    void a_pattern_is_no_tool_and_several_stars_are_no_entry() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hiding(DefaultAction.ALLOW, "***"))
                .withMessage("`***` hides all, which `*` says");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PolicyParts("p", PolicyFormat.INTERCEPT, DefaultAction.DENY)
                        .tools(Map.of("get_*", new ToolPolicy(List.of())))
                        .policy())
                .withMessage("`get_*` is a pattern, and rules are for tools by name");
    }

    @Test
    void warnings_are_no_part_of_what_a_policy_says() {
        Policy policy = hiding(DefaultAction.DENY, "a*");
        Policy warned = policy.withWarnings(List.of("careful"));

        assertThat(warned).isEqualTo(policy);
        assertThat(warned.revision()).isEqualTo(policy.revision());
        assertThat(warned.warnings()).containsExactly("careful");
        assertThat(warned.withMode(Mode.SHADOW).warnings()).containsExactly("careful");
        assertThat(policy.warnings()).isEmpty();
    }
}
