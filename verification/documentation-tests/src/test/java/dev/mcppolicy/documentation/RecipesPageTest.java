package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.TestCall;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.ObjectMapper;

/** The page of recipes: each call comes to what stands beside it, and no small change of a policy goes unnoticed. */
class RecipesPageTest {
    private static final Document PAGE = Document.of("docs/recipes.md");
    private static final Pattern CALL =
            Pattern.compile("\\| `(\\S+)(?: (\\{.*}))?`(?: (in session|for grant) `(\\w+)`)?(?:, (\\d+) times)? \\|"
                    + " (allowed|denied by|asks by)(?: `(.+)`)? \\|");
    private static final Map<String, Duration> LATER =
            Map.of("| an hour later | |", Duration.ofHours(1), "| a day later | |", Duration.ofDays(1));

    /** A recipe: its heading, its policy, and the rows of its table. */
    private record Recipe(String heading, String policy, List<String> rows) {
        /** Makes the calls in their order. */
        void play(PolicyTester tester) {
            tester.at("2026-01-15T12:00:00Z");
            for (String row : rows) {
                Duration pause = LATER.get(row);
                if (pause == null) {
                    make(tester, row);
                } else {
                    tester.advance(pause);
                }
            }
        }

        private static void make(PolicyTester tester, String row) {
            Matcher cells = CALL.matcher(row);
            assertThat(cells.matches()).as(row).isTrue();
            TestCall call = tester.call(cells.group(1));
            if (cells.group(2) != null) {
                call = call.withArgs(arguments(cells.group(2)));
            }
            if (cells.group(3) != null) {
                String name = cells.group(4);
                call = cells.group(3).equals("for grant") ? call.asGrant(name) : call.inSession(name);
            }
            int times = cells.group(5) == null ? 1 : Integer.parseInt(cells.group(5));
            for (int i = 0; i < times; i++) {
                switch (cells.group(6)) {
                    case "allowed" -> call.isAllowed();
                    case "denied by" -> call.isDeniedBy(cells.group(7));
                    default -> call.needsApproval(cells.group(7));
                }
            }
        }

        @SuppressWarnings("unchecked") // a JSON object
        private static Map<String, Object> arguments(String json) {
            return new ObjectMapper().readValue(json, Map.class);
        }
    }

    private static List<Recipe> recipes() {
        List<Recipe> recipes = new ArrayList<>();
        List<Document.Block> policies = PAGE.blocks("yaml", "json");
        for (String line : PAGE.lines()) {
            if (line.startsWith("## ")) {
                List<String> rows = PAGE.section(line).stream()
                        .filter(each -> each.startsWith("| `") || LATER.containsKey(each))
                        .toList();
                recipes.add(new Recipe(line, policies.get(recipes.size()).text(), rows));
            }
        }
        return recipes;
    }

    @TestFactory
    Stream<DynamicTest> each_call_comes_to_what_stands_beside_it() {
        return recipes().stream()
                .map(recipe -> dynamicTest(
                        recipe.heading(), () -> recipe.play(PolicyTester.of(PolicyReader.parse(recipe.policy())))));
    }

    @TestFactory
    Stream<DynamicTest> the_calls_notice_every_small_change() {
        return recipes().stream()
                .map(recipe -> dynamicTest(recipe.heading(), () -> {
                    CheckedPolicy policy = PolicyReader.check(recipe.policy(), "recipe");
                    List<Consumer<PolicyTester>> tests = new ArrayList<>(RecipeEdges.of(recipe.heading()));
                    tests.add(recipe::play);

                    assertThat(PolicyMutations.of(policy).against(tests).survivors())
                            .isEmpty();
                }));
    }

    @Test
    void each_recipe_has_a_policy_calls_that_pass_and_calls_that_do_not_and_says_what_it_does_not_stop() {
        assertThat(PAGE.blocks("yaml", "json")).hasSameSizeAs(recipes()).hasSizeGreaterThan(9);
        for (Recipe recipe : recipes()) {
            assertThat(recipe.rows()).as(recipe.heading()).anyMatch(row -> row.contains("| allowed |"));
            assertThat(recipe.rows()).as(recipe.heading()).anyMatch(row -> row.contains("| denied by "));
            assertThat(PAGE.section(recipe.heading()))
                    .as(recipe.heading())
                    .anyMatch(line -> line.startsWith("It does not stop "));
        }
    }
}
