package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.testkit.internal.TimeSpans;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The instants that the rules of one tool turn on. */
final class TurningInstants {
    private static final int A_WEEK = 8;

    private TurningInstants() {}

    /** The beginning, whole seconds before others: the edges of spans of time, and each day at the hour at which one begins. */
    static List<Instant> of(List<Rule> rules, Instant start) {
        Set<Instant> edges = new TreeSet<>(TimeSpans.edges(rules, start));
        for (Rule rule : rules) {
            for (TimeSpan span : TimeSpans.of(rule)) {
                if (span instanceof TimeSpan.During during && !during.isEveryDay()) {
                    LocalDate first = LocalDate.ofInstant(start, during.zone());
                    LocalTime from = during.from() == null ? LocalTime.NOON : during.from();
                    for (int day = 0; day <= A_WEEK; day++) {
                        edges.add(first.plusDays(day)
                                .atTime(from)
                                .atZone(during.zone())
                                .toInstant());
                    }
                }
            }
        }
        Set<Instant> all = new LinkedHashSet<>(List.of(start));
        edges.stream()
                .filter(edge -> edge.equals(edge.truncatedTo(ChronoUnit.SECONDS)))
                .forEach(all::add);
        all.addAll(edges);
        return List.copyOf(all);
    }

    /** For each span of time, an instant within it and one without. */
    static List<Instant> turns(List<Rule> rules, List<Instant> instants, Instant start) {
        Set<Instant> turns = new LinkedHashSet<>();
        for (Rule rule : rules) {
            for (TimeSpan span : TimeSpans.of(rule)) {
                instants.stream().filter(span::contains).findFirst().ifPresent(turns::add);
                instants.stream()
                        .filter(instant -> !span.contains(instant))
                        .findFirst()
                        .ifPresent(turns::add);
            }
        }
        turns.remove(start);
        return List.copyOf(turns);
    }
}
