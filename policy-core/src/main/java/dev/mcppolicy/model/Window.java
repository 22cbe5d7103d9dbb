package dev.mcppolicy.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/**
 * The span of time in which a limit counts. Instants are whole milliseconds since the epoch; spans include their start
 * and exclude their end.
 */
public sealed interface Window {
    /**
     * The window's name: {@code minute}, {@code 60s}, {@code sliding PT1H}. Different windows have different names.
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
        /** A week, Monday to Sunday (ISO 8601). Not in the file formats. */
        WEEK(0),
        /** A calendar month. Not in the file formats. */
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

        @Override
        public long startOf(long epochMillis) {
            if (millis > 0) {
                return Math.multiplyExact(Math.floorDiv(epochMillis, millis), millis);
            }
            return startMillis(startDate(epochMillis));
        }

        @Override
        public long endOf(long epochMillis) {
            if (millis > 0) {
                return Math.addExact(startOf(epochMillis), millis);
            }
            LocalDate start = startDate(epochMillis);
            return startMillis(this == WEEK ? start.plusWeeks(1) : start.plusMonths(1));
        }

        private LocalDate startDate(long epochMillis) {
            LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
            return this == WEEK
                    ? date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                    : date.withDayOfMonth(1);
        }

        private static long startMillis(LocalDate date) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
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
     * A span that slides: no half-open interval of its length ever holds more than the limit's max. Not in the file
     * formats.
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
