package dev.mcppolicy.dsl;

import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.calls;
import static dev.mcppolicy.dsl.Terms.sumOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.StoreFailure;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a limit written in Java says. */
class LimitBuilderTest {
    private static final RuleId ID = RuleId.pointer("tools", "t", "limits", 0);

    private static Limit limit(LimitBuilder builder) {
        return builder.at(ID);
    }

    @Test
    void a_limit_says_amount_bound_and_window_and_has_defaults_for_the_rest() {
        assertThat(limit(calls().atMost(60).perMinute()))
                .isEqualTo(Limit.of(
                        RuleHead.of(ID), "_rate_minute", Window.Calendar.MINUTE, Bound.atMost(BigDecimal.valueOf(60))));
    }

    @Test
    void a_limit_says_everything_that_can_be_said() {
        assertThat(limit(sumOf("a.b")
                        .below(0.3)
                        .perSeconds(90)
                        .per(Scope.PRINCIPAL)
                        .countedAs("spent")
                        .named("spend cap")
                        .orDeny("Enough.")
                        .onStoreFailure(StoreFailure.ALLOW)))
                .isEqualTo(Limit.of(
                                RuleHead.of(ID).withName("spend cap").withMessage("Enough."),
                                "spent",
                                new Window.Seconds(90),
                                Bound.below(new BigDecimal("0.3")))
                        .withScope(Scope.PRINCIPAL)
                        .withAmount(new Amount.FromArgument(ArgumentPath.parse("args.a.b")))
                        .withStoreFailure(StoreFailure.ALLOW));
    }

    @Test
    void a_limit_sums_elements_and_decimals_in_text() {
        ArgumentPath prices = ArgumentPath.parse("args.items[*].price");

        assertThat(limit(sumOf("items[*].price").atMost(5).perDay()).amount())
                .isEqualTo(new Amount.FromArgument(prices))
                .isNotEqualTo(new Amount.FromArgument(prices, true));
        assertThat(limit(sumOf("items[*].price").asDecimal().atMost(5).perDay()).amount())
                .isEqualTo(new Amount.FromArgument(prices, true));
    }

    @Test
    void a_limit_keeps_a_counter_for_each_value_of_its_key() {
        assertThat(limit(calls().atMost(5).perDay()).key()).isNull();
        assertThat(limit(calls().atMost(5).perDay().keyedBy(arg("a.b"))).key())
                .isEqualTo(new LimitKey.Paths(List.of(ArgumentPath.parse("args.a.b"))));
        assertThat(limit(calls().atMost(5).perDay().keyedByAllArguments()).key())
                .isEqualTo(new LimitKey.AllArguments());
        assertThat(calls().atMost(5).perDay().keyedBy(arg("a.b")).counter()).isEqualTo("_rate_day_by_args_a_b");
        assertThat(calls().atMost(5)
                        .sliding(Duration.ofSeconds(10))
                        .keyedByAllArguments()
                        .per(Scope.GLOBAL)
                        .counter())
                .isEqualTo("_rate_10s_global_sliding_by_args");
        assertThat(sumOf("n").atMost(5).perDay().keyedBy(arg("a"), arg("b")).counter())
                .isEqualTo("_spend_day_by_args_a_args_b");
        assertThat(calls().atMost(5)
                        .perDay()
                        .countedAs("mine")
                        .keyedBy(arg("a"))
                        .counter())
                .isEqualTo("mine");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls().atMost(5).perDay().keyedBy(arg("a[*]")))
                .withMessage("a key takes one value, so `[*]` has no place in `args.a[*]`");
        for (Argument second : List.of(arg("a"), arg("c"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> calls().atMost(5).perDay().keyedBy(arg("a"), second, arg("b"), arg("d")))
                    .withMessage("a key has one to 3 paths, each once");
        }
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> calls().atMost(5).perDay().keyedBy(arg("a")).keyedByAllArguments())
                .withMessage("the key was already set to `args.a`");
    }

    @Test
    void counters_are_named_after_what_is_counted_the_window_and_a_scope_other_than_the_grant() {
        assertThat(calls().atMost(1).perHour().counter()).isEqualTo("_rate_hour");
        assertThat(calls().atMost(1).perSeconds(60).counter()).isEqualTo("_rate_60s");
        assertThat(calls().atMost(1).perWeek().counter()).isEqualTo("_rate_week");
        assertThat(calls().atMost(1).perMonth().counter()).isEqualTo("_rate_month");
        assertThat(calls().atMost(1).sliding(Duration.ofMillis(1_500)).counter())
                .isEqualTo("_rate_1500ms_sliding");
        assertThat(calls().atMost(1)
                        .sliding(Duration.ofMinutes(1))
                        .per(Scope.GLOBAL)
                        .counter())
                .isEqualTo("_rate_60s_global_sliding");
        assertThat(calls().atMost(1).perDay(ZoneId.of("America/New_York")).counter())
                .isEqualTo("_rate_day_America_New_York");
        assertThat(calls().atMost(1).perWeek(ZoneId.of("UTC")).counter()).isEqualTo("_rate_week");
        assertThat(sumOf("x")
                        .atMost(1)
                        .perMonth(ZoneId.of("Etc/GMT+5"))
                        .per(Scope.PRINCIPAL)
                        .counter())
                .isEqualTo("_spend_month_principal_Etc_GMT+5");
        assertThat(sumOf("x").atMost(1).perDay().counter()).isEqualTo("_spend_day");
        assertThat(calls().costing(2).atMost(1).perDay().counter()).isEqualTo("_spend_day");
        assertThat(calls().costing(1).atMost(1).perDay().counter()).isEqualTo("_rate_day");
        assertThat(calls().atMost(1).perDay().per(Scope.GRANT).counter()).isEqualTo("_rate_day");
        assertThat(calls().atMost(1).perDay().per(Scope.GLOBAL).counter()).isEqualTo("_rate_day_global");
        assertThat(calls().atMost(1)
                        .perDay()
                        .per(Scope.SESSION)
                        .countedAs("mine")
                        .counter())
                .isEqualTo("mine");
    }

    @Test
    void fixed_costs_and_limits_without_bound_can_be_said() {
        assertThat(limit(calls().costing(0.25).atMost(10).perDay()).amount())
                .isEqualTo(new Amount.Fixed(new BigDecimal("0.25")));
        assertThat(limit(calls().unbounded().perDay()).bound()).isNull();
    }

    @Test
    void a_limit_can_be_given_to_several_tools() {
        LimitBuilder burst = calls().atMost(5).perMinute();
        LimitBuilder named = burst.named("burst");

        assertThat(limit(burst).name()).isNull();
        assertThat(limit(named).name()).isEqualTo("burst");
    }

    @Test
    void what_is_set_once_cannot_be_set_again() {
        LimitBuilder limit = calls().atMost(1)
                .perDay()
                .per(Scope.GRANT)
                .countedAs("c")
                .named("n")
                .orDeny("m")
                .onStoreFailure(StoreFailure.DENY);

        assertThatIllegalStateException()
                .isThrownBy(() -> limit.per(Scope.GRANT))
                .withMessage("the scope was already set to `grant`");
        assertThatIllegalStateException()
                .isThrownBy(() -> limit.countedAs("d"))
                .withMessage("the counter was already set to `c`");
        assertThatIllegalStateException()
                .isThrownBy(() -> limit.named("o"))
                .withMessage("the name was already set to `n`");
        assertThatIllegalStateException()
                .isThrownBy(() -> limit.orDeny("o"))
                .withMessage("the message was already set to `m`");
        assertThatIllegalStateException()
                .isThrownBy(() -> limit.onStoreFailure(StoreFailure.ALLOW))
                .withMessage("the answer to a store failure was already set to `DENY`");
    }

    @Test
    void a_mistake_fails_at_the_call_that_makes_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls().atMost(0))
                .withMessage("a limit's max must be more than zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls().atMost(Double.NaN))
                .withMessage("a limit counts in finite numbers, not `NaN`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls().costing(-1))
                .withMessage("an increment must be more than zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls().atMost(1).perSeconds(0))
                .withMessage("a window must be 1 to 316224000 seconds, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sumOf("x").atMost(new BigDecimal("1e13")).perDay())
                .withMessage("the max is too large: counted in millionths it exceeds 63 bits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sumOf("items[*"))
                .withMessage("path `args.items[*` needs `[0]`, `[*]` or `[\"name\"]` at character 11");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0.1, 0.1", "1e2, 100"})
    void a_double_stands_for_the_shortest_decimal_that_reads_as_it(double max, BigDecimal exact) {
        Bound bound = limit(calls().atMost(max).perDay()).bound();

        assertThat(bound).isNotNull();
        assertThat(bound.max()).isEqualByComparingTo(exact);
    }
}
