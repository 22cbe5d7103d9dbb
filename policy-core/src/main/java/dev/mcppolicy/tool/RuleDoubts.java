package dev.mcppolicy.tool;

import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.tool.Doubt.Extent;
import dev.mcppolicy.tool.ToolFinding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** A tool that does not know a path, the path up to the name that it does not know, and the names that it does. */
    private record Without(String tool, ArgumentPath upTo, List<String> siblings) {
        String name() {
            return ((ArgumentPath.Member) upTo.steps().get(upTo.steps().size() - 1)).name();
        }
    }

    private final PlacedRule placed;
    private final int tools;
    private final Set<String> callable;
    private final Map<Subject, Told> doubts = new LinkedHashMap<>();
    private final Map<ArgumentPath, List<Without>> unknown = new LinkedHashMap<>();
    private final Set<String> toolsWithout = new LinkedHashSet<>();

    /**
     * Nothing so far.
     *
     * @param tools how many tools the rule is for
     * @param callable those of them that can be called
     */
    RuleDoubts(PlacedRule placed, int tools, Set<String> callable) {
        this.placed = placed;
        this.tools = tools;
        this.callable = callable;
    }

    void add(String tool, Doubt doubt) {
        List<String> those = doubts.computeIfAbsent(
                        new Subject(doubt.kind(), doubt.subject()), first -> new Told(doubt, new ArrayList<>()))
                .tools();
        if (those.isEmpty() || !those.get(those.size() - 1).equals(tool)) {
            those.add(tool);
        }
    }

    /** Notes a path of which a tool does not know the name at a step. */
    void addUnknown(String tool, ArgumentPath path, int step, List<String> siblings) {
        ArgumentPath upTo = new ArgumentPath(path.steps().subList(0, step + 1));
        unknown.computeIfAbsent(path, first -> new ArrayList<>()).add(new Without(tool, upTo, siblings));
        if (callable.contains(tool)) {
            toolsWithout.add(tool);
        }
    }

    /** Adds what is to be told. */
    void addTo(List<ToolFinding> findings, Suggestions suggestions) {
        Set<String> said = new LinkedHashSet<>();
        unknown.forEach((path, those) -> {
            ToolFinding finding = finding(path, those, suggestions);
            if (finding != null && said.add(finding.message())) {
                findings.add(finding);
            }
        });
        for (Told told : doubts.values()) {
            boolean isTold = told.doubt().extent() == Extent.ONE_TOOL
                    || told.tools().size() >= callable.size() - toolsWithout.size();
            if (isTold) {
                Doubt doubt = told.doubt();
                findings.add(new ToolFinding(
                        doubt.kind(), told.tools().get(0), pointer(), message(doubt, told.tools()), doubt.help()));
            }
        }
    }

    private @Nullable ToolFinding finding(ArgumentPath path, List<Without> without, Suggestions suggestions) {
        boolean isOfAll = without.size() == tools;
        List<Without> those = isOfAll
                ? without
                : without.stream()
                        .filter(each -> callable.contains(each.tool()))
                        .toList();
        if (those.isEmpty() || (!isOfAll && !(placed.place() instanceof RulePlace.Group))) {
            return null;
        }
        // Who knows the most of the path is who it was written for.
        List<Without> nearest = those.stream()
                .sorted(Comparator.comparingInt(each -> -each.upTo().steps().size()))
                .limit(MOST_ASKED)
                .toList();
        Without first = nearest.get(0);
        ArgumentPath shown = isOfAll ? first.upTo() : path;
        return new ToolFinding(
                isOfAll ? Kind.UNKNOWN_ARGUMENT : Kind.UNSHARED_ARGUMENT,
                first.tool(),
                pointer(),
                who(those, isOfAll) + " argument `" + ComparisonCheck.shown(shown.toString()) + "`",
                help(nearest, suggestions));
    }

    private String who(List<Without> those, boolean isOfAll) {
        if (!isOfAll || placed.place() instanceof RulePlace.Tool) {
            return ToolNames.listed(those.stream().map(Without::tool).toList())
                    + (those.size() == 1 ? " has no" : " have no");
        }
        return placed.place() instanceof RulePlace.Group ? "no tool of the group has an" : "no tool has an";
    }

    private static String help(List<Without> nearest, Suggestions suggestions) {
        for (Without each : nearest) {
            Optional<String> meant = suggestions.nearest(each.name(), each.siblings());
            if (meant.isPresent()) {
                return NearestName.didYouMean(meant.get());
            }
        }
        List<String> siblings = nearest.get(0).siblings();
        return siblings.isEmpty() ? "it takes none" : "there are " + ToolNames.listed(siblings);
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
