package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.testkit.comparison.PolicyDifference.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads two policies part by part. Policies that are not certain to judge alike and say the same have a change always. */
final class StatedChanges {
    private final Policy before;
    private final Policy after;
    private final boolean shadow;
    private final List<StatedChange> changes = new ArrayList<>();

    private StatedChanges(Policy before, Policy after) {
        this.before = before;
        this.after = after;
        this.shadow = before.mode() == Mode.SHADOW && after.mode() == Mode.SHADOW;
    }

    /** The changes, those that loosen the policy first; none only where the policies say the same by the same code. */
    static List<StatedChange> between(Policy before, Policy after) {
        if (before.judgesAs(after)) {
            return List.of();
        }
        StatedChanges changes = new StatedChanges(before, after);
        changes.compareHeads();
        changes.compareTools();
        changes.compareGroups();
        changes.compareRules(RulePlace.everyTool());
        if (changes.changes.isEmpty()) {
            changes.add(null, "revision", before.revision(), after.revision(), Change.EITHER_WAY);
        }
        return changes.changes.stream()
                .sorted(Comparator.comparing(StatedChange::change))
                .toList();
    }

    private void compareHeads() {
        // Counters are kept under the name of the policy, so that those of another begin anew.
        add(null, "name", RuleText.quoted(before.name()), RuleText.quoted(after.name()), Change.EITHER_WAY);
        String was = before.description();
        add(null, "description", RuleText.quoted(was), RuleText.quoted(after.description()), Change.OTHER);
        add(null, "format", before.format().id(), after.format().id(), Change.OTHER);
        if (before.mode() != after.mode()) {
            // Whether anything is enforced at all is the one thing that a policy in shadow mode decides.
            Change change = after.mode() == Mode.SHADOW ? Change.LOOSENED : Change.TIGHTENED;
            changes.add(new StatedChange(change, null, null, null, "mode", word(before.mode()), word(after.mode())));
        }
        add(
                null,
                "default",
                word(before.defaultAction()),
                word(after.defaultAction()),
                after.defaultAction() == DefaultAction.ALLOW ? Change.LOOSENED : Change.TIGHTENED);
        without(before.hidden(), after.hidden())
                .forEach(tool -> add(null, "hide", "`" + tool + "`", null, Change.LOOSENED));
        without(after.hidden(), before.hidden())
                .forEach(tool -> add(null, "hide", null, "`" + tool + "`", Change.TIGHTENED));
    }

    private void compareTools() {
        for (String tool : union(before.tools().keySet(), after.tools().keySet())) {
            RulePlace place = RulePlace.tool(tool);
            boolean was = before.tools().containsKey(tool);
            if (was && after.tools().containsKey(tool)) {
                compareRules(place);
            } else if (was) {
                add(place, "tool", rules(before.rulesAt(place)), null, listed(tool, before, after));
            } else {
                add(place, "tool", null, rules(after.rulesAt(place)), listed(tool, before, after));
            }
        }
    }

    /** What it comes to that one of two policies has an entry for a tool, and the other has none. */
    private static Change listed(String tool, Policy before, Policy after) {
        if (before.lists(tool) != after.lists(tool)) {
            return after.lists(tool) ? Change.LOOSENED : Change.TIGHTENED;
        }
        RulePlace place = RulePlace.tool(tool);
        if (!before.lists(tool)
                || (before.rulesAt(place).isEmpty() && after.rulesAt(place).isEmpty())) {
            return Change.OTHER;
        }
        return before.tools().containsKey(tool) ? Change.LOOSENED : Change.TIGHTENED;
    }

    private void compareGroups() {
        for (String name : union(before.groups().keySet(), after.groups().keySet())) {
            RulePlace place = RulePlace.group(name);
            ToolGroup was = before.groups().get(name);
            ToolGroup is = after.groups().get(name);
            if (was != null && is != null) {
                compareGroup(place, was, is);
                compareRules(place);
            } else if (was != null) {
                add(place, "group", members(was), null, opposite(joining(was)));
            } else if (is != null) {
                add(place, "group", null, members(is), joining(is));
            }
        }
        Set<String> stayed = new LinkedHashSet<>(before.groups().keySet());
        stayed.retainAll(after.groups().keySet());
        List<String> order =
                after.groups().keySet().stream().filter(stayed::contains).toList();
        add(null, "order of groups", names(stayed), names(order), Change.OTHER);
    }

    private void compareGroup(RulePlace place, ToolGroup was, ToolGroup is) {
        without(was.tools(), is.tools())
                .forEach(tool -> add(place, "tools", "`" + tool + "`", null, opposite(joining(was))));
        without(is.tools(), was.tools()).forEach(tool -> add(place, "tools", null, "`" + tool + "`", joining(is)));
        add(
                place,
                "allow",
                Boolean.toString(was.isListing()),
                Boolean.toString(is.isListing()),
                is.isListing() ? Change.LOOSENED : Change.TIGHTENED);
    }

    /** What it comes to that a tool joins a group. */
    private static Change joining(ToolGroup group) {
        if (group.rules().isEmpty()) {
            return group.isListing() ? Change.LOOSENED : Change.OTHER;
        }
        return group.isListing() ? Change.EITHER_WAY : Change.TIGHTENED;
    }

    private static Change opposite(Change change) {
        return switch (change) {
            case LOOSENED -> Change.TIGHTENED;
            case TIGHTENED -> Change.LOOSENED;
            default -> change;
        };
    }

    private void compareRules(RulePlace place) {
        int known = changes.size();
        MatchedRules rules = MatchedRules.of(before.rulesAt(place), after.rulesAt(place));
        rules.gone().forEach(rule -> addRule(place, rule, RuleText.of(rule), null, Change.LOOSENED));
        rules.added().forEach(rule -> addRule(place, rule, null, RuleText.of(rule), Change.TIGHTENED));
        for (MatchedRules.Pair pair : rules.pairs()) {
            changes.addAll(RuleChanges.between(place, pair.before(), pair.after(), shadow));
        }
        if (rules.isReordered()) {
            add(place, "order of rules", labels(before.rulesAt(place)), labels(after.rulesAt(place)), Change.OTHER);
        }
        boolean idsFollow = before.format() != after.format() || changes.size() > known;
        if (!idsFollow) {
            rules.pairs().forEach(pair -> compareIds(place, pair.before(), pair.after()));
        }
    }

    private void compareIds(RulePlace place, Rule was, Rule is) {
        if (!was.id().equals(is.id())) {
            changes.add(new StatedChange(
                    Change.OTHER,
                    place,
                    is.id(),
                    RuleText.label(was),
                    "id",
                    was.id().value(),
                    is.id().value()));
        }
    }

    private void addRule(RulePlace place, Rule rule, @Nullable String was, @Nullable String is, Change change) {
        boolean decides = !shadow && rule.mode() == Mode.ENFORCE;
        RuleId id = rule.id();
        changes.add(new StatedChange(
                decides ? change : Change.OTHER, place, id, RuleText.label(rule), StatedChange.RULE, was, is));
    }

    private void add(@Nullable RulePlace place, String part, @Nullable String was, @Nullable String is, Change change) {
        if (!Objects.equals(was, is)) {
            changes.add(new StatedChange(shadow ? Change.OTHER : change, place, null, null, part, was, is));
        }
    }

    private static String rules(List<Rule> rules) {
        return rules.isEmpty() ? "without rules" : labels(rules);
    }

    private static String labels(List<Rule> rules) {
        return names(rules.stream().map(RuleText::label).toList());
    }

    private static String members(ToolGroup group) {
        return names(group.tools())
                + (group.isListing() ? ", listed, " : ", ")
                + (group.rules().isEmpty() ? "without rules" : "with " + labels(group.rules()));
    }

    private static String names(Iterable<String> names) {
        List<String> quoted = new ArrayList<>();
        names.forEach(name -> quoted.add("`" + name + "`"));
        return String.join(", ", quoted);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return all;
    }

    private static List<String> without(Set<String> all, Set<String> others) {
        return all.stream().filter(each -> !others.contains(each)).collect(Collectors.toList());
    }
}
