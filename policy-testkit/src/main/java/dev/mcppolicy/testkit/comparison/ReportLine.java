package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.model.condition.RulePlace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One line of a comparison's report for a person. What is alike for several tools is one line that names the first of them.
 *
 * @param change which way it goes
 * @param words what is otherwise; it holds texts of the policies and values of calls, and is untrusted where they are
 */
public record ReportLine(PolicyDifference.Change change, String words) {
    private static final int NAMED = 3;

    /** A line for each difference. */
    static List<ReportLine> each(List<PolicyDifference> differences) {
        return differences.stream()
                .map(each -> new ReportLine(each.change(), each.words()))
                .toList();
    }

    /** A line for each change. */
    static List<ReportLine> eachOf(List<StatedChange> changes) {
        return changes.stream()
                .map(each -> new ReportLine(each.change(), each.words()))
                .toList();
    }

    static List<ReportLine> grouped(List<PolicyDifference> differences) {
        return grouped(
                differences,
                PolicyDifference::change,
                difference -> difference.witness().call().tool(),
                PolicyDifference::words,
                PolicyDifference::wordsFor);
    }

    static List<ReportLine> groupedOf(List<StatedChange> changes) {
        return grouped(
                changes,
                StatedChange::change,
                change -> change.place() instanceof RulePlace.Tool tool ? tool.name() : null,
                StatedChange::words,
                StatedChange::wordsFor);
    }

    private record Like(PolicyDifference.Change change, String words) {}

    private static <T> List<ReportLine> grouped(
            List<T> all,
            Function<T, PolicyDifference.Change> change,
            Function<T, @Nullable String> tool,
            Function<T, String> words,
            BiFunction<T, String, String> wordsOf) {
        Map<Like, List<T>> groups = new LinkedHashMap<>();
        for (T each : all) {
            String said = tool.apply(each) == null ? words.apply(each) : "\n" + wordsOf.apply(each, "");
            groups.computeIfAbsent(new Like(change.apply(each), said), same -> new ArrayList<>())
                    .add(each);
        }
        List<ReportLine> lines = new ArrayList<>();
        groups.forEach((like, group) -> {
            T first = group.get(0);
            lines.add(new ReportLine(
                    like.change(),
                    group.size() == 1
                            ? words.apply(first)
                            : wordsOf.apply(
                                    first, named(group.stream().map(tool).toList()))));
        });
        lines.sort(Comparator.comparing(ReportLine::change));
        return lines;
    }

    private static String named(List<@Nullable String> tools) {
        int more = tools.size() - NAMED;
        return tools.size() + " tools (" + String.join(", ", tools.subList(0, Math.min(NAMED, tools.size())))
                + (more > 0 ? " and " + more + " more)" : ")");
    }
}
