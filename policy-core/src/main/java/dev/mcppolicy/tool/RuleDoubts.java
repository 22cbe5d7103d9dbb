package dev.mcppolicy.tool;

import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.tool.Doubt.Extent;
import dev.mcppolicy.tool.ToolFinding.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is found in one rule, gathered over the tools that it concerns and said once. */
final class RuleDoubts {
    /** So many tools of a rule are asked for the name that was meant. */
    private static final int MOST_ASKED = 5;

    private record Subject(Kind kind, String text) {}

    private record Told(Doubt doubt, List<String> tools) {}

    private record Unknown(List<String> tools, List<List<String>> siblings) {}

    private final PlacedRule placed;
    private final int tools;
    private final Map<Subject, Told> doubts = new LinkedHashMap<>();
    private final Map<String, Unknown> unknown = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Set<String> toolsWithout = new LinkedHashSet<>();

    /**
     * Nothing so far.
     *
     * @param tools how many tools the rule concerns
     */
    RuleDoubts(PlacedRule placed, int tools) {
        this.placed = placed;
        this.tools = tools;
    }

    void add(String tool, Doubt doubt) {
        List<String> those = doubts.computeIfAbsent(
                        new Subject(doubt.kind(), doubt.subject()), first -> new Told(doubt, new ArrayList<>()))
                .tools();
        if (those.isEmpty() || !those.get(those.size() - 1).equals(tool)) {
            those.add(tool);
        }
    }

    /** Notes an argument that a tool does not know; the path ends with the name that is not known. */
    void addUnknown(String tool, String path, String name, List<String> siblings) {
        Unknown those = unknown.computeIfAbsent(path, first -> new Unknown(new ArrayList<>(), new ArrayList<>()));
        names.putIfAbsent(path, name);
        if (those.tools().isEmpty() || !those.tools().get(those.tools().size() - 1).equals(tool)) {
            those.tools().add(tool);
            toolsWithout.add(tool);
            if (those.siblings().size() < MOST_ASKED) {
                those.siblings().add(siblings);
            }
        }
    }

    /** Adds what is to be told. */
    void addTo(List<ToolFinding> findings, Suggestions suggestions) {
        unknown.forEach((path, those) -> {
            ToolFinding finding = finding(path, those, suggestions);
            if (finding != null) {
                findings.add(finding);
            }
        });
        for (Told told : doubts.values()) {
            boolean isTold = told.doubt().extent() == Extent.ONE_TOOL
                    || told.tools().size() >= tools - toolsWithout.size();
            if (isTold) {
                Doubt doubt = told.doubt();
                findings.add(new ToolFinding(
                        doubt.kind(), told.tools().get(0), pointer(), message(doubt, told.tools()), doubt.help()));
            }
        }
    }

    private @Nullable ToolFinding finding(String path, Unknown those, Suggestions suggestions) {
        boolean isOfAll = those.tools().size() == tools;
        if (!isOfAll && !(placed.place() instanceof RulePlace.Group)) {
            return null;
        }
        String shown = ComparisonCheck.shown(path);
        String message = !isOfAll || placed.place() instanceof RulePlace.Tool
                ? ToolNames.listed(those.tools()) + (those.tools().size() == 1 ? " has" : " have")
                : placed.place() instanceof RulePlace.Group ? "no tool of the group has" : "no tool has";
        return new ToolFinding(
                isOfAll ? Kind.UNKNOWN_ARGUMENT : Kind.UNSHARED_ARGUMENT,
                those.tools().get(0),
                pointer(),
                message + (message.startsWith("no ") ? " an" : " no") + " argument `" + shown + "`",
                help(names.getOrDefault(path, path), those, suggestions));
    }

    private static @Nullable String help(String name, Unknown those, Suggestions suggestions) {
        for (List<String> siblings : those.siblings()) {
            Optional<String> nearest = suggestions.nearest(name, siblings);
            if (nearest.isPresent()) {
                return NearestName.didYouMean(nearest.get());
            }
        }
        List<String> first = those.siblings().get(0);
        return first.isEmpty() ? "it takes none" : "there are " + ToolNames.listed(first);
    }

    private String pointer() {
        return placed.rule().id().value();
    }

    private static String message(Doubt doubt, List<String> tools) {
        String names = ToolNames.listed(tools);
        return switch (doubt.kind()) {
            case OPTIONAL_REQUIRED, UNSAFE_DEFAULT, AVOIDABLE ->
                "`" + doubt.subject() + "` is optional in " + names + ", and " + doubt.reason();
            case KEY_OF_OTHER_MEMBERS -> doubt.reason() + " " + names + " opens a counter of its own";
            default -> "`" + doubt.subject() + "` does not fit " + names + ": " + doubt.reason();
        };
    }
}
