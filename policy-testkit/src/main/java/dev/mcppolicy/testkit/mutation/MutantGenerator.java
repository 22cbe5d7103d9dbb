package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.CounterPath;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RulePlace;
import dev.mcppolicy.testkit.calls.InputSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes all mutants of a policy, in the order of its document. */
final class MutantGenerator {
    private final Policy policy;
    private final Map<String, InputSchema> schemas;
    private final Set<CounterPath> read;
    private final List<Mutant> mutants = new ArrayList<>();

    private MutantGenerator(Policy policy, Map<String, InputSchema> schemas) {
        this.policy = policy;
        this.schemas = schemas;
        this.read = policy.rules().stream()
                .flatMap(placed -> placed.rule().countersRead().stream())
                .collect(Collectors.toSet());
    }

    static List<Mutant> of(Policy policy, Map<String, InputSchema> schemas) {
        MutantGenerator all = new MutantGenerator(policy, schemas);
        all.changeDefault();
        all.changeHidden();
        policy.tools().forEach((name, tool) -> all.changeRules(RulePlace.tool(name), tool.rules()));
        all.changeRules(RulePlace.EVERY_TOOL, policy.everyTool());
        return List.copyOf(all.mutants);
    }

    private void changeDefault() {
        boolean denies = policy.defaultAction() == DefaultAction.DENY;
        Policy other = policy.withDefaultAction(denies ? DefaultAction.ALLOW : DefaultAction.DENY);
        mutants.add(new Mutant(
                "/default",
                "default",
                denies ? "`deny` became `allow`" : "`allow` became `deny`",
                other,
                equivalence(policy.hidesAll())));
    }

    private void changeHidden() {
        List<String> entries = new ArrayList<>(policy.hidden());
        for (int i = 0; i < entries.size(); i++) {
            Set<String> fewer = new LinkedHashSet<>(entries);
            fewer.remove(entries.get(i));
            mutants.add(new Mutant(
                    "/hide/" + i,
                    "hide",
                    "lost `" + entries.get(i) + "`",
                    policy.withHidden(fewer),
                    needless(entries.get(i), fewer)));
        }
    }

    /** Why it makes no difference that an entry of the hidden tools is lost, or null. */
    private @Nullable String needless(String entry, Set<String> others) {
        boolean isCovered =
                others.stream().anyMatch(other -> NamePattern.of(other).matches(entry));
        String reason = equivalence(others.contains("*"));
        return reason == null && isCovered ? "another entry hides what it hides" : reason;
    }

    /** Why it makes no difference which tools are listed, or null. */
    private @Nullable String equivalence(boolean allHidden) {
        if (policy.mode() == Mode.SHADOW) {
            return "the policy is in shadow mode, so it decides nothing";
        }
        return allHidden ? "all tools are hidden" : null;
    }

    private void changeRules(RulePlace place, List<Rule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            boolean isRead =
                    new PlacedRule(place, rule).counter().filter(read::contains).isPresent();
            for (MutatedRule made : RuleMutations.of(rule, policy.labelOf(rule), isRead)) {
                MutatedRule changed = made.inMode(rule.mode());
                List<Rule> altered = new ArrayList<>(rules.subList(0, i));
                altered.addAll(changed.rules());
                altered.addAll(rules.subList(i + 1, rules.size()));
                mutants.add(new Mutant(
                        rule.id().value() + changed.detail(),
                        policy.labelOf(rule),
                        changed.change(),
                        policy.withRules(place, altered),
                        new Equivalence(policy, place, schemas).of(rules.subList(0, i), rule, changed)));
            }
        }
    }
}
