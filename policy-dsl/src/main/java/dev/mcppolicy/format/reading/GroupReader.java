package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.document.ScalarNode;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads groups of tools, as far as both formats agree: their names, their tools, and whether they list them. */
final class GroupReader {
    /** What a group says beside its rules. */
    static final List<String> KEYS = List.of("tools", "allow", ModeReader.KEY);

    private final @Nullable ObjectNode listed;
    /** Where the rules for every tool stand in this format. */
    private final String everyToolHelp;

    private final Problems problems;
    /** The names of tools so far, each by what those that look like it have in common. */
    private final Map<String, String> folded;

    /**
     * A reader of one document's groups.
     *
     * @param listed what stands under {@code tools}, or null
     */
    GroupReader(@Nullable ObjectNode listed, String everyToolHelp, Problems problems) {
        this.listed = listed;
        this.everyToolHelp = everyToolHelp;
        this.problems = problems;
        this.folded = ToolNames.folded(listed);
    }

    /** Reads the rules of a group, as they stand in its format. */
    interface Rules {
        List<Rule> read(ObjectFields fields, @Nullable RulePlace place);
    }

    /**
     * The groups that can be read; what cannot is reported.
     *
     * @param keys what a group may say in the format
     */
    Map<String, ToolGroup> read(@Nullable ObjectNode node, List<String> keys, Rules rules) {
        if (node == null) {
            return Map.of();
        }
        Map<String, ToolGroup> groups = new LinkedHashMap<>();
        for (ObjectNode.Member member : node.members()) {
            checkName(member, node);
            ObjectNode object = ObjectFields.object(member.value(), problems);
            if (object != null) {
                problems.reading(object, () -> {
                    ToolGroup group = group(member.name(), object, keys, rules);
                    if (group != null && !problems.hasErrors()) {
                        groups.put(member.name(), group);
                    }
                });
            }
        }
        return groups;
    }

    private void checkName(ObjectNode.Member member, ObjectNode groups) {
        String name = member.name();
        String help = null;
        if (name.isEmpty()) {
            problems.reportName(Diagnostic.EMPTY_NAME, groups, member, null, "a group's name");
            return;
        }
        if (VisibleText.isBlank(name)) {
            help = "write one that can be seen";
        } else if (name.equals(RulePlace.EVERY_TOOL_NAME)) {
            help = "it stands for the rules for every tool where a condition reads a counter";
        } else if (name.chars().anyMatch(c -> "*.[]".indexOf(c) >= 0)) {
            help = "leave out stars, dots and brackets; a pattern stands among the `tools` of the group";
        } else if (listed != null && listed.find(name) != null) {
            help = "a tool is called so";
        }
        if (help != null) {
            problems.reportName(Diagnostic.GROUP_NAME, groups, member, help, Quoted.of(name));
        }
    }

    private @Nullable ToolGroup group(String name, ObjectNode object, List<String> keys, Rules rules) {
        ObjectFields fields = ObjectFields.of(object, keys, problems);
        boolean listing = listing(fields);
        List<String> tools = tools(name, fields, listing);
        RulePlace place = name.isEmpty() ? null : RulePlace.group(name);
        List<Rule> read = rules.read(fields, place);
        return tools.isEmpty() || problems.hasErrors() ? null : new ToolGroup(tools, listing, read);
    }

    private boolean listing(ObjectFields fields) {
        Node node = fields.get("allow");
        if (node == null) {
            return false;
        }
        if (!(node instanceof ScalarNode scalar) || !(scalar.json() instanceof Boolean listing)) {
            ObjectFields.mismatch(node, "`true` or `false`", problems);
            return false;
        }
        if (listing && ModeReader.isShadow(fields.object())) {
            problems.report(
                    Diagnostic.CHANGES_NOTHING, node, "leave one of them out", "a group in shadow mode lists nothing");
            return false;
        }
        return listing;
    }

    private List<String> tools(String group, ObjectFields fields, boolean listing) {
        Set<String> tools = new LinkedHashSet<>();
        if (fields.require("tools", "name the tools of the group") == null) {
            return List.of();
        }
        ListNode list = fields.list("tools");
        if (list != null && list.elements().isEmpty() && !list.isTorn()) {
            problems.report(Diagnostic.EMPTY_GROUP, list, "name its tools, or leave the group out", Quoted.of(group));
        }
        List<Node> named = new ArrayList<>();
        for (Node element : list == null ? List.<Node>of() : list.elements()) {
            String tool = ObjectFields.text(element, problems);
            if (tool == null || !ToolNames.checkGrouped(tool, element, everyToolHelp, problems)) {
                continue;
            }
            if (!tools.add(tool)) {
                problems.report(Diagnostic.GROUPED_TWICE, element, "leave it out", Quoted.of(tool));
            } else if (!NamePattern.isPattern(tool)) {
                named.add(element);
            } else if (listing) {
                problems.report(
                        Diagnostic.LISTS_BY_PATTERN,
                        element,
                        "name the tools, or hide those that are not meant",
                        Quoted.of(tool));
            }
        }
        named.removeIf(element -> listed != null && listed.find(String.valueOf(element.json())) != null);
        ToolNames.compareGrouped(named, folded, problems);
        return List.copyOf(tools);
    }
}
