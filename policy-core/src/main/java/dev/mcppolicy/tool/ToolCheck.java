package dev.mcppolicy.tool;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.tool.ToolFinding.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    private ToolCheck() {}

    /**
     * What a policy and a server's tools have to say of each other: names in the policy that no tool bears; what in a rule
     * the input schemas of its tools do not know or make impossible, and what leaving out an argument makes of it; what
     * patterns match; names that two tools bear; and tools that the policy does not name and its default allows. What a
     * schema leaves open is taken for possible, and nothing is said of it. Nothing is said either of what a rule asks by a
     * JSON Schema of its own or by code.
     *
     * <p>The work is bounded: past the bound a finding says that the check ends there.
     *
     * @param policy the policy
     * @param tools what the server offers
     * @return the findings, those about the policy in the order of {@code tools}, of {@code groups} and of {@code hide}, then
     *     those about its rules in document order, about its patterns, and about tools in the order given; an unmodifiable list
     */
    public static List<ToolFinding> findings(Policy policy, ServerTools tools) {
        Set<String> names = tools.names();
        List<ToolFinding> findings = new ArrayList<>();
        List<ToolFinding> reach = new ArrayList<>();
        Suggestions suggestions = new Suggestions();
        addNames(policy, names, findings, reach, suggestions);
        CheckWork work = new CheckWork();
        Set<String> repeated = new LinkedHashSet<>();
        Map<String, ArgumentSchema> schemas = new LinkedHashMap<>();
        for (ToolDefinition tool : tools.definitions()) {
            ArgumentSchema schema = new ArgumentSchema(tool.members().get("inputSchema"), work);
            if (schemas.put(tool.name(), schema) != null) {
                // Nobody knows which of them a call means, so nothing is known of its arguments.
                schemas.put(tool.name(), new ArgumentSchema(null, work));
                repeated.add(tool.name());
            }
        }
        new RuleCheck(policy, schemas, work).addTo(findings, suggestions);
        findings.addAll(reach);
        repeated.forEach(name -> findings.add(new ToolFinding(
                Kind.REPEATED_TOOL,
                name,
                null,
                "two tools are called " + ToolNames.shown(name),
                "have the server give each a name of its own")));
        if (policy.defaultAction() == DefaultAction.ALLOW) {
            names.stream()
                    .filter(name -> !policy.names(name) && !policy.hides(name))
                    .forEach(name -> findings.add(new ToolFinding(
                            Kind.UNLISTED_TOOL,
                            name,
                            null,
                            "the policy does not name " + ToolNames.shown(name) + ", and its default allows it",
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
                ToolNames.shown(tool.name()) + " is not guarded by the policy",
                "wrap it before the server gets it");
    }

    private static void addNames(
            Policy policy,
            Set<String> names,
            List<ToolFinding> unknown,
            List<ToolFinding> reach,
            Suggestions suggestions) {
        places(policy).forEach((place, name) -> {
            if (NamePattern.isAll(name) || names.contains(name)) {
                return;
            }
            if (!NamePattern.isPattern(name)) {
                unknown.add(new ToolFinding(
                        Kind.UNKNOWN_TOOL,
                        name,
                        place.value(),
                        "no tool is called " + ToolNames.shown(name),
                        suggestions
                                .nearest(name, names)
                                .map(NearestName::didYouMean)
                                .orElse(null)));
                return;
            }
            NamePattern pattern = NamePattern.of(name);
            List<String> matched = names.stream().filter(pattern::matches).toList();
            if (matched.isEmpty()) {
                unknown.add(new ToolFinding(
                        Kind.UNKNOWN_TOOL, name, place.value(), "no tool matches " + ToolNames.shown(name), null));
            } else {
                reach.add(new ToolFinding(
                        Kind.PATTERN_REACH,
                        name,
                        place.value(),
                        ToolNames.shown(name) + " matches " + matched.size()
                                + (matched.size() == 1 ? " tool: " : " tools: ") + ToolNames.listed(matched),
                        null));
            }
        });
    }

    /** The names and patterns of tools in a policy, with where they stand. */
    private static Map<RuleId, String> places(Policy policy) {
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
        return places;
    }
}
