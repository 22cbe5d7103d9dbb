package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.document.Suggestion;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.text.NearestName;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the names of zones: regions of the tz database, and {@code UTC}. */
final class Zones {
    private static final String HELP = "a zone is a region of the tz database, as `Europe/Berlin` is, or `UTC`";

    /** What is shorter is near to names that it has nothing to do with. */
    private static final int SHORTEST = 3;

    private Zones() {}

    /** The zone of a name, or null if no region bears it, which is reported. */
    static @Nullable ZoneId read(Node node, Problems problems) {
        String name = ObjectFields.word(node, problems);
        if (name == null) {
            return null;
        }
        if (!Window.Zoned.isRegion(name)) {
            problems.report(Diagnostic.UNKNOWN_ZONE, node, help(name, problems), Quoted.of(name));
            return null;
        }
        return ZoneId.of(name);
    }

    private static String help(String name, Problems problems) {
        if (!problems.suggests()) {
            return HELP;
        }
        List<String> known =
                ZoneRulesProvider.getAvailableZoneIds().stream().sorted().toList();
        String place = name.replace(' ', '_').toLowerCase(Locale.ROOT);
        return Stream.<Predicate<String>>of(place::equals, region -> region.endsWith("/" + place))
                .flatMap(test -> known.stream().filter(region -> test.test(region.toLowerCase(Locale.ROOT))))
                .findFirst()
                .map(NearestName::didYouMean)
                .orElseGet(() -> nearest(name, known));
    }

    private static String nearest(String name, List<String> known) {
        String nearest = name.length() < SHORTEST ? null : Suggestion.of(name, known);
        return nearest != null ? nearest : HELP;
    }
}
