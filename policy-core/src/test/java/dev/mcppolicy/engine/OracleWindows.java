package dev.mcppolicy.engine;

import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.model.limit.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;

/** The oracle's calendar: windows are numbered by what the clock on the wall has shown, and nobody asks for midnight. */
final class OracleWindows {
    private static final int DAY_MINUTES = 24 * 60;

    private OracleWindows() {}

    /** The number of the window that holds an instant. */
    static long ordinal(Window window, long epochMillis) {
        if (window instanceof Window.Seconds seconds) {
            return Math.floorDiv(epochMillis, seconds.seconds() * 1_000);
        }
        String id = window.id();
        int end = id.indexOf(' ');
        ZoneId zone = end < 0 ? ZoneOffset.UTC : ZoneId.of(id.substring(id.lastIndexOf(' ') + 1));
        LocalDate date = latestShown(epochMillis, zone);
        return switch (end < 0 ? id : id.substring(0, end)) {
            case "minute" -> Math.floorDiv(epochMillis, 60_000);
            case "hour" -> Math.floorDiv(epochMillis, 3_600_000);
            case "day" -> date.toEpochDay();
            case "week" -> ChronoUnit.WEEKS.between(LocalDate.EPOCH.with(DayOfWeek.MONDAY), date);
            case "month" -> date.getYear() * 12L + date.getMonthValue();
            default -> throw new IllegalArgumentException(window.id());
        };
    }

    /** The first instant after one that is in another window, by halving. */
    static long end(Window window, long now) {
        long number = ordinal(window, now);
        long within = 0;
        long beyond = 1;
        while (ordinal(window, now + beyond) == number) {
            within = beyond;
            beyond *= 2;
        }
        while (beyond - within > 1) {
            long middle = (within + beyond) / 2;
            if (ordinal(window, now + middle) == number) {
                within = middle;
            } else {
                beyond = middle;
            }
        }
        return now + beyond;
    }

    /** The latest date that a zone's clock has shown: it goes back only where it is changed. */
    private static LocalDate latestShown(long epochMillis, ZoneId zone) {
        Instant now = Instant.ofEpochMilli(epochMillis);
        LocalDate latest = LocalDate.ofInstant(now, zone);
        ZoneOffsetTransition change = zone.getRules().previousTransition(now.plusMillis(1));
        if (change != null && change.getInstant().isAfter(now.minus(2, ChronoUnit.DAYS))) {
            LocalDate before = LocalDate.ofInstant(change.getInstant().minusMillis(1), zone);
            return before.isAfter(latest) ? before : latest;
        }
        return latest;
    }

    /** Whether a span holds an instant: by the minutes of the week that its zone's clock has shown. */
    static boolean isIn(TimeSpan span, long millis) {
        if (span instanceof TimeSpan.NotBefore notBefore) {
            return millis >= notBefore.instant().toEpochMilli();
        }
        if (span instanceof TimeSpan.Before before) {
            return millis < before.instant().toEpochMilli();
        }
        TimeSpan.During during = (TimeSpan.During) span;
        LocalDateTime shown = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), during.zone());
        int minute = (shown.getDayOfWeek().getValue() - 1) * DAY_MINUTES + shown.getHour() * 60 + shown.getMinute();
        int from = during.from() == null ? 0 : during.from().toSecondOfDay() / 60;
        int to = during.to() == null ? DAY_MINUTES : during.to().toSecondOfDay() / 60;
        int length = to > from ? to - from : to - from + DAY_MINUTES;
        return during.days().stream()
                .mapToInt(day -> (day.getValue() - 1) * DAY_MINUTES + from)
                .anyMatch(start -> Math.floorMod(minute - start, 7 * DAY_MINUTES) < length);
    }
}
