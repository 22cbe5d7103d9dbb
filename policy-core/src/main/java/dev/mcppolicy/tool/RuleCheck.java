package dev.mcppolicy.tool;

import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.tool.ArgumentFacts.Standing;
import dev.mcppolicy.tool.Doubt.Extent;
import dev.mcppolicy.tool.ToolFinding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds the rules of a policy against the input schemas of the tools that they concern. */
final class RuleCheck {
    private final Policy policy;
    private final Map<String, ArgumentSchema> schemas;
    private final CheckWork work;
    private final Map<String, Demanded> demanded = new HashMap<>();
    private final Map<String, List<String>> reached = new HashMap<>();
    private final Map<String, Set<String>> callable = new HashMap<>();
    private final Set<String> unread = new LinkedHashSet<>();

    RuleCheck(Policy policy, Map<String, ArgumentSchema> schemas, CheckWork work) {
        this.policy = policy;
        this.schemas = schemas;
        this.work = work;
    }

    void addTo(List<ToolFinding> findings, Suggestions suggestions) {
        for (PlacedRule placed : policy.rules()) {
            if (!RuleArguments.of(placed.rule()).isEmpty() || RuleArguments.isKeyedByAll(placed.rule())) {
                List<String> tools = tools(placed.place());
                Set<String> callable = callable(placed.place(), tools);
                RuleDoubts doubts = new RuleDoubts(placed, tools.size(), callable);
                for (String tool : tools) {
                    if (!work.takesPair()) {
                        findings.add(incomplete(placed.rule(), tool));
                        return;
                    }
                    check(placed.rule(), tool, callable.contains(tool), doubts);
                }
                doubts.addTo(findings, suggestions);
            }
        }
        if (!unread.isEmpty()) {
            findings.add(new ToolFinding(
                    Kind.NO_SCHEMA,
                    unread.iterator().next(),
                    null,
                    "nothing is known of the arguments of " + ToolNames.listed(unread)
                            + ", so rules are not held against them",
                    "give the tool an input schema that names its arguments"));
        }
    }

    private static ToolFinding incomplete(Rule rule, String tool) {
        return new ToolFinding(
                Kind.INCOMPLETE_CHECK,
                tool,
                rule.id().value(),
                "the rules from here on are not held against the tools, as together they are too many",
                "check the policy against fewer tools at a time");
    }

    /** The tools that a rule is for. */
    private List<String> tools(RulePlace place) {
        if (place instanceof RulePlace.Tool tool) {
            return schemas.containsKey(tool.name()) ? List.of(tool.name()) : List.of();
        }
        return reached.computeIfAbsent(place.name(), name -> {
            ToolGroup group = policy.groups().get(name);
            return schemas.keySet().stream()
                    .filter(tool -> group == null || group.has(tool))
                    .toList();
        });
    }

    /** Those of the tools of a rule for several that can be called at all; what is wrong for the others does no harm. */
    private Set<String> callable(RulePlace place, List<String> tools) {
        if (place instanceof RulePlace.Tool) {
            return Set.copyOf(tools);
        }
        return callable.computeIfAbsent(
                place.name(), name -> tools.stream().filter(policy::lists).collect(Collectors.toUnmodifiableSet()));
    }

    private void check(Rule rule, String tool, boolean isCallable, RuleDoubts doubts) {
        ArgumentSchema schema = schemas.get(tool);
        if (schema == null) {
            return;
        }
        for (ArgumentPath path : RuleArguments.of(rule)) {
            ArgumentFacts facts = schema.at(path);
            if (facts.isUnknown()) {
                doubts.addUnknown(tool, path, facts.step(), facts.siblings());
            }
        }
        if (!isCallable) {
            return;
        }
        if (!schema.isRead()) {
            unread.add(tool);
        }
        for (Condition condition : rule.when()) {
            ofCondition(condition, schema::at, false).forEach(doubt -> doubts.add(tool, doubt));
        }
        for (Condition condition : rule.conditions()) {
            ofCondition(condition, schema::at, rule instanceof Require).forEach(doubt -> doubts.add(tool, doubt));
        }
        ofCounted(rule, schema).forEach(doubt -> doubts.add(tool, doubt));
        new AbsenceCheck(schema::at, () -> demanded.computeIfAbsent(tool, name -> new Demanded(policy, name)))
                .doubts(rule)
                .forEach(doubt -> doubts.add(tool, doubt));
    }

    /** What is wrong with a condition. Of alternatives nothing is, as long as one of them fits. */
    private static List<Doubt> ofCondition(
            Condition condition, Function<ArgumentPath, ArgumentFacts> schema, boolean isRequired) {
        if (condition instanceof Condition.AllOf all) {
            List<Doubt> doubts = new ArrayList<>();
            all.conditions().forEach(part -> doubts.addAll(ofCondition(part, schema, isRequired)));
            return doubts;
        }
        if (condition instanceof Condition.AnyOf any) {
            List<Doubt> first = List.of();
            for (Condition part : any.conditions()) {
                List<Doubt> doubts = ofCondition(part, schema, isRequired);
                if (doubts.stream().noneMatch(doubt -> doubt.kind() == Kind.IMPOSSIBLE)) {
                    return List.of();
                }
                first = first.isEmpty() ? doubts : first;
            }
            return first;
        }
        if (condition instanceof Condition.Not not) {
            return ofCondition(not.condition(), schema, false);
        }
        return ofLeaf(condition, schema, isRequired);
    }

    private static List<Doubt> ofLeaf(
            Condition leaf, Function<ArgumentPath, ArgumentFacts> schema, boolean isRequired) {
        Condition plain = leaf instanceof Condition.Optional optional ? optional.comparison() : leaf;
        for (ArgumentPath path : RuleArguments.ofLeaf(plain).toList()) {
            ArgumentFacts facts = schema.apply(path);
            if (facts.isUnknown()) {
                return List.of();
            }
            if (facts.standing() == Standing.ASTRAY) {
                return List.of(astray(ComparisonCheck.shown(plain.toString()), path, facts));
            }
        }
        if (plain instanceof Condition.Comparison comparison && comparison.path() instanceof ArgumentPath path) {
            return ComparisonCheck.doubts(comparison, schema.apply(path), isRequired);
        }
        if (plain instanceof Condition.PathComparison pair) {
            CallPath one = pair.path();
            CallPath other = pair.from();
            return ComparisonCheck.doubts(
                    pair,
                    one instanceof ArgumentPath path ? schema.apply(path) : ArgumentFacts.NOTHING,
                    other instanceof ArgumentPath path ? schema.apply(path) : ArgumentFacts.NOTHING);
        }
        return List.of();
    }

    private static Doubt astray(String subject, ArgumentPath path, ArgumentFacts facts) {
        ArgumentPath outer = new ArgumentPath(path.steps().subList(0, facts.step()));
        ArgumentPath.Step step = path.steps().get(facts.step());
        String place = ComparisonCheck.shown(outer.toString());
        if (facts.types().isEmpty()) {
            return ComparisonCheck.nothingThere(subject, place);
        }
        return new Doubt(
                Kind.IMPOSSIBLE,
                subject,
                Extent.ONE_TOOL,
                "`" + place + "` is " + JsonType.inWords(facts.types()) + " by the schema, and `"
                        + ComparisonCheck.shown(step.toString()) + "` leads into "
                        + (step instanceof ArgumentPath.Member ? "an object" : "a list"),
                facts.types().contains(JsonType.ARRAY) && step instanceof ArgumentPath.Member
                        ? "`" + place + "[*]` is each of its elements"
                        : null);
    }

    private static List<Doubt> ofCounted(Rule rule, ArgumentSchema schema) {
        List<Doubt> doubts = new ArrayList<>();
        Amount.FromArgument amount = RuleArguments.amount(rule);
        if (amount != null) {
            ArgumentFacts facts = schema.at(amount.path());
            String subject = ComparisonCheck.shown(amount.path().toString());
            if (facts.standing() == Standing.ASTRAY) {
                doubts.add(astray(subject, amount.path(), facts));
            } else {
                doubts.addAll(ComparisonCheck.ofAmount(subject, amount.decimal(), facts));
            }
        }
        for (ArgumentPath key : RuleArguments.keys(rule)) {
            ArgumentFacts facts = schema.at(key);
            String subject = ComparisonCheck.shown(key.toString());
            if (facts.standing() == Standing.ASTRAY) {
                doubts.add(astray(subject, key, facts));
            } else {
                doubts.addAll(ComparisonCheck.ofKey(subject, facts));
            }
        }
        if (RuleArguments.isKeyedByAll(rule) && schema.takesOthers()) {
            doubts.add(new Doubt(
                    Kind.KEY_OF_OTHER_MEMBERS,
                    "args",
                    Extent.ONE_TOOL,
                    "the key is all of `args`, and each argument beside those in the schema of",
                    "key by arguments that the schema names, or bound the calls by a limit without a key, too"));
        }
        return doubts;
    }
}
