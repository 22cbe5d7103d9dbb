package dev.mcppolicy.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The small changes of what a limit counts: its window, its amount, its key. */
class LimitMutationsTest {
    private static final Policy POLICY = PolicyReader.parse("""
            version: "1"
            default: deny
            tools:
              day: { limits: [{ counter: c, window: day, zone: Europe/Berlin, max: 2 }] }
              month: { limits: [{ counter: c, window: month, zone: America/St_Johns, max: 2 }] }
              burst: { limits: [{ counter: c, window: { sliding: 10 }, max: 2 }] }
              seconds: { limits: [{ counter: c, window: 10, max: 2 }] }
              sum: { limits: [{ counter: c, window: day, max: 20, amount: "args.items[*].price" }] }
              text: { limits: [{ counter: c, window: day, max: 20, amount: { path: args.price, as: decimal } }] }
              each: { limits: [{ counter: c, window: day, max: 2, key: args.customer }] }
              pair: { limits: [{ counter: c, window: day, max: 2, key: [args.customer, args.region] }] }
              same: { limits: [{ counter: c, window: day, max: 2, key: args }] }
              both:
                limits:
                  - { counter: each, window: day, max: 2, key: args.customer }
                  - { counter: all, window: day, max: 7 }
            """);

    private static List<String> changes(String tool) {
        return PolicyMutations.of(POLICY).mutants().stream()
                .filter(mutant -> mutant.pointer().startsWith("/tools/" + tool + "/"))
                .map(Mutant::change)
                .filter(change ->
                        !change.contains("became") && !change.contains("grant") && !change.contains("dropped"))
                .toList();
    }

    @Test
    void every_small_change_of_what_a_limit_counts_is_made() {
        assertThat(changes("day"))
                .containsExactly(
                        "counts per minute, not per day in Europe/Berlin",
                        "counts per hour, not per day in Europe/Berlin",
                        "counts per week in Europe/Berlin, not per day in Europe/Berlin",
                        "counts per month in Europe/Berlin, not per day in Europe/Berlin",
                        "counts per day, not per day in Europe/Berlin",
                        "counts per day in Asia/Kolkata, not per day in Europe/Berlin");
        assertThat(changes("month"))
                .contains(
                        "counts per week in America/St_Johns, not per month in America/St_Johns",
                        "counts per day in America/St_Johns, not per month in America/St_Johns",
                        "counts per month, not per month in America/St_Johns");
        assertThat(changes("burst"))
                .containsExactly(
                        "counts per sliding 20s, not per sliding 10s",
                        "counts per sliding 5s, not per sliding 10s",
                        "counts per 10s, not per sliding 10s");
        assertThat(changes("seconds")).containsExactly("counts per 20s, not per 10s", "counts per 5s, not per 10s");
        assertThat(changes("sum"))
                .contains(
                        "counts per minute, not per day",
                        "counts per hour, not per day",
                        "counts per week, not per day",
                        "counts per month, not per day",
                        "counts per day in Asia/Kolkata, not per day",
                        "counts 1, not `args.items[*].price`",
                        "counts `args.items[0].price` alone, not `args.items[*].price`");
        assertThat(changes("text"))
                .contains("counts 1, not `args.price`", "takes no text for the number at `args.price`");
        assertThat(changes("each"))
                .contains(
                        "counts all together, not for each `args.customer`",
                        "counts for each `args`, not for each `args.customer`");
        assertThat(changes("pair"))
                .contains(
                        "counts all together, not for each `args.customer, args.region`",
                        "lost `args.customer` of what it counts by",
                        "lost `args.region` of what it counts by");
        assertThat(changes("same")).contains("counts all together, not for each `args`");
    }

    @Test
    void every_other_scope_is_tried() {
        assertThat(PolicyMutations.of(POLICY).mutants())
                .filteredOn(mutant -> mutant.pointer().startsWith("/tools/day/")
                        && mutant.change().contains("grant"))
                .extracting(Mutant::change)
                .containsExactly(
                        "counts per global, not per grant",
                        "counts per session, not per grant",
                        "counts per principal, not per grant");
    }

    @Test
    void none_of_them_is_said_to_make_no_difference() {
        assertThat(PolicyMutations.of(POLICY).mutants())
                .filteredOn(mutant -> mutant.equivalence() != null)
                .extracting(Mutant::change)
                .isEmpty();
    }

    /** A change that no call shows would count as none, and no test could be asked to notice it. */
    @TestFactory
    Stream<DynamicTest> a_comparison_finds_every_one_of_them() {
        return PolicyMutations.of(POLICY).mutants().stream()
                .filter(mutant ->
                        !mutant.change().contains("became") && !mutant.change().contains("dropped"))
                .map(mutant -> DynamicTest.dynamicTest(mutant.pointer() + " " + mutant.change(), () -> assertThat(
                                PolicyComparison.between(POLICY, mutant.policy())
                                        .report()
                                        .differences())
                        .isNotEmpty()));
    }

    @Test
    void a_comparison_reaches_a_limit_behind_one_with_a_key() {
        assertThat(PolicyComparison.between(POLICY, POLICY).report().unreachedLimits())
                .isEmpty();
        Policy more = PolicyReader.parse("""
                version: "1"
                default: deny
                tools: { both: { limits: [
                  { counter: each, window: day, max: 2, key: args.customer }, { counter: all, window: day, max: 8 }] } }
                """);
        Policy fewer = PolicyReader.parse("""
                version: "1"
                default: deny
                tools: { both: { limits: [
                  { counter: each, window: day, max: 2, key: args.customer }, { counter: all, window: day, max: 7 }] } }
                """);
        assertThat(PolicyComparison.between(fewer, more).report().loosened()).isNotEmpty();
    }
}
