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
        Map<?, ?> top = object(document.value(), "", Set.of("classes"));
        Map<?, ?> classes = top == null ? null : object(top.get("classes"), "/classes", null);
        if (classes != null) {
            classes.forEach((tool, said) -> {
                String pointer =
                        "/classes/" + tool.toString().replace("~", "~0").replace("/", "~1");
                Correction correction = correction(said, pointer);
                if (correction != null) {
                    read.put(tool.toString(), correction);
                }
            });
        }
        return read;
    }

    private @Nullable Correction correction(@Nullable Object said, String pointer) {
        if (said instanceof String word) {
            ToolClass toolClass = word(word, CLASSES, "class", pointer);
            return toolClass == null ? null : new Correction(toolClass, null, place(pointer));
        }
        Map<?, ?> object = object(said, pointer, Set.of("class", "flags"));
        if (object == null) {
            return null;
        }
        ToolClass toolClass = word(object.get("class"), CLASSES, "class", pointer + "/class");
        Set<RiskFlag> flags = object.containsKey("flags") ? flags(object.get("flags"), pointer + "/flags") : null;
        return toolClass == null ? null : new Correction(toolClass, flags, place(pointer));
    }

    private @Nullable Set<RiskFlag> flags(@Nullable Object value, String pointer) {
        if (!(value instanceof List<?> list)) {
            report(pointer, "expected a list of flags");
            return null;
        }
        Set<RiskFlag> flags = EnumSet.noneOf(RiskFlag.class);
        for (int i = 0; i < list.size(); i++) {
            RiskFlag flag = word(list.get(i), FLAGS, "flag", pointer + "/" + i);
            if (flag != null && !flags.add(flag)) {
                report(pointer + "/" + i, "`" + flag.id() + "` stands there twice");
            }
        }
        return flags;
    }

    private <T> @Nullable T word(@Nullable Object value, Map<String, T> words, String kind, String pointer) {
        T known = value instanceof String word ? words.get(word) : null;
        if (known == null) {
            String choices = String.join("`, `", words.keySet());
            report(
                    pointer,
                    value instanceof String word
                            ? "unknown " + kind + " `" + word + "`" + NearestName.help(word, words.keySet())
                            : "expected a " + kind + ": `" + choices + "`");
        }
        return known;
    }

    private @Nullable Map<?, ?> object(@Nullable Object value, String pointer, @Nullable Set<String> keys) {
        if (!(value instanceof Map<?, ?> object)) {
            report(pointer, "expected an object");
            return null;
        }
        if (keys != null) {
            for (Object key : object.keySet()) {
                if (!keys.contains(key.toString())) {
                    report(pointer + "/" + key, "unknown key `" + key + "`" + NearestName.help(key.toString(), keys));
                }
            }
        }
        return object;
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
