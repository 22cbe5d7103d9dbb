package dev.mcppolicy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows are aligned to the calendar in UTC or to the epoch, and scales round against the caller. */
class WindowsTest {
    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    @ParameterizedTest
    @CsvSource({
        "MINUTE, 2026-01-15T12:34:56.789Z, 2026-01-15T12:34:00Z, 2026-01-15T12:35:00Z",
        "HOUR, 2026-01-15T12:34:56Z, 2026-01-15T12:00:00Z, 2026-01-15T13:00:00Z",
        "DAY, 2026-01-15T12:34:56Z, 2026-01-15T00:00:00Z, 2026-01-16T00:00:00Z",
        "DAY, 2026-01-15T00:00:00Z, 2026-01-15T00:00:00Z, 2026-01-16T00:00:00Z",
        "DAY, 1969-12-31T23:59:59.999Z, 1969-12-31T00:00:00Z, 1970-01-01T00:00:00Z",
        "WEEK, 2026-01-15T12:34:56Z, 2026-01-12T00:00:00Z, 2026-01-19T00:00:00Z",
        "WEEK, 2026-01-12T00:00:00Z, 2026-01-12T00:00:00Z, 2026-01-19T00:00:00Z",
        "WEEK, 2026-01-18T23:59:59.999Z, 2026-01-12T00:00:00Z, 2026-01-19T00:00:00Z",
        "WEEK, 2026-01-01T00:00:00Z, 2025-12-29T00:00:00Z, 2026-01-05T00:00:00Z",
        "MONTH, 2026-02-15T12:34:56Z, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
        "MONTH, 2028-02-29T23:59:59Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "MONTH, 2026-12-31T23:59:59Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z"
    })
    void a_calendar_window_has_its_place_in_utc(Window.Calendar window, String now, String start, String end) {
        assertThat(window.startOf(millis(now))).isEqualTo(millis(start));
        assertThat(window.endOf(millis(now))).isEqualTo(millis(end));
    }

    @Test
    void a_window_of_seconds_is_aligned_to_the_epoch() {
        Window.Seconds seven = new Window.Seconds(7);
        assertThat(seven.startOf(0)).isZero();
        assertThat(seven.startOf(6_999)).isZero();
        assertThat(seven.endOf(6_999)).isEqualTo(7_000);
        assertThat(seven.startOf(7_000)).isEqualTo(7_000);
        assertThat(seven.startOf(-1)).isEqualTo(-7_000);
        assertThat(seven.endOf(-1)).isZero();
    }

    @Test
    void windows_have_different_names() {
        assertThat(Window.Calendar.MINUTE.id()).isEqualTo("minute");
        assertThat(Window.Calendar.MONTH.id()).isEqualTo("month");
        assertThat(new Window.Seconds(60).id()).isEqualTo("60s");
        assertThat(new Window.Sliding(Duration.ofHours(1)).id()).isEqualTo("sliding PT1H");
    }

    @Test
    void a_window_has_a_length_in_range() {
        assertThatThrownBy(() -> new Window.Seconds(0)).hasMessage("a window must be 1 to 316224000 seconds, not 0");
        assertThatThrownBy(() -> new Window.Seconds(316_224_001))
                .hasMessage("a window must be 1 to 316224000 seconds, not 316224001");
        assertThat(new Window.Seconds(1).seconds()).isOne();
        assertThat(new Window.Seconds(316_224_000).seconds()).isEqualTo(316_224_000);
        assertThat(new Window.Sliding(Duration.ofMillis(1)).length()).isEqualTo(Duration.ofMillis(1));
        assertThat(new Window.Sliding(Duration.ofDays(3_660)).id()).startsWith("sliding ");
        for (Duration length : new Duration[] {
            Duration.ZERO,
            Duration.ofMillis(-1),
            Duration.ofDays(3_660).plusMillis(1),
            Duration.ofSeconds(Long.MAX_VALUE)
        }) {
            assertThatThrownBy(() -> new Window.Sliding(length))
                    .hasMessage("a sliding window must be one millisecond to ten years long, not " + length);
        }
        assertThatThrownBy(() -> new Window.Sliding(Duration.ofNanos(1_500_000)))
                .hasMessage("a sliding window must be whole milliseconds long, not PT0.0015S");
    }

    @Test
    void a_scale_rounds_amounts_up_and_bounds_down() {
        assertThat(Scale.WHOLE.unitsOf(new BigDecimal("1.1"))).isEqualTo(2);
        assertThat(Scale.MILLIONTHS.unitsOf(new BigDecimal("1.1"))).isEqualTo(1_100_000);
        assertThat(Scale.MILLIONTHS.unitsOf(new BigDecimal("1e-9000"))).isEqualTo(1);
        assertThat(Scale.WHOLE.unitsOf(new BigDecimal("-0.1"))).isEqualTo(-1);
        assertThat(Scale.WHOLE.unitsOf(new BigDecimal("0e500"))).isZero();
        assertThat(Scale.WHOLE.unitsOf(new BigDecimal("1e500"))).isEqualTo(-1);
        assertThat(Scale.WHOLE.unitsOf(BigDecimal.valueOf(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThat(Scale.WHOLE.unitsOf(new BigDecimal("9223372036854775807.1"))).isEqualTo(-1);
        assertThat(Scale.WHOLE.unitsOf(Bound.atMost(new BigDecimal("2.9")))).isEqualTo(2);
        assertThat(Scale.WHOLE.unitsOf(Bound.below(new BigDecimal("2.9")))).isEqualTo(2);
        assertThat(Scale.WHOLE.unitsOf(Bound.below(new BigDecimal("3")))).isEqualTo(2);
        assertThat(Scale.MILLIONTHS.unitsOf(Bound.below(new BigDecimal("3")))).isEqualTo(2_999_999);
        assertThat(Scale.MILLIONTHS.amountOf(2_999_999)).isEqualByComparingTo("2.999999");
        assertThat(Scale.WHOLE.amountOf(3)).isEqualByComparingTo("3");
    }
}
