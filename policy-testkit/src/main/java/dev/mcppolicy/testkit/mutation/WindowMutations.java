package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The small changes of a window: each other length, another zone, aligned in place of sliding. */
final class WindowMutations {
    private static final List<ZoneId> ZONES = List.of(ZoneId.of("Asia/Kolkata"), ZoneId.of("America/New_York"));

    private WindowMutations() {}

    static List<Window> of(Window window) {
        List<Window> others = new ArrayList<>();
        if (window instanceof Window.Calendar calendar) {
            for (Window.Calendar other : Window.Calendar.values()) {
                if (other != calendar) {
                    others.add(other);
                }
            }
            if (isOfDates(calendar)) {
                others.add(calendar.in(ZONES.get(0)));
            }
        } else if (window instanceof Window.Zoned zoned) {
            for (Window.Calendar other : Window.Calendar.values()) {
                if (other != zoned.span()) {
                    others.add(isOfDates(other) ? other.in(zoned.zone()) : other);
                }
            }
            others.add(zoned.span());
            ZONES.stream()
                    .filter(zone -> !zone.getRules().equals(zoned.zone().getRules()))
                    .findFirst()
                    .ifPresent(zone -> others.add(zoned.span().in(zone)));
        } else if (window instanceof Window.Seconds seconds) {
            addSeconds(seconds.seconds(), others);
        } else if (window instanceof Window.Sliding sliding) {
            addSliding(sliding.length(), others);
        }
        others.remove(window);
        return others;
    }

    private static boolean isOfDates(Window.Calendar span) {
        return span.compareTo(Window.Calendar.DAY) >= 0;
    }

    private static void addSeconds(long seconds, List<Window> others) {
        others.add(new Window.Seconds(Math.min(Window.Seconds.MAX_SECONDS, 2 * seconds)));
        if (seconds > 1) {
            others.add(new Window.Seconds(seconds / 2));
        }
    }

    private static void addSliding(Duration length, List<Window> others) {
        Duration twice = length.multipliedBy(2);
        if (twice.toSeconds() <= Window.Seconds.MAX_SECONDS) {
            others.add(new Window.Sliding(twice));
        }
        Duration half = Duration.ofMillis(length.toMillis() / 2);
        if (!half.isZero()) {
            others.add(new Window.Sliding(half));
        }
        if (length.toMillisPart() == 0) {
            others.add(new Window.Seconds(length.toSeconds()));
        }
    }
}
