package dev.mcppolicy.engine;

import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.model.CounterPath;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot of a policy with everything decided that does not depend on a call: paths split, sets hashed, patterns
 * compiled, counters keyed, denials worded. Made of what is enforced, or of the whole policy as though it were. Immutable.
 */
final class CompiledPolicy {
    /** Where an engine's counters live, and whom they count. */
    record Setting(String namespace, String server, boolean strictCallers) {}

    /** The name that no tool bears, and so no policy lists. */
    private static final String NO_TOOL = "";

    private final Policy whole;
    /** What of the whole is compiled. */
    private final Policy policy;

    private final Denials denials;
    private final boolean hidesAll;
    private final Map<String, Decision.Deny> hidden = new HashMap<>();
    /** The tools that are listed and not hidden, so that their calls are looked up once. */
    private final Map<String, CompiledTool> tools = new HashMap<>();
    /** For the tools that are not listed, where the default is allow. */
    private final @Nullable CompiledTool unlisted;

    private final Decision.Allow allowed;
    /** Counters that an audited view alone may charge, or null where the whole policy is compiled. */
    private final @Nullable Set<String> auditedCounters;

    /** The part of a policy that is enforced in a mode. */
    @SuppressWarnings("ReferenceEquality") // the view of a policy that is all enforced is the policy
    static CompiledPolicy enforced(Policy policy, Mode mode, Setting setting) {
        Policy view = PolicyViews.enforced(policy, mode);
        return new CompiledPolicy(
                policy, view, view == policy ? null : PolicyViews.auditedCounters(policy, mode), setting);
    }

    /** All of a policy, as though all of it were enforced. */
    static CompiledPolicy whole(Policy policy, Setting setting) {
        return new CompiledPolicy(policy, policy, null, setting);
    }

    private CompiledPolicy(Policy whole, Policy policy, @Nullable Set<String> auditedCounters, Setting setting) {
        this.whole = whole;
        this.policy = policy;
        this.auditedCounters = auditedCounters;
        this.denials = new Denials(whole);
        this.hidesAll = policy.hidden().contains("*");
        this.allowed = allow(Reservation.empty());
        policy.hidden().forEach(tool -> hidden.put(tool, denials.hidden(tool)));
        Compilation compilation = new Compilation(setting);
        for (String tool : policy.tools().keySet()) {
            if (!policy.hides(tool)) {
                tools.put(tool, compilation.tool(policy.rulesFor(tool)));
            }
        }
        this.unlisted =
                policy.defaultAction() == DefaultAction.ALLOW ? compilation.tool(policy.rulesFor(NO_TOOL)) : null;
    }

    Policy policy() {
        return whole;
    }

    /** Whether something of the policy is not enforced here, and is for an audited view to judge. */
    boolean isAudited() {
        return auditedCounters != null;
    }

    String revision() {
        return whole.revision();
    }

    /** The decision that allows a call; one and the same where nothing is charged. */
    Decision.Allow allowed(Reservation reservation) {
        return reservation == Reservation.empty() ? allowed : allow(reservation);
    }

    /** A decision that allows a call, whose handler may settle the counters of limits in audit mode as any other. */
    private Decision.Allow allow(Reservation reservation) {
        return new Decision.Allow(
                auditedCounters == null ? reservation : reservation.withShadows(List.of(), auditedCounters),
                whole.revision(),
                "");
    }

    /** The rules for calls of a tool, or null if the tool is hidden, or must be listed and is not. */
    @Nullable
    CompiledTool tool(String tool) {
        CompiledTool listed = tools.get(tool);
        return listed != null || hidesAll || hidden.containsKey(tool) ? listed : unlisted;
    }

    /** The denial of a call that comes under no rules: by what is wrong with its arguments, or else by its tool. */
    Decision.Deny refusal(@Nullable String problem, String tool) {
        if (problem != null) {
            return denials.invalidArguments(problem);
        }
        Decision.Deny denial = hidden.get(tool);
        if (denial != null) {
            return denial;
        }
        return hidesAll ? denials.hidden(tool) : denials.notListed(tool);
    }

    /** The compiling of one policy's rules, each limit once. */
    private final class Compilation {
        private final Setting setting;
        private final ConditionCompiler conditions = new ConditionCompiler();
        private final Map<CounterPath, CompiledLimit> limits = new HashMap<>();

        Compilation(Setting setting) {
            this.setting = setting;
            for (PlacedRule placed : policy.rules()) {
                placed.rule()
                        .asLimit()
                        .ifPresent(limit -> limits.put(
                                new CounterPath(placed.tool(), limit.counter()), compiled(placed.tool(), limit)));
            }
        }

        private CompiledLimit compiled(@Nullable String tool, Limit limit) {
            CounterDefinition counter = new CounterDefinition(
                    setting.namespace(),
                    setting.server(),
                    tool,
                    limit.counter(),
                    limit.window(),
                    limit.scope(),
                    limit.scale());
            return new CompiledLimit(limit, counter, setting.strictCallers(), denials);
        }

        /** The rules of a call, given in the order of judging. */
        CompiledTool tool(List<PlacedRule> rules) {
            Parts parts = new Parts();
            rules.forEach(parts::add);
            return parts.compiled();
        }

        private final class Parts {
            private final List<CompiledCheck> checks = new ArrayList<>();
            private final List<CompiledLimit> charged = new ArrayList<>();
            private final List<CompiledApproval> approvals = new ArrayList<>();

            void add(PlacedRule placed) {
                placed.rule()
                        .<Boolean>fold(
                                require -> checks.add(CompiledCheck.of(require, conditions, denials)),
                                deny -> checks.add(CompiledCheck.of(deny, conditions, denials)),
                                approval -> approvals.add(new CompiledApproval(approval, conditions, denials)),
                                limit -> charged.add(limits.get(new CounterPath(placed.tool(), limit.counter()))));
            }

            CompiledTool compiled() {
                return new CompiledTool(checks, charged, approvals, limits);
            }
        }
    }
}
