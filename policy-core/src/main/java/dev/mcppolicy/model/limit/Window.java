package dev.mcppolicy.model.limit;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneRulesProvider;
import java.util.Locale;

/**
 * The span of time in which a limit counts. Instants are whole milliseconds since the epoch; spans include their start
 * and exclude their end.
 */
public sealed interface Window {
    /**
     * The window's name: {@code minute}, {@code 60s}, {@code day in Europe/Berlin}, {@code sliding PT1H}. Different
     * windows have different names.
     *
     * @return the name
     */
    String id();

    /** A window with a beginning and an end that do not depend on the calls in it. */
    sealed interface Aligned extends Window {
        /**
         * The start of the window that holds an instant.
         *
         * @param epochMillis the instant
         * @return the first millisecond of its window
         * @throws ArithmeticException if that is beyond 64 bits
         */
        long startOf(long epochMillis);

        /**
         * The end of the window that holds an instant.
         *
         * @param epochMillis the instant
         * @return the first millisecond after its window
         * @throws ArithmeticException if that is beyond 64 bits
         */
        long endOf(long epochMillis);
    }

    /** A calendar span in UTC. Weeks begin on Monday. */
    enum Calendar implements Aligned {
        /** A minute. */
        MINUTE(60_000L),
        /** An hour. */
        HOUR(3_600_000L),
        /** A day. */
        DAY(86_400_000L),
        /** A week, Monday to Sunday (ISO 8601). */
        WEEK(0),
        /** A calendar month. */
        MONTH(0);

        private final String id = name().toLowerCase(Locale.ROOT);
        private final long millis;

        Calendar(long millis) {
            this.millis = millis;
        }

        @Override
        public String id() {
            return id;
        }

        /**
         * The same span by the calendar of a zone.
         *
         * @param zone a region of the tz database that this JDK knows, or UTC
         * @return the window; this one for UTC
         * @throws IllegalArgumentException if the zone is no such region, or this is a minute or an hour
         */
        public Aligned in(ZoneId zone) {
            return Zoned.isUtc(zone) ? checkedForZone() : new Zoned(this, zone);
        }

        /** Whether zones have a calendar of this span each: days, weeks and months. */
        boolean isOfDates() {
            return compareTo(DAY) >= 0;
        }

        private Calendar checkedForZone() {
            if (!isOfDates()) {
                throw new IllegalArgumentException(
                        "only days, weeks and months are counted in a zone, not by the " + id);
            }
            return this;
        }

        @Override
        public long startOf(long epochMillis) {
            if (millis > 0) {
                return Math.multiplyExact(Math.floorDiv(epochMillis, millis), millis);
            }
            return startMillis(firstDate(dateAt(epochMillis, ZoneOffset.UTC)));
        }

        @Override
        public long endOf(long epochMillis) {
            if (millis > 0) {
                return Math.addExact(startOf(epochMillis), millis);
            }
            return startMillis(nextDate(firstDate(dateAt(epochMillis, ZoneOffset.UTC))));
        }

        /** The first date of the span that a date is in. */
        private LocalDate firstDate(LocalDate date) {
            return switch (this) {
                case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> date.withDayOfMonth(1);
                default -> date;
            };
        }

        /** The first date of the span that follows. */
        private LocalDate nextDate(LocalDate first) {
            return switch (this) {
                case WEEK -> first.plusWeeks(1);
                case MONTH -> first.plusMonths(1);
                default -> first.plusDays(1);
            };
        }

        private static LocalDate dateAt(long epochMillis, ZoneId zone) {
            return LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), zone);
        }

        private static long startMillis(LocalDate date) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        }
    }

    /**
     * A day, week or month by the calendar of a zone. It begins when the zone's clock first shows its first date, at
     * midnight or, where a change of the clock leaves midnight out, right after that change; a date that a zone leaves
     * out begins nothing. Where a change takes the clock back over midnight, the date that has begun goes on. So the
     * windows follow each other without gap or overlap, a day is as long as the zone makes it, and one that is left out
     * is none.
     *
     * <p>Made by {@link Calendar#in}, for which the calendar in UTC is no window of a zone.
     *
     * @param span {@link Calendar#DAY}, {@link Calendar#WEEK} or {@link Calendar#MONTH}
     * @param zone a region of the tz database other than UTC
     */
    record Zoned(Calendar span, ZoneId zone) implements Aligned {
        private static final String UTC = "UTC";

        /**
         * Checks both.
         *
         * @throws IllegalArgumentException if the span is none of dates, or the zone no region of the tz database that
         *     this JDK knows, or UTC
         */
        public Zoned {
            span.checkedForZone();
            if (isUtc(zone)) {
                throw new IllegalArgumentException("the calendar in UTC is no window of a zone");
            }
            if (!isRegion(zone.getId())) {
                throw new IllegalArgumentException(
                        "a zone must be a region of the tz database or `UTC`, not `" + zone.getId() + "`");
            }
        }

        /**
         * Whether a zone is known by a name: a region of the tz database, {@code UTC} among them, as this JDK has it.
         *
         * @param name the exact name
         * @return true for a region; false for offsets, such as {@code +02:00} and {@code UTC+2}
         */
        public static boolean isRegion(String name) {
            return ZoneRulesProvider.getAvailableZoneIds().contains(name);
        }

        private static boolean isUtc(ZoneId zone) {
            return zone.getId().equals(UTC) || zone.equals(ZoneOffset.UTC);
        }

        @Override
        public String id() {
            return span.id() + " in " + zone.getId();
        }

        @Override
        public long startOf(long epochMillis) {
            return beginning(firstDateAt(epochMillis));
        }

        @Override
        public long endOf(long epochMillis) {
            return beginning(span.nextDate(firstDateAt(epochMillis)));
        }

        /** The first date of the latest span that has begun by an instant. */
        private LocalDate firstDateAt(long epochMillis) {
            LocalDate first = span.firstDate(Calendar.dateAt(epochMillis, zone));
            // The clock shows an earlier date than it has shown before while it repeats the end of one, and of two
            // dates
            // that begin together only the second has any time.
            for (LocalDate next = span.nextDate(first); beginning(next) <= epochMillis; next = span.nextDate(next)) {
                first = next;
            }
            return first;
        }

        private long beginning(LocalDate first) {
            return first.atStartOfDay(zone).toInstant().toEpochMilli();
        }
    }

    /**
     * A span of a fixed number of seconds, aligned to the epoch.
     *
     * @param seconds the length, 1 to {@value #MAX_SECONDS}
     */
    record Seconds(long seconds) implements Aligned {
        /** The longest window, ten years of 366 days. */
        public static final long MAX_SECONDS = 316_224_000;

        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if the length is out of range
         */
        public Seconds {
            if (seconds < 1 || seconds > MAX_SECONDS) {
                throw new IllegalArgumentException("a window must be 1 to " + MAX_SECONDS + " seconds, not " + seconds);
            }
        }

        @Override
        public String id() {
            return seconds + "s";
        }

        @Override
        public long startOf(long epochMillis) {
            long millis = seconds * 1_000;
            return Math.multiplyExact(Math.floorDiv(epochMillis, millis), millis);
        }

        @Override
        public long endOf(long epochMillis) {
            return Math.addExact(startOf(epochMillis), seconds * 1_000);
        }
    }

    /**
     * A span that slides: no half-open interval of its length ever holds more than the limit's max.
     *
     * @param length one millisecond to ten years, in whole milliseconds
     */
    record Sliding(Duration length) implements Window {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if the length is out of range or has a fraction of a millisecond
         */
        public Sliding {
            if (length.compareTo(Duration.ofMillis(1)) < 0
                    || length.compareTo(Duration.ofSeconds(Seconds.MAX_SECONDS)) > 0) {
                throw new IllegalArgumentException(
                        "a sliding window must be one millisecond to ten years long, not " + length);
            }
            if (length.toNanos() % 1_000_000 != 0) {
                throw new IllegalArgumentException("a sliding window must be whole milliseconds long, not " + length);
            }
        }

        @Override
        public String id() {
            return "sliding " + length;
        }
    }
}
