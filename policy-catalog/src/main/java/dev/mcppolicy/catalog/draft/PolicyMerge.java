package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.data.BlockMembers;
import dev.mcppolicy.format.writing.YamlLayout;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.tool.ServerTools;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts the tools that a policy does not name into its text, by insertions alone. The result is read back, and has to be
 * the policy as it was with the new tools, each denied.
 */
final class PolicyMerge {
    private static final String TOOLS = "tools";
    private static final String MESSAGE = "Not reviewed yet.";
    private static final String INDENT = "  ";

    private final OfferedTools tools;
    private final DraftProfile profile;
    private final CheckedPolicy old;
    private final Policy policy;
    private final LocalDate date;

    PolicyMerge(OfferedTools tools, DraftProfile profile, CheckedPolicy old, LocalDate date) {
        this.tools = tools;
        this.profile = profile;
        this.old = old;
        this.policy = old.orThrow();
        this.date = date;
    }

    MergedPolicy merge() {
        List<OfferedTool> added =
                tools.tools().stream().filter(tool -> !isNamed(tool.name())).toList();
        CheckedPolicy merged = added.isEmpty() ? old : checked(added);
        ServerTools named = ServerTools.of(
                tools.tools().stream().map(OfferedTool::definition).toList());
        CheckedPolicy fitted = merged.against(named);
        return new MergedPolicy(
                fitted.policy() == null ? merged : fitted,
                added.stream().map(OfferedTool::name).toList(),
                gone(),
                tools.leftOut());
    }

    /** Whether the policy says what becomes of a tool, by its name or by a pattern that hides or lists. */
    private boolean isNamed(String tool) {
        return policy.tools().containsKey(tool)
                || policy.hides(tool)
                || policy.groups().values().stream()
                        .anyMatch(group -> group.tools().contains(tool) || (group.isListing() && group.has(tool)));
    }

    private List<String> gone() {
        Set<String> named = new LinkedHashSet<>(policy.tools().keySet());
        policy.groups().values().stream().map(ToolGroup::tools).forEach(named::addAll);
        named.addAll(policy.hidden());
        return named.stream()
                .filter(name -> !NamePattern.isPattern(name) && !tools.names().contains(name))
                .toList();
    }

    private CheckedPolicy checked(List<OfferedTool> added) {
        String text = old.document().text();
        Optional<BlockMembers> members = BlockMembers.of(text, TOOLS);
        if (members.isEmpty()) {
            throw unmergeable(
                    "the tools do not stand below each other under `tools` in YAML, so nothing can be put between them"
                            + " without touching what is there",
                    added);
        }
        CheckedPolicy read = PolicyReader.check(
                inserted(text, members.get(), added), old.document().name());
        if (read.policy() == null || !read.policy().judgesAs(meant(added))) {
            throw unmergeable("the policy would not be what it is and the new tools", added);
        }
        return read;
    }

    /** The policy as it is, with the new tools. */
    private Policy meant(List<OfferedTool> added) {
        // The rules are those of a document with these tools alone, in which nothing but their names is a server's.
        Map<String, List<Rule>> rules = new HashMap<>();
        Policy alone = PolicyReader.check(
                        "version: \"1\"\ndefault: deny\ntools:\n" + piece(added, INDENT, "\n"), "new", policy.format())
                .orThrow();
        alone.tools().forEach((name, tool) -> rules.put(name, tool.rules()));
        Policy meant = policy;
        for (OfferedTool tool : added) {
            List<Rule> its = rules.getOrDefault(tool.name(), List.of());
            if (its.size() != 1 || !its.get(0).id().value().startsWith("/tools/")) {
                throw unmergeable("a new tool cannot be written as it is meant", added);
            }
            meant = meant.withRules(RulePlace.tool(tool.name()), its);
        }
        return meant;
    }

    private UnmergeableException unmergeable(String reason, List<OfferedTool> added) {
        return new UnmergeableException(reason, piece(added, INDENT, "\n"));
    }

    private String inserted(String text, BlockMembers members, List<OfferedTool> added) {
        String lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        Map<Integer, List<OfferedTool>> places = new TreeMap<>();
        for (OfferedTool tool : added) {
            places.computeIfAbsent(place(members, tool), none -> new ArrayList<>())
                    .add(tool);
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (Map.Entry<Integer, List<OfferedTool>> each : places.entrySet()) {
            int at = each.getKey();
            out.append(text, from, at);
            if (at > 0 && text.charAt(at - 1) != '\n') {
                out.append(lineEnd);
            }
            out.append(piece(each.getValue(), " ".repeat(members.indentation()), lineEnd));
            from = at;
        }
        return out.append(text, from, text.length()).toString();
    }

    /** After the last tool that is at least as dangerous, as far as the server offers those that are there. */
    private int place(BlockMembers members, OfferedTool tool) {
        Map<String, OfferedTool> offered = new HashMap<>();
        tools.tools().forEach(each -> offered.put(each.name(), each));
        String last = null;
        for (String name : members.starts().keySet()) {
            OfferedTool there = offered.get(name);
            if (there != null && there.order() <= tool.order()) {
                last = name;
            }
        }
        return last == null ? members.first() : members.after(last);
    }

    private String piece(List<OfferedTool> added, String indentation, String lineEnd) {
        StringBuilder out = new StringBuilder();
        for (OfferedTool tool : added) {
            out.append(indentation)
                    .append(YamlLayout.line(tool.name()))
                    .append(": # new since ")
                    .append(date)
                    .append('\n');
            String inner = indentation + INDENT;
            ToolWords.of(tool)
                    .forEach(line -> out.append(inner).append("# ").append(line).append('\n'));
            out.append(inner)
                    .append("# by the profile: ")
                    .append(proposal(tool))
                    .append('\n');
            if (policy.format() == PolicyFormat.POLICYLAYER) {
                out.append(inner).append("action: deny\n");
                out.append(inner).append("reason: ").append(MESSAGE).append('\n');
            } else {
                out.append(inner).append("rules:\n");
                out.append(inner).append("  - action: deny\n");
                out.append(inner).append("    on_deny: ").append(MESSAGE).append('\n');
            }
        }
        return out.toString().replace("\n", lineEnd);
    }

    private String proposal(OfferedTool tool) {
        if (profile.hides(tool.toolClass())) {
            return "hidden";
        }
        List<Rule> rules = profile.rules(tool.toolClass(), tool.name(), 0);
        return rules.isEmpty()
                ? "listed without a rule"
                : ToolWords.line(String.join(
                        "; ", rules.stream().map(ProposedRule::words).toList()));
    }
}
