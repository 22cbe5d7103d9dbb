package dev.mcppolicy.tool;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ToolFinding.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds a policy against the tools that it is to guard, before the first call.
 *
 * <p>All methods are pure and safe for use by any thread.
 */
@CheckReturnValue
public final class ToolCheck {
    private static final int LONGEST_NAME = 128;

    /** Enough to learn from, and so few that thousands of wrong names cost nothing. */
    private static final int MOST_SUGGESTIONS = 100;

    private ToolCheck() {}

    /**
     * What a policy and a server's tools have to say of each other: names in the policy that no tool bears, then tools that
     * the policy does not name and its default allows.
     *
     * @param policy the policy
     * @param tools what the server offers
     * @return the findings, those about the policy in the order of {@code tools}, of {@code groups} and of {@code hide}, then those about
     *     tools in the order given; an unmodifiable list
     */
    public static List<ToolFinding> findings(Policy policy, ServerTools tools) {
        Set<String> names = tools.names();
        List<ToolFinding> findings = new ArrayList<>();
        addUnknown(policy, names, findings);
        if (policy.defaultAction() == DefaultAction.ALLOW) {
            names.stream()
                    .filter(name -> !policy.names(name) && !policy.hides(name))
                    .forEach(name -> findings.add(new ToolFinding(
                            Kind.UNLISTED_TOOL,
                            name,
                            null,
                            "the policy does not name `" + shown(name) + "`, and its default allows it",
                            "name it under `tools` or `hide`")));
        }
        return List.copyOf(findings);
    }

    /**
     * The finding that no policy sees the calls of a tool.
     *
     * @param tool the tool
     * @return the finding
     */
    public static ToolFinding unguarded(ToolDefinition tool) {
        return new ToolFinding(
                Kind.UNGUARDED_TOOL,
                tool.name(),
                null,
                "`" + shown(tool.name()) + "` is not guarded by the policy",
                "wrap it before the server gets it");
    }

    private static void addUnknown(Policy policy, Set<String> names, List<ToolFinding> findings) {
        Map<RuleId, String> places = new LinkedHashMap<>();
        policy.tools().keySet().forEach(name -> places.put(RuleId.pointer("tools", name), name));
        policy.groups().forEach((group, its) -> {
            int index = 0;
            for (String name : its.tools()) {
                places.put(RuleId.pointer("groups", group, "tools", index++), name);
            }
        });
        int index = 0;
        for (String name : policy.hidden()) {
            places.put(RuleId.pointer("hide", index++), name);
        }
        places.values()
                .removeIf(name -> NamePattern.isPattern(name)
                        ? NamePattern.isAll(name) || names.stream().anyMatch(NamePattern.of(name)::matches)
                        : names.contains(name));
        int room = MOST_SUGGESTIONS;
        for (Map.Entry<RuleId, String> place : places.entrySet()) {
            String name = place.getValue();
            String help = !NamePattern.isPattern(name) && room-- > 0
                    ? NearestName.to(name, names).map(NearestName::didYouMean).orElse(null)
                    : null;
            findings.add(new ToolFinding(
                    Kind.UNKNOWN_TOOL,
                    name,
                    place.getKey().value(),
                    (NamePattern.isPattern(name) ? "no tool matches `" : "no tool is called `") + shown(name) + "`",
                    help));
        }
    }

    private static String shown(String name) {
        return VisibleText.of(name, LONGEST_NAME);
    }
}
