package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.TimeSpan;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRulesProvider;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules make of the time of a decision. */
class TimesInConditionsTest {
    private static final ToolCall CALL = ToolCall.of("t", Map.of());

    private static TimeSpan.During during(String days, @Nullable String from, @Nullable String to, String zone) {
        Set<DayOfWeek> parsed = days.equals("all")
                ? EnumSet.allOf(DayOfWeek.class)
                : Stream.of(days.split(" ")).map(DayOfWeek::valueOf).collect(Collectors.toSet());
        return new TimeSpan.During(
                parsed,
                from == null ? null : LocalTime.parse(from),
                to == null ? null : LocalTime.parse(to),
                ZoneId.of(zone));
    }

    private static boolean passes(TimeSpan span, String instant) {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(require(new Condition.AtTime(span))))
                .clock(new ManualClock(instant))
                .build();
        return engine.decide(CALL) instanceof Decision.Allow;
    }

    @ParameterizedTest
    @CsvSource({
        // A Thursday.
        "2026-01-15T08:59:59.999Z, false",
        "2026-01-15T09:00:00Z, true",
        "2026-01-15T17:29:59.999Z, true",
        "2026-01-15T17:30:00Z, false",
        "2026-01-16T09:00:00Z, false",
        "2026-01-14T09:00:00Z, false"
    })
    void hours_last_from_their_first_minute_to_before_their_last(String instant, boolean holds) {
        assertThat(passes(during("THURSDAY", "09:00", "17:30", "UTC"), instant)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-15T21:59:59.999Z, false",
        "2026-01-15T22:00:00Z, true",
        "2026-01-15T23:59:59.999Z, true",
        "2026-01-16T00:00:00Z, true",
        "2026-01-16T05:59:59.999Z, true",
        "2026-01-16T06:00:00Z, false",
        "2026-01-16T22:00:00Z, false",
        // The night before belongs to Wednesday.
        "2026-01-15T05:59:59.999Z, false"
    })
    void past_midnight_the_day_is_the_one_on_which_it_began(String instant, boolean holds) {
        assertThat(passes(during("THURSDAY", "22:00", "06:00", "UTC"), instant)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        // Over the end of a week, of a month and of a year: Sunday into Monday, Wednesday into Thursday.
        "SUNDAY, 2026-05-31T23:30:00Z, true",
        "SUNDAY, 2026-06-01T00:30:00Z, true",
        "SUNDAY, 2026-06-01T01:00:00Z, false",
        "MONDAY, 2026-06-01T00:30:00Z, false",
        "WEDNESDAY, 2025-12-31T23:30:00Z, true",
        "WEDNESDAY, 2026-01-01T00:59:59.999Z, true",
        "WEDNESDAY, 2026-01-01T01:00:00Z, false",
        "THURSDAY, 2026-01-01T00:30:00Z, false"
    })
    void a_night_goes_over_the_end_of_a_week_and_of_a_year(String day, String instant, boolean holds) {
        assertThat(passes(during(day, "23:00", "01:00", "UTC"), instant)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "09:00, 09:00, 2026-01-15T08:59:59.999Z, false",
        "09:00, 09:00, 2026-01-15T09:00:00Z, true",
        "09:00, 09:00, 2026-01-16T08:59:59.999Z, true",
        "09:00, 09:00, 2026-01-16T09:00:00Z, false",
        "00:00, 00:00, 2026-01-14T23:59:59.999Z, false",
        "00:00, 00:00, 2026-01-15T00:00:00Z, true",
        "00:00, 00:00, 2026-01-15T23:59:59.999Z, true",
        "00:00, 00:00, 2026-01-16T00:00:00Z, false",
        "18:00, 00:00, 2026-01-15T23:59:59.999Z, true",
        "18:00, 00:00, 2026-01-16T00:00:00Z, false"
    })
    void hours_that_end_as_they_begin_last_a_day(String from, String to, String instant, boolean holds) {
        assertThat(passes(during("THURSDAY", from, to, "UTC"), instant)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        // Clocks go forward at 01:00Z: the day has 23 hours, and the clock shows no 02:30.
        "02:00, 03:00, 2026-03-29T00:59:59.999Z, false",
        "02:00, 03:00, 2026-03-29T01:00:00Z, false",
        "02:30, 04:00, 2026-03-29T01:00:00Z, true",
        "02:30, 04:00, 2026-03-29T01:59:59.999Z, true",
        "02:30, 04:00, 2026-03-29T02:00:00Z, false",
        // Clocks go back at 01:00Z: the day has 25 hours, and the clock shows 02:30 twice.
        "02:15, 02:45, 2026-10-25T00:30:00Z, true",
        "02:15, 02:45, 2026-10-25T00:45:00Z, false",
        "02:15, 02:45, 2026-10-25T01:14:59.999Z, false",
        "02:15, 02:45, 2026-10-25T01:30:00Z, true",
        "02:15, 02:45, 2026-10-25T01:45:00Z, false",
        // The same wall clock by both halves of the year.
        "09:00, 17:00, 2026-07-15T06:59:59.999Z, false",
        "09:00, 17:00, 2026-07-15T07:00:00Z, true",
        "09:00, 17:00, 2026-01-15T07:59:59.999Z, false",
        "09:00, 17:00, 2026-01-15T08:00:00Z, true"
    })
    void the_wall_clock_of_the_zone_alone_says_the_hour(String from, String to, String instant, boolean holds) {
        assertThat(passes(during("all", from, to, "Europe/Berlin"), instant)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, SUNDAY, 2026-03-28T22:59:59.999Z, false",
        "Europe/Berlin, SUNDAY, 2026-03-28T23:00:00Z, true",
        "Europe/Berlin, SUNDAY, 2026-03-29T21:59:59.999Z, true",
        "Europe/Berlin, SUNDAY, 2026-03-29T22:00:00Z, false",
        "Europe/Berlin, SUNDAY, 2026-10-25T22:59:59.999Z, true",
        "Europe/Berlin, SUNDAY, 2026-10-25T23:00:00Z, false",
        // Midnight did not come; and a date that never was.
        "America/Sao_Paulo, SUNDAY, 2018-11-04T03:00:00Z, true",
        "America/Sao_Paulo, SUNDAY, 2018-11-04T02:59:59.999Z, false",
        "Pacific/Apia, FRIDAY, 2011-12-30T10:00:00Z, false",
        "Pacific/Apia, SATURDAY, 2011-12-30T10:00:00Z, true",
        "Pacific/Apia, THURSDAY, 2011-12-30T09:59:59.999Z, true"
    })
    void whole_days_are_those_that_the_zone_shows(String zone, String day, String instant, boolean holds) {
        assertThat(passes(during(day, null, null, zone), instant)).isEqualTo(holds);
    }

    @Property(tries = 2_000)
    void a_span_holds_exactly_what_the_clock_of_its_zone_shows(
            @ForAll @LongRange(min = -2_000_000_000_000L, max = 4_000_000_000_000L) long millis,
            @ForAll @IntRange(max = 1439) int from,
            @ForAll @IntRange(max = 1439) int to,
            @ForAll @IntRange(min = 1, max = 127) int days,
            @ForAll @IntRange(max = 10_000) int zone) {
        List<String> zones =
                ZoneRulesProvider.getAvailableZoneIds().stream().sorted().toList();
        Set<DayOfWeek> chosen = EnumSet.noneOf(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            if ((days >> (day.getValue() - 1) & 1) == 1) {
                chosen.add(day);
            }
        }
        TimeSpan span = new TimeSpan.During(
                chosen,
                LocalTime.ofSecondOfDay(from * 60L),
                LocalTime.ofSecondOfDay(to * 60L),
                ZoneId.of(zones.get(zone % zones.size())));

        assertThat(span.contains(Instant.ofEpochMilli(millis))).isEqualTo(OracleWindows.isIn(span, millis));
    }

    @Property(tries = 300)
    void the_days_and_hours_of_a_week_are_in_it_and_those_of_the_rest_are_not(
            @ForAll @IntRange(max = 1439) int from, @ForAll @IntRange(max = 1439) int to) {
        TimeSpan inside = new TimeSpan.During(
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.THURSDAY),
                LocalTime.ofSecondOfDay(from * 60L),
                LocalTime.ofSecondOfDay(to * 60L),
                ZoneOffset.UTC);
        Instant monday = Instant.parse("2026-06-01T00:00:00Z");
        long minutes = Stream.iterate(0, minute -> minute + 1)
                .limit(7 * 24 * 60)
                .filter(minute -> inside.contains(monday.plus(Duration.ofMinutes(minute))))
                .count();

        assertThat(minutes).isEqualTo(4L * (to > from ? to - from : to - from + 1440));
    }

    @Test
    void an_instant_is_the_first_of_what_is_not_before_it_and_none_of_what_is_before_it() {
        Instant instant = Instant.parse("2026-01-15T00:00:00Z");
        for (String at : List.of("2026-01-14T23:59:59.999Z", "2026-01-15T00:00:00Z", "2026-01-15T00:00:00.001Z")) {
            boolean isOver = !Instant.parse(at).isBefore(instant);
            assertThat(passes(new TimeSpan.NotBefore(instant), at)).as(at).isEqualTo(isOver);
            assertThat(passes(new TimeSpan.Before(instant), at)).as(at).isEqualTo(!isOver);
        }
    }

    @Test
    void every_kind_of_rule_looks_at_the_time() {
        Condition open = new Condition.AtTime(new TimeSpan.Before(Instant.parse("2026-01-15T12:00:00Z")));
        ManualClock clock = new ManualClock("2026-01-15T11:59:59.999Z");
        for (int i = 0; i < 2; i++) {
            boolean isOpen = i == 0;
            assertThat(verdict(clock, denyIf(open)))
                    .isEqualTo(isOpen ? "deny DENIED_BY_RULE /tools/t/deny_if/0" : "allow");
            assertThat(verdict(clock, denyIf(new Condition.Not(open))))
                    .isEqualTo(isOpen ? "allow" : "deny DENIED_BY_RULE /tools/t/deny_if/0");
            assertThat(verdict(clock, approval(open))).isEqualTo(isOpen ? "ask /tools/t/approval/0" : "allow");
            assertThat(verdict(clock, approval(new Condition.Not(open))))
                    .isEqualTo(isOpen ? "allow" : "ask /tools/t/approval/0");
            clock.advance(Duration.ofMillis(1));
        }
    }

    private static String verdict(ManualClock clock, Draft rule) {
        return Verdict.of(PolicyEngine.builder(TestPolicy.ofTool(rule))
                .clock(clock)
                .build()
                .decide(CALL));
    }

    @Test
    void a_decision_has_one_instant_however_often_it_looks_at_it() {
        Instant noon = Instant.parse("2026-01-15T12:00:00Z");
        AtomicInteger readings = new AtomicInteger();
        // Each reading is a second later, so that two of one decision would differ.
        InstantSource clock = () -> noon.plusSeconds(readings.getAndIncrement());
        Condition before = new Condition.AtTime(new TimeSpan.Before(noon.plusSeconds(1)));
        Condition after = new Condition.AtTime(new TimeSpan.NotBefore(noon.plusSeconds(1)));
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(
                        require(new Condition.AnyOf(List.of(new Condition.AllOf(List.of(before, before)), after))),
                        denyIf(before, after)))
                .clock(clock)
                .build();

        for (int i = 0; i < 5; i++) {
            assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("allow");
        }
    }

    @Test
    void a_call_is_judged_again_at_the_instant_of_the_yes() {
        ManualClock clock = new ManualClock("2026-01-15T11:59:00Z");
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(
                        approval(),
                        require(new Condition.AtTime(new TimeSpan.Before(Instant.parse("2026-01-15T12:00:00Z"))))))
                .clock(clock)
                .build();
        Decision.ApprovalRequired asked = (Decision.ApprovalRequired) engine.decide(CALL);
        clock.advance(Duration.ofMinutes(1));

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
    }

    @Test
    void an_explanation_says_the_instant() {
        TimeSpan span = during("all", "09:00", "17:30", "Europe/Berlin");
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(require(new Condition.AtTime(span))))
                .clock(new ManualClock("2026-01-15T12:00:00.123Z"))
                .build();

        assertThat(engine.explain(CALL).rules().get(0).comparisons())
                .extracting(Explanation.Comparison::condition, Explanation.Comparison::actual)
                .containsExactly(tuple("during every day 09:00 to 17:30 Europe/Berlin", "2026-01-15T12:00:00.123Z"));
    }

    @Test
    void spans_that_say_the_same_are_equal_and_have_one_text() {
        TimeSpan one = during("MONDAY FRIDAY", "09:00", "17:30", "UTC");
        TimeSpan other = new TimeSpan.During(
                EnumSet.of(DayOfWeek.FRIDAY, DayOfWeek.MONDAY),
                LocalTime.of(9, 0),
                LocalTime.of(17, 30),
                ZoneOffset.UTC);

        assertThat(one)
                .isEqualTo(other)
                .hasToString("during mon, fri 09:00 to 17:30 UTC")
                .hasToString(other.toString());
        assertThat(during("MONDAY", null, null, "UTC")).hasToString("during mon UTC");
        assertThat(new TimeSpan.NotBefore(Instant.EPOCH)).hasToString("not_before 1970-01-01T00:00:00Z");
        assertThat(new TimeSpan.Before(Instant.EPOCH)).hasToString("before 1970-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+02:00", "UTC+2", "Z", "GMT+1"})
    void an_offset_is_no_zone(String zone) {
        ZoneId offset = ZoneId.of(zone);
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        if (offset.equals(ZoneOffset.UTC)) {
            assertThat(new TimeSpan.During(days, null, null, offset).zone()).hasToString("UTC");
        } else {
            assertThatThrownBy(() -> new TimeSpan.During(days, null, null, offset))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void what_is_no_span_is_refused() {
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        LocalTime nine = LocalTime.of(9, 0);
        for (LocalTime broken : List.of(LocalTime.of(9, 0, 1), LocalTime.MAX)) {
            assertThatThrownBy(() -> new TimeSpan.During(days, nine, broken, ZoneOffset.UTC))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new TimeSpan.During(days, broken, nine, ZoneOffset.UTC))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new TimeSpan.During(days, nine, null, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeSpan.During(days, null, nine, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeSpan.During(Set.of(), null, null, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class);
        for (Instant far : List.of(Instant.MIN, Instant.MAX, Instant.parse("+10000-01-01T00:00:00Z"))) {
            assertThatThrownBy(() -> new TimeSpan.NotBefore(far)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new TimeSpan.Before(far)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_clock_of_any_year_is_judged_by() {
        for (String at : List.of("-9999-01-01T00:00:00Z", "+99999-12-31T23:59:59Z")) {
            ZonedDateTime shown = Instant.parse(at).atZone(ZoneOffset.UTC);
            assertThat(passes(during(shown.getDayOfWeek().name(), null, null, "UTC"), at))
                    .isTrue();
        }
    }
}
