package dev.mcppolicy.catalog.risk;

import dev.mcppolicy.catalog.risk.ClassCorrections.Correction;
import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a document of corrections. What is not as it should be becomes a problem with its place. */
final class ClassCorrectionsReader {
    private static final Map<String, ToolClass> CLASSES = Arrays.stream(ToolClass.values())
            .filter(each -> each != ToolClass.UNKNOWN)
            .collect(Collectors.toMap(ToolClass::id, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    private static final Map<String, RiskFlag> FLAGS = Arrays.stream(RiskFlag.values())
            .collect(Collectors.toMap(RiskFlag::id, Function.identity(), (a, b) -> a, LinkedHashMap::new));

    private static final String A_CLASS = "expected a class: `" + String.join("`, `", CLASSES.keySet()) + "`";
    private static final String A_FLAG = "expected a flag: `" + String.join("`, `", FLAGS.keySet()) + "`";

    private final DataDocument document;
    private final List<String> problems = new ArrayList<>();

    ClassCorrectionsReader(DataDocument document) {
        this.document = document;
    }

    /**
     * The corrections by the names of their tools.
     *
     * @throws InvalidClassesException if something is wrong
     */
    Map<String, Correction> read() {
        document.problems().stream().map(PolicyProblem::toString).forEach(problems::add);
        Map<String, Correction> read = problems.isEmpty() ? corrections() : Map.of();
        if (!problems.isEmpty()) {
            throw new InvalidClassesException(problems);
        }
        return read;
    }

    static String unknown(String tool, String place, Collection<String> tools) {
        return place + ": no tool is called `" + VisibleText.of(tool) + "`" + NearestName.help(tool, tools);
    }

    private Map<String, Correction> corrections() {
        Map<String, Correction> read = new LinkedHashMap<>();
        Map<?, ?> top = object(document.value(), "", "classes", Set.of("classes"));
        if (top == null) {
            return read;
        }
        if (!(top.get("classes") instanceof Map<?, ?> classes)) {
            report("/classes", "expected an object");
            return read;
        }
        classes.forEach((tool, said) -> {
            Correction correction = correction(said, at("/classes", tool));
            if (correction != null) {
                read.put(tool.toString(), correction);
            }
        });
        return read;
    }

    private @Nullable Correction correction(@Nullable Object said, String pointer) {
        if (!(said instanceof Map<?, ?>)) {
            ToolClass toolClass = word(said, CLASSES, pointer, A_CLASS + ", or an object with `class` and `flags`");
            return toolClass == null ? null : new Correction(toolClass, null, place(pointer));
        }
        Map<?, ?> object = object(said, pointer, "class", Set.of("class", "flags"));
        if (object == null) {
            return null;
        }
        ToolClass toolClass = word(object.get("class"), CLASSES, at(pointer, "class"), A_CLASS);
        Set<RiskFlag> flags = object.containsKey("flags") ? flags(object.get("flags"), at(pointer, "flags")) : null;
        return toolClass == null ? null : new Correction(toolClass, flags, place(pointer));
    }

    private @Nullable Set<RiskFlag> flags(@Nullable Object value, String pointer) {
        if (!(value instanceof List<?> list)) {
            report(pointer, "expected a list of flags");
            return null;
        }
        Set<RiskFlag> flags = EnumSet.noneOf(RiskFlag.class);
        for (int i = 0; i < list.size(); i++) {
            RiskFlag flag = word(list.get(i), FLAGS, at(pointer, i), A_FLAG);
            if (flag != null && !flags.add(flag)) {
                report(at(pointer, i), "`" + flag.id() + "` stands there twice");
            }
        }
        return flags;
    }

    private <T> @Nullable T word(@Nullable Object value, Map<String, T> words, String pointer, String expected) {
        T known = value instanceof String word ? words.get(word) : null;
        if (known == null) {
            boolean isClass = words.equals(CLASSES);
            report(
                    pointer,
                    value instanceof String word
                            ? "unknown " + (isClass ? "class" : "flag") + " `" + word + "`"
                                    + NearestName.help(word, words.keySet())
                            : expected);
        }
        return known;
    }

    private @Nullable Map<?, ?> object(@Nullable Object value, String pointer, String key, Set<String> known) {
        if (!(value instanceof Map<?, ?> object)) {
            report(pointer, "expected an object");
            return null;
        }
        for (Object each : object.keySet()) {
            if (!known.contains(each.toString())) {
                report(at(pointer, each), "unknown key `" + each + "`" + NearestName.help(each.toString(), known));
            }
        }
        if (!object.containsKey(key)) {
            report(pointer, "`" + key + "` is missing");
            return null;
        }
        return object;
    }

    private static String at(String pointer, Object member) {
        return pointer + "/" + member.toString().replace("~", "~0").replace("/", "~1");
    }

    private void report(String pointer, String message) {
        problems.add(place(pointer) + ": " + VisibleText.of(message));
    }

    private String place(String pointer) {
        Optional<Location> location = document.location(pointer);
        String file = VisibleText.of(document.document().name());
        String at =
                location.map(each -> ":" + each.line() + ":" + each.column()).orElse("");
        return file + at + (pointer.isEmpty() ? "" : ": " + VisibleText.of(pointer));
    }
}
