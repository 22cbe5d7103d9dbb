package dev.mcppolicy.testkit.file;

import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Collects what is wrong with one test file. */
final class TestFileProblems {
    private static final Location START = new Location(1, 1);

    private final String file;
    private final Function<String, Optional<Location>> places;
    private final List<Problem> found = new ArrayList<>();

    private record Problem(Location location, String text) {}

    /**
     * No problems yet.
     *
     * @param places where the value at a JSON Pointer stands
     */
    TestFileProblems(String file, Function<String, Optional<Location>> places) {
        this.file = file;
        this.places = places;
    }

    void report(String pointer, String message) {
        Location location = places.apply(pointer).orElse(START);
        String text = place(pointer) + ": " + (pointer.isEmpty() ? "" : pointer + ": ") + message;
        found.add(new Problem(location, VisibleText.of(text)));
    }

    /** The file, with line and column where they are known. */
    String place(String pointer) {
        return places.apply(pointer)
                .map(location -> file + ":" + location.line() + ":" + location.column())
                .orElse(file);
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidTestFileException(found.stream()
                    .sorted(Comparator.<Problem>comparingInt(
                                    problem -> problem.location().line())
                            .thenComparingInt(problem -> problem.location().column()))
                    .map(Problem::text)
                    .toList());
        }
    }
}
