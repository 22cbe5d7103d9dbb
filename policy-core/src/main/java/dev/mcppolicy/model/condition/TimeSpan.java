package dev.mcppolicy.model.condition;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRulesProvider;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** When a condition of time holds. */
public sealed interface TimeSpan {
    /**
     * Whether an instant is in it.
     *
     * @param instant the instant of a decision
     * @return true where the condition holds
     */
    boolean contains(Instant instant);

    private static void checkYear(Instant instant) {
        if (instant.isBefore(Instant.parse("0000-01-01T00:00:00Z"))
                || !instant.isBefore(Instant.parse("+10000-01-01T00:00:00Z"))) {
            throw new IllegalArgumentException("`" + instant + "` is not in the years 0 to 9999");
        }
    }

    /**
     * The span in words, for messages and explanations.
     *
     * @return the text, beginning with {@code during}, {@code not_before} or {@code before}; different spans have
     *     different texts
     */
    @Override
    String toString();

    /**
     * Some days of the week, or some hours of them, by the wall clock of a zone alone: what the clock shows twice is in it
     * twice, and what it leaves out is not.
     *
     * @param days the days; at least one
     * @param from the first minute, or null for whole days
     * @param to the minute before which it ends; where it is not after {@code from}, that of the next day, and the day is
     *     the one on which it began; null for whole days
     * @param zone a region of the tz database that this JDK knows, or UTC
     */
    record During(
            Set<DayOfWeek> days,
            @Nullable LocalTime from,
            @Nullable LocalTime to,
            ZoneId zone) implements TimeSpan {
        private static final String UTC = "UTC";

        /**
         * Checks and copies.
         *
         * @throws IllegalArgumentException if there is no day, one of the times is not a whole minute or stands alone, or
         *     the zone is no such region
         */
        public During {
            if (days.isEmpty()) {
                throw new IllegalArgumentException("`during` needs at least one day");
            }
            days = Collections.unmodifiableSet(EnumSet.copyOf(days));
            if ((from == null) != (to == null)) {
                throw new IllegalArgumentException("`from` and `to` stand together, or neither does");
            }
            if (!isWholeMinute(from) || !isWholeMinute(to)) {
                throw new IllegalArgumentException("`from` and `to` are whole minutes");
            }
            zone = zone.equals(ZoneOffset.UTC) ? ZoneId.of(UTC) : zone;
            if (!ZoneRulesProvider.getAvailableZoneIds().contains(zone.getId())) {
                throw new IllegalArgumentException(
                        "a zone must be a region of the tz database or `UTC`, not `" + zone.getId() + "`");
            }
        }

        private static boolean isWholeMinute(@Nullable LocalTime time) {
            return time == null || time.equals(time.truncatedTo(ChronoUnit.MINUTES));
        }

        @Override
        public boolean contains(Instant instant) {
            ZonedDateTime shown = instant.atZone(zone);
            DayOfWeek day = shown.getDayOfWeek();
            if (from == null || to == null) {
                return days.contains(day);
            }
            LocalTime time = shown.toLocalTime();
            if (to.isAfter(from)) {
                return days.contains(day) && !time.isBefore(from) && time.isBefore(to);
            }
            return (days.contains(day) && !time.isBefore(from)) || (days.contains(day.minus(1)) && time.isBefore(to));
        }

        /**
         * Whether all days of the week are in it.
         *
         * @return true for all seven
         */
        public boolean isEveryDay() {
            return days.size() == DayOfWeek.values().length;
        }

        @Override
        public String toString() {
            String which =
                    isEveryDay() ? "every day" : days.stream().map(During::idOf).collect(Collectors.joining(", "));
            return "during " + which + (from == null ? "" : " " + from + " to " + to) + " " + zone.getId();
        }

        /**
         * The name of a day in policy documents.
         *
         * @param day the day
         * @return the first three letters of its English name, in lowercase
         */
        public static String idOf(DayOfWeek day) {
            return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
        }
    }

    /**
     * At and after an instant.
     *
     * @param instant the first instant
     */
    record NotBefore(Instant instant) implements TimeSpan {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if the instant is before the year 0 or after the year 9999
         */
        public NotBefore {
            checkYear(instant);
        }

        @Override
        public boolean contains(Instant other) {
            return !other.isBefore(instant);
        }

        @Override
        public String toString() {
            return "not_before " + instant;
        }
    }

    /**
     * Before an instant.
     *
     * @param instant the first instant that is no longer in it
     */
    record Before(Instant instant) implements TimeSpan {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if the instant is before the year 0 or after the year 9999
         */
        public Before {
            checkYear(instant);
        }

        @Override
        public boolean contains(Instant other) {
            return other.isBefore(instant);
        }

        @Override
        public String toString() {
            return "before " + instant;
        }
    }
}
