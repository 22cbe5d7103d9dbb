package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.testkit.internal.TimeSpans;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * What is to be shown of one span of time: that it begins, or ends, or that it is not on other days.
 *
 * @param span the span
 * @param side which of these
 */
record TimeEdge(TimeSpan span, Side side) {
    /** The sides of a span. */
    enum Side {
        BEGINNING("the beginning of "),
        END("the end of "),
        OTHER_DAY("another day than those of ");

        private final String words;

        Side(String words) {
            this.words = words;
        }
    }

    /** Those that a span has. */
    static List<TimeEdge> of(TimeSpan span) {
        List<TimeEdge> edges = new ArrayList<>();
        if (!TimeSpans.isAlways(span) && !(span instanceof TimeSpan.Before)) {
            edges.add(new TimeEdge(span, Side.BEGINNING));
        }
        if (!TimeSpans.isAlways(span) && !(span instanceof TimeSpan.NotBefore)) {
            edges.add(new TimeEdge(span, Side.END));
        }
        if (span instanceof TimeSpan.During during && !during.isEveryDay() && during.from() != null) {
            edges.add(new TimeEdge(span, Side.OTHER_DAY));
        }
        return edges;
    }

    /** What there is to be shown of it: both sides of an edge, and of another day that it is outside. */
    List<CoverageGoal.Kind> kinds() {
        return side == Side.OTHER_DAY
                ? List.of(CoverageGoal.Kind.OUTSIDE)
                : List.of(CoverageGoal.Kind.INSIDE, CoverageGoal.Kind.OUTSIDE);
    }

    String words() {
        return side.words + span;
    }

    /** What an instant shows of it, if anything: within a minute of the edge. */
    Optional<CoverageGoal.Kind> shownBy(Instant instant) {
        boolean isInside = span.contains(instant);
        boolean shows =
                switch (side) {
                    case BEGINNING ->
                        isInside
                                ? !span.contains(instant.minus(TimeSpans.STEP))
                                : span.contains(instant.plus(TimeSpans.STEP));
                    case END ->
                        isInside
                                ? !span.contains(instant.plus(TimeSpans.STEP))
                                : span.contains(instant.minus(TimeSpans.STEP));
                    case OTHER_DAY ->
                        !isInside && onEveryDay((TimeSpan.During) span).contains(instant);
                };
        return shows ? Optional.of(isInside ? CoverageGoal.Kind.INSIDE : CoverageGoal.Kind.OUTSIDE) : Optional.empty();
    }

    private static TimeSpan onEveryDay(TimeSpan.During during) {
        return new TimeSpan.During(EnumSet.allOf(DayOfWeek.class), during.from(), during.to(), during.zone());
    }
}
