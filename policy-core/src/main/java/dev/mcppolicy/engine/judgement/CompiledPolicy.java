package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.condition.ConditionCompiler;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot of a policy with everything decided that does not depend on a call: paths split, sets hashed, patterns
 * compiled, counters keyed, denials worded. Made of what is enforced, or of the whole policy as though it were. Immutable.
 */
public final class CompiledPolicy {
    /** Where an engine's counters live, and whom they count. */
    public record Setting(String namespace, String server, boolean strictCallers) {}

    private static final CompiledPolicy NONE = new CompiledPolicy();

    private final @Nullable Policy whole;
    private final Predicate<String> hides;
    private final DenialWording denials;
    /** The denials of the tools that are hidden by name. */
    private final Map<String, Decision.Deny> hidden = new HashMap<>();
    /** The rules of each tool; null where there is no policy. */
    private final @Nullable CompiledTools tools;

    private final Decision.Allow allowed;
    private final String revision;
    private final boolean shadow;
    /** Names of counters that only a view in shadow mode may charge. */
    private final Set<String> shadowCounters;

    /** What refuses every call while there is no policy. */
    public static CompiledPolicy none() {
        return NONE;
    }

    /** The part of a policy that is enforced in a mode. */
    @SuppressWarnings("ReferenceEquality") // the view of a policy that is all enforced is the policy
    public static CompiledPolicy enforced(Policy policy, Mode mode, Setting setting) {
        Policy view = EnforcedPart.enforced(policy, mode);
        boolean shadow = view != policy;
        Set<String> counters = shadow ? EnforcedPart.shadowCounters(policy, mode) : Set.of();
        return new CompiledPolicy(policy, view, shadow, counters, setting, rule -> false);
    }

    /**
     * All of a policy, as though all of it were enforced.
     *
     * @param judgedBefore the rules by which every call has been judged when it comes here
     */
    public static CompiledPolicy whole(Policy policy, Setting setting, Predicate<Rule> judgedBefore) {
        return new CompiledPolicy(policy, policy, false, Set.of(), setting, judgedBefore);
    }

    private CompiledPolicy() {
        this.whole = null;
        this.denials = new DenialWording(null);
        this.hides = tool -> true;
        this.tools = null;
        this.revision = "";
        this.shadow = false;
        this.shadowCounters = Set.of();
        this.allowed = new Decision.Allow(CallSettlement.shared(shadowCounters), revision, "");
    }

    private CompiledPolicy(
            Policy whole,
            Policy policy,
            boolean shadow,
            Set<String> shadowCounters,
            Setting setting,
            Predicate<Rule> judgedBefore) {
        this.whole = whole;
        this.shadow = shadow;
        this.shadowCounters = shadowCounters;
        this.denials = new DenialWording(whole);
        this.hides = policy::hides;
        this.revision = whole.revision();
        this.allowed = new Decision.Allow(CallSettlement.shared(shadowCounters), revision, "");
        for (String entry : policy.hidden()) {
            if (!NamePattern.isPattern(entry)) {
                hidden.put(entry, denials.hidden(entry));
            }
        }
        Compilation compilation = new Compilation(policy, setting, judgedBefore);
        this.tools = new CompiledTools(policy, compilation::rules, compilation.limits);
    }

    /** The policy, or null where there is none. */
    @Nullable
    public Policy policy() {
        return whole;
    }

    /** Whether something of the policy is not enforced here, and is for a shadow view to judge. */
    public boolean isShadow() {
        return shadow;
    }

    String revision() {
        return revision;
    }

    /** The decision that allows a call of which nobody hears; one and the same where nothing is charged. */
    Decision.Allow allowed(Reservation reservation) {
        if (reservation == Reservation.empty()) {
            return allowed;
        }
        // As nobody hears, there is nothing to tie to charges alone, which settle themselves.
        return shadowCounters.isEmpty() && reservation.request().places().isEmpty()
                ? new Decision.Allow(reservation, revision, "")
                : allowed(reservation, "");
    }

    /** The decision that allows a call, by its name. */
    Decision.Allow allowed(Reservation reservation, String id) {
        return new Decision.Allow(CallSettlement.of(reservation, shadowCounters), revision, id);
    }

    /** The rules for calls of a tool, or null if the tool is hidden, or must be listed and is not. */
    @Nullable
    CompiledTool tool(String tool) {
        return tools == null ? null : tools.of(tool);
    }

    /** Whether a tool is listed: calls of one that is not are refused. */
    public boolean lists(String tool) {
        return tool.length() <= ToolCall.LONGEST_TOOL && tool(tool) != null;
    }

    /**
     * The denial of a call that comes under no rules: by what is wrong with its arguments, or by its tool, or else, where
     * the tool is listed, as it is not the one that is accepted.
     */
    Decision.Deny refusal(@Nullable String problem, ToolCall call, Predicate<ToolCall> accepts) {
        if (whole == null) {
            return isUnidentified(call.caller()) ? denials.unauthenticated() : denials.noPolicy();
        }
        if (problem != null) {
            return denials.invalidArguments(problem, lists(call.tool()) && accepts.test(call));
        }
        String tool = call.tool();
        if (lists(tool)) {
            return denials.drifted(tool);
        }
        Decision.Deny denial = hidden.get(tool);
        if (denial != null) {
            return denial;
        }
        return hides.test(tool) ? denials.hidden(tool) : denials.notListed(tool);
    }

    private static boolean isUnidentified(Caller caller) {
        return !caller.isAnonymous() && caller.identity() == null;
    }

    /** The compiling of one policy's rules, each once. */
    private final class Compilation {
        private final Policy policy;
        private final Setting setting;
        private final ConditionCompiler conditions;
        private final Map<CounterPath, CompiledLimit> limits = new HashMap<>();

        Compilation(Policy policy, Setting setting, Predicate<Rule> judgedBefore) {
            this.policy = policy;
            this.setting = setting;
            this.conditions = new ConditionCompiler(judgedBefore);
            for (PlacedRule placed : policy.rules()) {
                placed.rule()
                        .asLimit()
                        .ifPresent(limit -> limits.put(
                                new CounterPath(placed.place(), limit.counter()), compiled(placed.place(), limit)));
            }
        }

        private CompiledLimit compiled(RulePlace place, Limit limit) {
            CounterDefinition counter = new CounterDefinition(
                    setting.namespace(),
                    setting.server(),
                    place,
                    limit.counter(),
                    limit.window(),
                    limit.scope(),
                    limit.scale(),
                    limit.key());
            return new CompiledLimit(limit, counter, setting.strictCallers(), denials);
        }

        /** The rules of one place. */
        CompiledRules rules(RulePlace place) {
            CompiledRules rules = new CompiledRules();
            for (Rule rule : policy.rulesAt(place)) {
                rule.<Boolean>fold(
                        require -> rules.checks().add(CompiledCheck.of(require, conditions, denials)),
                        deny -> rules.checks().add(CompiledCheck.of(deny, conditions, denials)),
                        approval -> rules.approvals().add(new CompiledApproval(approval, conditions, denials)),
                        limit ->
                                add(rules, Objects.requireNonNull(limits.get(new CounterPath(place, limit.counter())))),
                        places -> add(rules, new CompiledConcurrency(places, place, setting, denials)));
            }
            return rules;
        }

        private boolean add(CompiledRules rules, StoreRule rule) {
            if (!rule.rule().when().isEmpty()) {
                rules.checks().add(CompiledCheck.of(rule, conditions, denials));
            }
            return rule instanceof CompiledLimit limit
                    ? rules.limits().add(limit)
                    : rules.add((CompiledConcurrency) rule);
        }
    }
}
