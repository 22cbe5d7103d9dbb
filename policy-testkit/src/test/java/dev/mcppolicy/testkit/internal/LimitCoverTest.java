package dev.mcppolicy.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Which limits keep others from being used up. */
class LimitCoverTest {
    private static Limit limit(int most, Window window, Scope scope) {
        return Limit.of(RuleHead.of(new RuleId("/limit")), "calls", window, new Bound(BigDecimal.valueOf(most), true))
                .withScope(scope);
    }

    private static boolean covers(Window longer, Window shorter) {
        return LimitCover.covers(limit(5, longer, Scope.GLOBAL), limit(5, shorter, Scope.GLOBAL));
    }

    @Test
    void a_limit_covers_those_that_admit_no_less() {
        Limit five = limit(5, Window.Calendar.DAY, Scope.GRANT);

        assertThat(LimitCover.covers(five, limit(5, Window.Calendar.DAY, Scope.GRANT)))
                .isTrue();
        assertThat(LimitCover.covers(five, limit(6, Window.Calendar.DAY, Scope.GRANT)))
                .isTrue();
        assertThat(LimitCover.covers(five, limit(4, Window.Calendar.DAY, Scope.GRANT)))
                .isFalse();
    }

    @Test
    void a_limit_covers_callers_that_it_counts_together() {
        Limit all = limit(5, Window.Calendar.DAY, Scope.GLOBAL);
        Limit each = limit(5, Window.Calendar.DAY, Scope.GRANT);

        assertThat(LimitCover.covers(all, each)).isTrue();
        assertThat(LimitCover.covers(each, all)).isFalse();
        assertThat(LimitCover.covers(each, limit(5, Window.Calendar.DAY, Scope.PRINCIPAL)))
                .isFalse();
    }

    @Test
    void a_window_covers_those_that_lie_within_it() {
        assertThat(covers(Window.Calendar.DAY, Window.Calendar.MINUTE)).isTrue();
        assertThat(covers(Window.Calendar.WEEK, Window.Calendar.DAY)).isTrue();
        assertThat(covers(Window.Calendar.MONTH, Window.Calendar.HOUR)).isTrue();
        assertThat(covers(new Window.Seconds(120), Window.Calendar.MINUTE)).isTrue();
        assertThat(covers(new Window.Sliding(Duration.ofHours(24)), Window.Calendar.DAY))
                .isTrue();

        assertThat(covers(Window.Calendar.MINUTE, Window.Calendar.DAY)).isFalse();
        assertThat(covers(Window.Calendar.MONTH, Window.Calendar.WEEK)).isFalse();
        assertThat(covers(new Window.Seconds(90), Window.Calendar.MINUTE)).isFalse();
        assertThat(covers(new Window.Seconds(7 * 86_400), Window.Calendar.WEEK)).isFalse();
        assertThat(covers(new Window.Sliding(Duration.ofDays(30)), Window.Calendar.MONTH))
                .isFalse();
        assertThat(covers(Window.Calendar.DAY, new Window.Sliding(Duration.ofHours(1))))
                .isFalse();
    }

    @Test
    void a_window_of_a_zone_covers_the_days_of_that_zone_alone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Window day = Window.Calendar.DAY.in(berlin);

        assertThat(covers(day, day)).isTrue();
        assertThat(covers(Window.Calendar.MONTH.in(berlin), day)).isTrue();
        assertThat(covers(new Window.Sliding(Duration.ofDays(2)), day)).isTrue();

        assertThat(covers(new Window.Sliding(Duration.ofHours(25)), day)).isFalse();
        assertThat(covers(Window.Calendar.MONTH.in(ZoneId.of("Europe/Paris")), day))
                .isFalse();
        assertThat(covers(Window.Calendar.MONTH.in(berlin), Window.Calendar.WEEK.in(berlin)))
                .isFalse();
        assertThat(covers(Window.Calendar.MONTH, day)).isFalse();
        assertThat(covers(day, Window.Calendar.HOUR)).isFalse();
    }

    @Test
    void what_counts_another_thing_covers_nothing() {
        Limit calls = limit(5, Window.Calendar.DAY, Scope.GLOBAL);
        Limit pairs = Limit.of(
                        RuleHead.of(new RuleId("/limit")),
                        "pairs",
                        Window.Calendar.DAY,
                        new Bound(BigDecimal.valueOf(5), true))
                .withScope(Scope.GLOBAL)
                .withAmount(new Amount.Fixed(BigDecimal.valueOf(2)));

        assertThat(LimitCover.covers(calls, pairs)).isFalse();
        assertThat(LimitCover.covers(pairs, calls)).isFalse();
    }
}
