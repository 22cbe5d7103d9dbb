package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.text.NearestName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the rules of a policy are called: by name, label and id. One name may stand for several rules. */
public final class RuleNames {
    private static final List<RuleId> PSEUDO =
            List.of(RuleId.HIDDEN, RuleId.DEFAULT_DENY, RuleId.NO_POLICY, RuleId.ARGUMENTS, RuleId.ENGINE);

    private final Map<String, Set<RuleId>> ids = new LinkedHashMap<>();
    /** What to offer in place of a name that is none: one for each rule. */
    private final Set<String> offered = new LinkedHashSet<>();

    public RuleNames(Policy policy) {
        policy.rules().forEach(placed -> add(policy, placed.rule()));
        PSEUDO.forEach(id -> {
            put(id.value(), id);
            offered.add(id.value());
        });
    }

    /**
     * The rules of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Set<RuleId> find(String name) {
        Set<RuleId> found = ids.get(name);
        if (found == null) {
            String help = NearestName.to(name, ids.keySet()).isPresent()
                    ? NearestName.help(name, ids.keySet())
                    : NearestName.help(name, offered);
            throw new IllegalArgumentException("the policy has no rule `" + name + "`" + help);
        }
        return found;
    }

    private void add(Policy policy, Rule rule) {
        String label = policy.labelOf(rule);
        put(label, rule.id());
        put(rule.id().value(), rule.id());
        offered.add(label);
    }

    private void put(String name, RuleId id) {
        ids.computeIfAbsent(name, same -> new LinkedHashSet<>()).add(id);
    }
}
