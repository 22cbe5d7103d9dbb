package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.calls.InputSchema;
import dev.mcppolicy.testkit.internal.RuleNames;
import dev.mcppolicy.tool.ServerTools;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The policy that tests are drafted for, with what is known of its server. */
final class DraftedPolicy {
    private static final String UNLISTED = "another_tool";

    private final CheckedPolicy checked;
    private final Policy policy;
    private final RuleNames names;
    private final Map<String, InputSchema> schemas;
    private final Set<String> offered;

    DraftedPolicy(CheckedPolicy checked) {
        this.checked = checked;
        this.policy = checked.orThrow();
        this.names = new RuleNames(policy);
        ServerTools tools = checked.tools();
        this.schemas = tools == null ? Map.of() : InputSchema.ofTools(tools);
        this.offered = tools == null ? Set.of() : tools.names();
    }

    CheckedPolicy checked() {
        return checked;
    }

    Policy policy() {
        return policy;
    }

    RuleNames names() {
        return names;
    }

    Map<String, InputSchema> schemas() {
        return schemas;
    }

    /** The tools to call, in reading order: an unlisted one, hidden ones, those listed, those of groups. */
    List<String> tools() {
        Set<String> all = new LinkedHashSet<>();
        all.add(unlisted());
        policy.hidden().stream().filter(entry -> !NamePattern.isAll(entry)).forEach(entry -> addExamples(entry, all));
        Set<String> listed = new LinkedHashSet<>(policy.tools().keySet());
        policy.groups().values().forEach(group -> group.tools().forEach(entry -> addExamples(entry, listed)));
        all.removeAll(listed);
        all.addAll(listed);
        return new ArrayList<>(all);
    }

    /** A tool that the policy does not name: one of the server's, if there is one. */
    private String unlisted() {
        String found = offered.stream()
                .filter(tool -> !policy.names(tool) && !policy.hides(tool))
                .sorted()
                .findFirst()
                .orElse(UNLISTED);
        for (int i = 2; policy.names(found) || (policy.hides(found) && !policy.hidesAll()); i++) {
            found = UNLISTED + "_" + i;
        }
        return found;
    }

    /** Names that an entry matches: those of the server's tools, and itself with little and nothing in the place of its stars. */
    private void addExamples(String entry, Set<String> all) {
        if (!NamePattern.isPattern(entry)) {
            all.add(entry);
            return;
        }
        NamePattern pattern = NamePattern.of(entry);
        offered.stream().filter(pattern::matches).sorted().limit(3).forEach(all::add);
        all.add(entry.replace("*", "x"));
        String without = entry.replace("*", "");
        if (!without.isEmpty()) {
            all.add(without);
        }
    }
}
