package dev.mcppolicy.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a limit is called that its author gave no name. */
class LimitDescriptionTest {
    private static Limit limit(String counter, Window window, @Nullable String max) {
        return Limit.of(
                RuleHead.of(RuleId.pointer("r")),
                counter,
                window,
                max == null ? null : Bound.atMost(new BigDecimal(max)));
    }

    @Test
    void a_counter_with_its_authors_name_is_called_by_it() {
        assertThat(limit("calls", Window.Calendar.MINUTE, "60").description()).isEqualTo("calls_per_minute");
        assertThat(limit("rate_", new Window.Seconds(60), "60").description()).isEqualTo("rate__per_60s");
    }

    @Test
    void a_counter_without_is_called_by_what_it_lets_pass() {
        assertThat(limit("_rate_60s_session", new Window.Seconds(60), "10")
                        .withScope(Scope.SESSION)
                        .description())
                .isEqualTo("10 calls per 60 seconds for a session");
        assertThat(limit("_rate_1s", new Window.Seconds(1), "1").description())
                .isEqualTo("1 call per second for a grant");
        assertThat(limit("_rate_hour", Window.Calendar.HOUR, "100")
                        .withScope(Scope.GLOBAL)
                        .description())
                .isEqualTo("100 calls per hour for all callers");
        assertThat(limit("_rate_day", Window.Calendar.DAY.in(ZoneId.of("Europe/Berlin")), "5")
                        .description())
                .isEqualTo("5 calls per day in Europe/Berlin for a grant");
        assertThat(limit("_rate_sliding", new Window.Sliding(Duration.ofMinutes(1)), "5")
                        .withBound(Bound.below(BigDecimal.valueOf(5)))
                        .withScope(Scope.PRINCIPAL)
                        .description())
                .isEqualTo("below 5 calls in any 60 seconds for a principal");
        assertThat(limit("_rate_sliding", new Window.Sliding(Duration.ofMillis(1_500)), null)
                        .description())
                .isEqualTo("calls in any 1500 milliseconds for a grant");
        assertThat(limit("_spend_day", Window.Calendar.DAY, "50.00")
                        .withAmount(new Amount.FromArgument(ArgumentPath.parse("args.price")))
                        .description())
                .isEqualTo("50 of args.price per day for a grant");
        assertThat(limit("_spend_day", Window.Calendar.DAY, "50")
                        .withAmount(new Amount.Fixed(new BigDecimal("2.5")))
                        .description())
                .isEqualTo("50 at 2.5 a call per day for a grant");
    }

    @Test
    void a_number_with_digits_without_end_is_not_written_out() {
        Limit tiny =
                limit("_spend_day", Window.Calendar.DAY, null).withBound(Bound.atMost(new BigDecimal("1E-99999999")));
        assertThat(tiny.description()).hasSizeLessThan(80);
    }

    @Test
    void a_limit_without_any_name_is_called_alike_in_both_formats_and_one_with_a_counters_name_is_not() {
        assertThat(label(PolicyFormat.POLICYLAYER, "_rate_hour")).isEqualTo("5 calls per hour for a grant");
        assertThat(label(PolicyFormat.INTERCEPT, "_rate_hour")).isEqualTo("5 calls per hour for a grant");
        assertThat(label(PolicyFormat.POLICYLAYER, "calls")).isEqualTo("calls_per_hour");
        assertThat(label(PolicyFormat.INTERCEPT, "calls")).isEqualTo("/r");
    }

    private static String label(PolicyFormat format, String counter) {
        Policy policy = new PolicyParts("p", format, DefaultAction.ALLOW).policy();
        return policy.labelOf(limit(counter, Window.Calendar.HOUR, "5"));
    }

    @Provide
    Arbitrary<Limit> limits() {
        Arbitrary<Window> windows = Arbitraries.oneOf(
                Arbitraries.of(Window.Calendar.values()),
                Combinators.combine(
                                Arbitraries.of(Window.Calendar.DAY, Window.Calendar.WEEK, Window.Calendar.MONTH),
                                Arbitraries.of("Europe/Berlin", "Asia/Tokyo").map(ZoneId::of))
                        .as(Window.Calendar::in),
                Arbitraries.longs().between(1, Window.Seconds.MAX_SECONDS).map(Window.Seconds::new),
                Arbitraries.longs().between(1, 100_000_000).map(n -> new Window.Sliding(Duration.ofMillis(n))));
        Arbitrary<Bound> bounds = Combinators.combine(
                        Arbitraries.bigDecimals()
                                .between(new BigDecimal("0.01"), new BigDecimal("1000000"))
                                .ofScale(2),
                        Arbitraries.of(true, false))
                .as(Bound::new);
        Arbitrary<LimitKey> keys = Arbitraries.of(
                        List.of("args.a"),
                        List.of("args.b"),
                        List.of("args.a", "args.b"),
                        List.of("args[\"a, args.b\"]"))
                .<LimitKey>map(paths -> new LimitKey.Paths(
                        paths.stream().<CallPath>map(ArgumentPath::parse).toList()))
                .injectNull(0.3);
        return Combinators.combine(windows, bounds, Arbitraries.of(Scope.values()), keys)
                .as((window, bound, scope, key) -> Limit.of(RuleHead.of(RuleId.pointer("r")), "_rate_x", window, bound)
                        .withScope(scope)
                        .withKey(key));
    }

    @Property
    void limits_that_let_pass_alike_alone_are_called_alike(@ForAll("limits") Limit one, @ForAll("limits") Limit other) {
        boolean alike = Objects.equals(one.key(), other.key())
                && one.window().equals(other.window())
                && one.scope() == other.scope()
                && one.bound().inclusive() == other.bound().inclusive()
                && one.bound().max().compareTo(other.bound().max()) == 0;
        assertThat(one.description().equals(other.description())).isEqualTo(alike);
        assertThat(one.description()).doesNotContain("_");
    }
}
