package dev.mcppolicy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days, weeks and months by the calendars of zones: one after the other, each as long as its zone makes it. */
class ZonedWindowsTest {
    private static final List<Window.Calendar> SPANS =
            List.of(Window.Calendar.DAY, Window.Calendar.WEEK, Window.Calendar.MONTH);
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final long FIRST = millis("1840-01-01T00:00:00Z");
    private static final long LAST = millis("2036-01-01T00:00:00Z");

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private static Window.Aligned window(Window.Calendar span, String zone) {
        return span.in(ZoneId.of(zone));
    }

    @ParameterizedTest
    @CsvSource({
        // The day of summer's beginning has 23 hours, that of its end 25.
        "DAY, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "DAY, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "WEEK, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-22T23:00:00Z, 2026-03-29T22:00:00Z",
        "MONTH, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
        // Half an hour more or less.
        "DAY, Australia/Lord_Howe, 2026-04-05T00:00:00Z, 2026-04-04T13:00:00Z, 2026-04-05T13:30:00Z",
        // Midnight does not come: the day begins at one o'clock.
        "DAY, America/Sao_Paulo, 2018-11-04T12:00:00Z, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
        // Midnight comes twice: the day begins at the first.
        "DAY, America/Sao_Paulo, 2018-02-18T01:30:00Z, 2018-02-17T02:00:00Z, 2018-02-18T03:00:00Z",
        "DAY, America/Havana, 2026-11-01T04:30:00Z, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
        "DAY, America/Havana, 2026-11-01T05:30:00Z, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
        // The clock went back over midnight, from one minute after it.
        "DAY, America/St_Johns, 2010-11-07T02:29:59Z, 2010-11-06T02:30:00Z, 2010-11-07T02:30:00Z",
        "DAY, America/St_Johns, 2010-11-07T02:31:30Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z",
        "DAY, America/St_Johns, 2010-11-07T03:00:00Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z",
        // A day that was left out, and one that came twice.
        "DAY, Pacific/Apia, 2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
        "DAY, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z",
        "WEEK, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-26T10:00:00Z, 2012-01-01T10:00:00Z",
        "MONTH, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-01T10:00:00Z, 2011-12-31T10:00:00Z",
        "DAY, Pacific/Kwajalein, 1993-08-21T11:00:00Z, 1993-08-20T12:00:00Z, 1993-08-21T12:00:00Z",
        "DAY, UTC, 2026-03-29T12:00:00Z, 2026-03-29T00:00:00Z, 2026-03-30T00:00:00Z"
    })
    void a_window_has_its_place_in_the_calendar_of_its_zone(
            Window.Calendar span, String zone, String now, String start, String end) {
        Window.Aligned window = window(span, zone);

        assertThat(Instant.ofEpochMilli(window.startOf(millis(now)))).isEqualTo(start);
        assertThat(Instant.ofEpochMilli(window.endOf(millis(now)))).isEqualTo(end);
    }

    /** The clock of a zone changes only at its transitions, so what holds around each of them and between holds. */
    @Test
    void windows_follow_each_other_without_gap_or_overlap_in_all_zones() {
        int zones = 0;
        for (String zone : ZoneRulesProvider.getAvailableZoneIds()) {
            Set<Long> instants = instants(ZoneId.of(zone).getRules(), zone.hashCode());
            for (Window.Calendar span : SPANS) {
                assertTiles(window(span, zone), instants);
            }
            zones++;
        }
        assertThat(zones).isGreaterThan(500);
    }

    private static void assertTiles(Window.Aligned window, Set<Long> ascending) {
        long start = Long.MIN_VALUE;
        long end = Long.MIN_VALUE;
        for (long now : ascending) {
            long startNow = window.startOf(now);
            long endNow = window.endOf(now);
            if (now < end) {
                assertThat(List.of(startNow, endNow))
                        .as("%s at %s", window.id(), Instant.ofEpochMilli(now))
                        .isEqualTo(List.of(start, end));
                continue;
            }
            assertThat(now).as(window.id()).isGreaterThanOrEqualTo(startNow).isLessThan(endNow);
            assertThat(startNow).as(window.id()).isGreaterThanOrEqualTo(end);
            assertThat(window.startOf(startNow)).as(window.id()).isEqualTo(startNow);
            assertThat(window.endOf(startNow)).as(window.id()).isEqualTo(endNow);
            assertThat(window.endOf(startNow - 1)).as(window.id()).isEqualTo(startNow);
            assertThat(window.startOf(endNow - 1)).as(window.id()).isEqualTo(startNow);
            assertThat(window.startOf(endNow)).as(window.id()).isEqualTo(endNow);
            start = startNow;
            end = endNow;
        }
    }

    /** Around every change of a clock, and a few between. */
    private static Set<Long> instants(ZoneRules rules, long seed) {
        Set<Long> instants = new TreeSet<>();
        Instant last = Instant.ofEpochMilli(LAST);
        for (ZoneOffsetTransition next = rules.nextTransition(Instant.ofEpochMilli(FIRST));
                next != null && next.getInstant().isBefore(last);
                next = rules.nextTransition(next.getInstant())) {
            long at = next.getInstant().toEpochMilli();
            for (long apart : new long[] {0, 1, HOUR, DAY}) {
                instants.add(at - apart);
                instants.add(at + apart);
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 50; i++) {
            instants.add(random.nextLong(FIRST, LAST));
        }
        return instants;
    }

    /** What a zone's clock has shown by an instant is told without its midnights. */
    @Property(tries = 2_000)
    void a_window_holds_the_instants_at_which_the_latest_date_shown_is_in_one_span(
            @ForAll @LongRange(min = -4_000_000_000_000L, max = 3_000_000_000_000L) long then, @ForAll long seed) {
        List<String> zones = new ArrayList<>(new TreeSet<>(ZoneRulesProvider.getAvailableZoneIds()));
        SplittableRandom random = new SplittableRandom(seed);
        ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
        ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.ofEpochMilli(then));
        long at = change == null || random.nextInt(4) == 0
                ? then
                : change.getInstant().toEpochMilli() + random.nextLong(-2 * DAY, 2 * DAY);
        long later = at + random.nextLong(0, 3 * DAY);
        for (Window.Calendar span : SPANS) {
            Window.Aligned window = span.in(zone);
            assertThat(window.startOf(at) == window.startOf(later))
                    .as("%s at %s and %s", window.id(), Instant.ofEpochMilli(at), Instant.ofEpochMilli(later))
                    .isEqualTo(span.in(ZoneOffset.UTC).startOf(latestShown(at, zone))
                            == span.in(ZoneOffset.UTC).startOf(latestShown(later, zone)));
        }
    }

    /** The latest date that a clock has shown by an instant, as the midnight in UTC that begins it. */
    private static long latestShown(long epochMillis, ZoneId zone) {
        Instant now = Instant.ofEpochMilli(epochMillis);
        LocalDate latest = LocalDate.ofInstant(now, zone);
        for (ZoneOffsetTransition change = zone.getRules().previousTransition(now.plusMillis(1));
                change != null && change.getInstant().isAfter(now.minus(3, ChronoUnit.DAYS));
                change = zone.getRules().previousTransition(change.getInstant())) {
            LocalDate before = LocalDate.ofInstant(change.getInstant().minusNanos(1), zone);
            latest = before.isAfter(latest) ? before : latest;
        }
        return latest.toEpochDay() * DAY;
    }

    @Test
    void a_zone_is_a_region_and_utc_is_the_calendar_itself() {
        assertThat(Window.Calendar.DAY.in(ZoneId.of("UTC"))).isSameAs(Window.Calendar.DAY);
        assertThat(Window.Calendar.WEEK.in(ZoneOffset.UTC)).isSameAs(Window.Calendar.WEEK);
        assertThat(window(Window.Calendar.DAY, "Europe/Berlin").id()).isEqualTo("day in Europe/Berlin");
        assertThat(window(Window.Calendar.DAY, "Europe/Berlin"))
                .isEqualTo(window(Window.Calendar.DAY, "Europe/Berlin"))
                .isNotEqualTo(window(Window.Calendar.DAY, "Europe/Paris"))
                .isNotEqualTo(window(Window.Calendar.WEEK, "Europe/Berlin"));
        for (String offset : List.of("+02:00", "UTC+2", "GMT+02:00")) {
            assertThatThrownBy(() -> window(Window.Calendar.DAY, offset))
                    .hasMessage("a zone must be a region of the tz database or `UTC`, not `"
                            + ZoneId.of(offset).getId() + "`");
        }
        for (ZoneId utc : List.of(ZoneOffset.UTC, ZoneId.of("UTC"))) {
            assertThatThrownBy(() -> new Window.Zoned(Window.Calendar.DAY, utc))
                    .hasMessage("the calendar in UTC is no window of a zone");
        }
        for (String zone : List.of("UTC", "Europe/Berlin")) {
            for (Window.Calendar span : List.of(Window.Calendar.MINUTE, Window.Calendar.HOUR)) {
                assertThatThrownBy(() -> window(span, zone))
                        .hasMessage("only days, weeks and months are counted in a zone, not by the " + span.id());
            }
        }
    }

    @Test
    void a_window_beyond_64_bits_has_no_bounds() {
        Window.Aligned day = window(Window.Calendar.DAY, "Europe/Berlin");
        assertThat(day.endOf(Long.MAX_VALUE - 3 * DAY)).isGreaterThan(Long.MAX_VALUE - 3 * DAY);
        assertThatThrownBy(() -> day.endOf(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> day.startOf(Long.MIN_VALUE)).isInstanceOf(ArithmeticException.class);
        assertThat(Duration.ofMillis(day.endOf(0) - day.startOf(0))).isEqualTo(Duration.ofDays(1));
    }
}
