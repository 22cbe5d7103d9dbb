package dev.mcppolicy.format;

import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.ToolPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** In what one policy differs from the one before, in few words for an operator's log. */
final class PolicyChanges {
    private static final int MOST_NAMES = 10;

    private final Policy before;
    private final Policy after;
    private final List<String> changes = new ArrayList<>();

    private PolicyChanges(Policy before, Policy after) {
        this.before = before;
        this.after = after;
    }

    /** The differences, each in one line; empty where only messages or descriptions of the document differ. */
    static List<String> between(Policy before, Policy after) {
        PolicyChanges changes = new PolicyChanges(before, after);
        changes.collect();
        return changes.changes;
    }

    private void collect() {
        addWord("default", before.defaultAction().name(), after.defaultAction().name());
        addWord("mode", before.mode().name(), after.mode().name());
        Set<String> named = named();
        addNames("shows", named, tool -> !before.lists(tool) && after.lists(tool));
        addNames("no longer shows", named, tool -> before.lists(tool) && !after.lists(tool));
        addNames("lists", after.tools().keySet(), tool -> !before.tools().containsKey(tool));
        addNames("no longer lists", before.tools().keySet(), tool -> !after.tools()
                .containsKey(tool));
        addNames("hides", after.hidden(), entry -> !before.hidden().contains(entry));
        addNames("no longer hides", before.hidden(), entry -> !after.hidden().contains(entry));
        addNames("groups", after.groups().keySet(), group -> !before.groups().containsKey(group));
        addNames("no longer groups", before.groups().keySet(), group -> !after.groups()
                .containsKey(group));
        after.groups().forEach((name, group) -> addMembers(name, before.groups().get(name), group));
        addRules();
    }

    private void addMembers(String name, @Nullable ToolGroup old, ToolGroup now) {
        if (old == null) {
            return;
        }
        String group = "`" + Quoted.of(name) + "`";
        addNames(group + " takes in", now.tools(), tool -> !old.tools().contains(tool));
        addNames(group + " leaves out", old.tools(), tool -> !now.tools().contains(tool));
        if (old.isListing() != now.isListing()) {
            changes.add(group + (now.isListing() ? " lists its tools" : " no longer lists its tools"));
        }
    }

    private Set<String> named() {
        Set<String> named = new LinkedHashSet<>();
        for (Policy policy : List.of(before, after)) {
            named.addAll(policy.tools().keySet());
            policy.groups().values().forEach(group -> named.addAll(group.tools()));
        }
        named.addAll(before.hidden());
        named.addAll(after.hidden());
        named.removeIf(NamePattern::isPattern);
        return named;
    }

    private void addWord(String what, String old, String now) {
        if (!old.equals(now)) {
            changes.add(what + " `" + old.toLowerCase(Locale.ROOT) + "` became `" + now.toLowerCase(Locale.ROOT) + "`");
        }
    }

    private void addNames(String verb, Collection<String> names, Predicate<String> differs) {
        List<String> meant = names.stream()
                .filter(differs)
                .map(name -> "`" + Quoted.of(name) + "`")
                .toList();
        if (!meant.isEmpty()) {
            changes.add(verb + " " + bounded(meant));
        }
    }

    private void addRules() {
        List<String> changed = new ArrayList<>();
        if (!before.everyTool().equals(after.everyTool())) {
            changed.add("every tool " + counts(before.everyTool(), after.everyTool()));
        }
        after.tools().forEach((name, tool) -> {
            ToolPolicy old = before.tools().get(name);
            if (old != null && !old.equals(tool)) {
                changed.add("`" + Quoted.of(name) + "` " + counts(old.rules(), tool.rules()));
            }
        });
        after.groups().forEach((name, group) -> {
            ToolGroup old = before.groups().get(name);
            if (old != null && !old.rules().equals(group.rules())) {
                changed.add("group `" + Quoted.of(name) + "` " + counts(old.rules(), group.rules()));
            }
        });
        if (!changed.isEmpty()) {
            changes.add("changes the rules of " + bounded(changed));
        }
    }

    private static String counts(List<Rule> old, List<Rule> now) {
        return "(" + (old.size() == now.size() ? now.size() : old.size() + " before, " + now.size() + " now") + ")";
    }

    private static String bounded(List<String> words) {
        String first = String.join(", ", words.subList(0, Math.min(MOST_NAMES, words.size())));
        int more = words.size() - MOST_NAMES;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
