package dev.mcppolicy.engine;

import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.model.CounterPath;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolPolicy;
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

    private final Policy whole;
    /** What of the whole is compiled. */
    private final Policy policy;

    private final Denials denials;
    /** The denials of the tools that are hidden by name. */
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
        this.allowed = allow(Reservation.empty());
        for (String entry : policy.hidden()) {
            if (!NamePattern.isPattern(entry)) {
                hidden.put(entry, denials.hidden(entry));
            }
        }
        Compilation compilation = new Compilation(setting);
        policy.tools().forEach((name, tool) -> {
            if (!policy.hides(name)) {
                tools.put(name, compilation.tool(name, tool));
            }
        });
        this.unlisted = policy.defaultAction() == DefaultAction.ALLOW ? compilation.everyTool() : null;
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
        if (listed != null || unlisted == null) {
            return listed;
        }
        return policy.hides(tool) ? null : unlisted;
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
        return policy.hides(tool) ? denials.hidden(tool) : denials.notListed(tool);
    }

    /** The compiling of one policy's rules, each limit once. */
    private final class Compilation {
        private final Setting setting;
        private final ConditionCompiler conditions = new ConditionCompiler();
        private final Map<CounterPath, CompiledLimit> limits = new HashMap<>();

        Compilation(Setting setting) {
            this.setting = setting;
            policy.tools().forEach((name, tool) -> declare(name, tool.rules()));
            declare(null, policy.everyTool());
        }

        private void declare(@Nullable String tool, List<Rule> rules) {
            for (Rule rule : rules) {
                if (rule instanceof Rule.Limit limit) {
                    CounterDefinition counter = new CounterDefinition(
                            setting.namespace(),
                            setting.server(),
                            tool,
                            limit.counter(),
                            limit.window(),
                            limit.scope(),
                            limit.scale());
                    limits.put(
                            new CounterPath(tool, limit.counter()),
                            new CompiledLimit(limit, counter, setting.strictCallers(), denials));
                }
            }
        }

        CompiledTool tool(String name, ToolPolicy tool) {
            Parts parts = new Parts();
            parts.add(name, tool.rules());
            parts.add(null, policy.everyTool());
            return parts.compiled();
        }

        CompiledTool everyTool() {
            Parts parts = new Parts();
            parts.add(null, policy.everyTool());
            return parts.compiled();
        }

        private final class Parts {
            private final List<CompiledCheck> checks = new ArrayList<>();
            private final List<CompiledLimit> charged = new ArrayList<>();
            private final List<CompiledApproval> approvals = new ArrayList<>();

            void add(@Nullable String tool, List<Rule> rules) {
                for (Rule rule : rules) {
                    if (rule instanceof Rule.Require require) {
                        checks.add(CompiledCheck.of(require, conditions, denials));
                    } else if (rule instanceof Rule.DenyIf deny) {
                        checks.add(CompiledCheck.of(deny, conditions, denials));
                    } else if (rule instanceof Rule.RequireApproval approval) {
                        approvals.add(new CompiledApproval(approval, conditions, denials));
                    } else if (rule instanceof Rule.Limit limit) {
                        charged.add(limits.get(new CounterPath(tool, limit.counter())));
                    }
                }
            }

            CompiledTool compiled() {
                return new CompiledTool(checks, charged, approvals, limits);
            }
        }
    }
}
