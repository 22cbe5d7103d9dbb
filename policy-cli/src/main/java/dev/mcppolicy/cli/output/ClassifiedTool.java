package dev.mcppolicy.cli.output;

import dev.mcppolicy.catalog.risk.RiskFlag;
import dev.mcppolicy.catalog.risk.ToolClass;
import dev.mcppolicy.catalog.risk.ToolClassifier;
import dev.mcppolicy.catalog.risk.ToolRisk;
import dev.mcppolicy.tool.ServerTools;
import java.util.Comparator;
import java.util.List;

/**
 * A tool and what a call of it can do.
 *
 * @param name the tool's name; untrusted
 */
public record ClassifiedTool(String name, ToolRisk risk) {
    /** From what is looked at first to what is hardly looked at; nobody knows what an unknown tool does. */
    private static final List<ToolClass> ORDER = List.of(
            ToolClass.FINANCIAL,
            ToolClass.DESTRUCTIVE,
            ToolClass.UNKNOWN,
            ToolClass.EXECUTE,
            ToolClass.WRITE,
            ToolClass.READ);

    /** All tools of a server; tools of one class by their names. */
    public static List<ClassifiedTool> mostDangerousFirst(ServerTools tools, ToolClassifier classifier) {
        return tools.definitions().stream()
                .map(tool -> new ClassifiedTool(tool.name(), classifier.classify(tool)))
                .sorted(Comparator.<ClassifiedTool>comparingInt(
                                tool -> ORDER.indexOf(tool.risk().toolClass()))
                        .thenComparing(ClassifiedTool::name))
                .toList();
    }

    List<String> flags() {
        return risk.flags().stream().map(RiskFlag::id).toList();
    }
}
