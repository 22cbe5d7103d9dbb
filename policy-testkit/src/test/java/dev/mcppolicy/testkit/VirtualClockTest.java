package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Time in tests: it stands until it is moved, and moves forward only. */
class VirtualClockTest {
    private final VirtualClock clock = new VirtualClock();

    @Test
    void a_clock_begins_where_it_says() {
        assertThat(clock.instant()).isEqualTo(VirtualClock.START).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void the_first_time_that_is_set_may_be_any() {
        clock.at("1999-12-31T23:59:59Z");

        assertThat(clock.instant()).isEqualTo("1999-12-31T23:59:59Z");
    }

    @Test
    void a_clock_advances_and_stays_where_it_is_set() {
        clock.at("2026-01-15T22:00:00+01:00");
        clock.advance(Duration.ofMinutes(5));
        clock.advance(Duration.ZERO);
        clock.at(Instant.parse("2026-01-15T21:05:00Z"));

        assertThat(clock.instant()).isEqualTo("2026-01-15T21:05:00Z");
        assertThat(clock).hasToString("VirtualClock[2026-01-15T21:05:00Z]");
    }

    @Test
    void a_time_before_the_one_reached_is_refused() {
        clock.at("2026-01-15T22:00:00Z");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.at("2026-01-15T21:59:59Z"))
                .withMessage("the clock cannot go back to `2026-01-15T21:59:59Z`, since it has reached"
                        + " `2026-01-15T22:00:00Z`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.advance(Duration.ofMinutes(-1)))
                .withMessage("the clock cannot go back by `PT1M`");
        assertThat(clock.instant()).isEqualTo("2026-01-15T22:00:00Z");
    }

    @Test
    void a_time_that_was_seen_counts_as_reached() {
        Instant seen = clock.instant();

        assertThatIllegalArgumentException().isThrownBy(() -> clock.at(seen.minusMillis(1)));
    }

    @Test
    void a_text_that_is_no_instant_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.at("2026-01-15"))
                .withMessage("`2026-01-15` is no instant such as `2026-01-15T22:00:00Z`");
    }

    @Test
    void there_is_an_end_of_time() {
        clock.at(Instant.MAX);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.advance(Duration.ofSeconds(1)))
                .withMessage("`PT1S` after `+1000000000-12-31T23:59:59.999999999Z` there is no time");
    }
}
