package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The spans of time that rules look at, and the instants at which they begin and end. */
public final class TimeSpans {
    /** How near to an edge an instant is that shows it. */
    public static final Duration STEP = Duration.ofMinutes(1);

    /** The days from an instant on whose edges are tried: a whole week, and the night that goes on after it. */
    private static final int DAYS = 9;

    private static final Duration LEAST = Duration.ofMillis(1);

    private TimeSpans() {}

    /** Those of a rule in the order of writing. */
    public static List<TimeSpan> of(Rule rule) {
        return rule.allConditions().stream()
                .flatMap(condition -> condition.leaves().stream())
                .filter(Condition.AtTime.class::isInstance)
                .map(leaf -> ((Condition.AtTime) leaf).span())
                .toList();
    }

    /**
     * The instants from which on the spans of rules hold or hold no longer, and those just before, in order. Of hours and
     * days, those of the week that begins at an instant.
     */
    public static Set<Instant> edges(List<Rule> rules, Instant start) {
        Set<Instant> edges = new TreeSet<>();
        for (Rule rule : rules) {
            for (TimeSpan span : of(rule)) {
                if (span instanceof TimeSpan.NotBefore notBefore) {
                    addEdge(span, notBefore.instant(), edges);
                } else if (span instanceof TimeSpan.Before before) {
                    addEdge(span, before.instant(), edges);
                } else {
                    addWeek((TimeSpan.During) span, start, edges);
                }
            }
        }
        return edges;
    }

    private static void addWeek(TimeSpan.During during, Instant start, Set<Instant> edges) {
        LocalDate first = LocalDate.ofInstant(start, during.zone());
        List<LocalTime> times = during.from() == null || during.to() == null
                ? List.of(LocalTime.MIDNIGHT)
                : List.of(during.from(), during.to());
        for (int day = 0; day < DAYS; day++) {
            for (LocalTime time : times) {
                addEdge(
                        during,
                        first.plusDays(day).atTime(time).atZone(during.zone()).toInstant(),
                        edges);
            }
        }
    }

    private static void addEdge(TimeSpan span, Instant instant, Set<Instant> edges) {
        Instant before = instant.minus(LEAST);
        if (span.contains(instant) != span.contains(before)) {
            edges.add(before);
            edges.add(instant);
        }
    }

    /** Whether a span holds at every instant. */
    public static boolean isAlways(TimeSpan span) {
        return span instanceof TimeSpan.During during
                && during.isEveryDay()
                && (during.from() == null || during.from().equals(during.to()));
    }
}
