package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.testkit.internal.TimeSpans;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The small changes of a span of time: an edge moved by a minute, a day less or all of them, another zone. */
final class TimeMutations {
    private static final ZoneId UTC = ZoneId.of("UTC");
    /** Half an hour off most other clocks, in winter as in summer. */
    private static final ZoneId ELSEWHERE = ZoneId.of("Asia/Kolkata");

    private TimeMutations() {}

    static Set<TimeSpan> of(TimeSpan span) {
        Set<TimeSpan> changed = new LinkedHashSet<>();
        if (span instanceof TimeSpan.NotBefore notBefore) {
            addMoved(notBefore.instant(), TimeSpan.NotBefore::new, changed);
            changed.add(new TimeSpan.Before(notBefore.instant()));
        } else if (span instanceof TimeSpan.Before before) {
            addMoved(before.instant(), TimeSpan.Before::new, changed);
            changed.add(new TimeSpan.NotBefore(before.instant()));
        } else {
            addDays((TimeSpan.During) span, changed);
            addEdges((TimeSpan.During) span, changed);
            addZone((TimeSpan.During) span, changed);
        }
        changed.remove(span);
        return changed;
    }

    private static void addMoved(Instant instant, Function<Instant, TimeSpan> made, Set<TimeSpan> changed) {
        for (Duration step : List.of(TimeSpans.STEP, TimeSpans.STEP.negated())) {
            try {
                changed.add(made.apply(instant.plus(step)));
            } catch (IllegalArgumentException | DateTimeException e) {
                // The first or the last of all instants is moved in one direction alone.
            }
        }
    }

    private static void addDays(TimeSpan.During during, Set<TimeSpan> changed) {
        if (during.isEveryDay()) {
            return;
        }
        for (DayOfWeek day : during.days()) {
            Set<DayOfWeek> fewer = EnumSet.copyOf(during.days());
            fewer.remove(day);
            if (!fewer.isEmpty()) {
                changed.add(new TimeSpan.During(fewer, during.from(), during.to(), during.zone()));
            }
        }
        changed.add(new TimeSpan.During(EnumSet.allOf(DayOfWeek.class), during.from(), during.to(), during.zone()));
    }

    private static void addEdges(TimeSpan.During during, Set<TimeSpan> changed) {
        LocalTime from = during.from();
        LocalTime to = during.to();
        if (from == null || to == null || TimeSpans.isAlways(during)) {
            return;
        }
        for (Duration step : List.of(TimeSpans.STEP, TimeSpans.STEP.negated())) {
            add(during, from.plus(step), to, changed);
            add(during, from, to.plus(step), changed);
        }
    }

    /** Adds other hours, unless what lasted less than a day would last longer, or the contrary. */
    private static void add(TimeSpan.During during, LocalTime from, LocalTime to, Set<TimeSpan> changed) {
        boolean wasWithinADay = isWithinADay(during.from(), during.to());
        if (wasWithinADay == isWithinADay(from, to)) {
            changed.add(new TimeSpan.During(during.days(), from, to, during.zone()));
        }
    }

    private static boolean isWithinADay(@Nullable LocalTime from, @Nullable LocalTime to) {
        return from != null && to != null && to.isAfter(from);
    }

    private static void addZone(TimeSpan.During during, Set<TimeSpan> changed) {
        if (TimeSpans.isAlways(during)) {
            return;
        }
        boolean isUtc = during.zone().getRules().equals(UTC.getRules());
        changed.add(new TimeSpan.During(during.days(), during.from(), during.to(), isUtc ? ELSEWHERE : UTC));
    }
}
