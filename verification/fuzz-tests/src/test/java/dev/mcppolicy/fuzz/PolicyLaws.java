package dev.mcppolicy.fuzz;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.PolicyWriter;
import dev.mcppolicy.format.UnwritablePolicyException;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.ToolPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must hold of any policy that a reader let pass. */
final class PolicyLaws {
    private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
    private static final int MOST_TOOLS = 4;
    private static final List<Map<String, Object>> ARGUMENTS = List.of(
            Map.of(),
            Map.of("amount", 5, "currency", "usd", "reason", "x", "items", List.of(Map.of("price", 1))),
            Map.of("a", "aaaaaaaaaaaaaaaa", "x", Arrays.asList(1, "1", null, true), "amount", 1e300));

    private PolicyLaws() {}

    static void check(Policy policy) {
        checkDecisions(policy);
        for (PolicyFormat format : PolicyFormat.values()) {
            checkWritten(policy, PolicyWriter.to(format).asJson(), format);
            checkWritten(policy, PolicyWriter.to(format).asYaml(), format);
        }
    }

    /** A policy can be written in its own format and says the same there; in the other one, rules are refused by name. */
    private static void checkWritten(Policy policy, PolicyWriter writer, PolicyFormat format) {
        String text;
        try {
            text = writer.write(policy);
        } catch (UnwritablePolicyException e) {
            Law.holds(format != policy.format(), () -> "not to be written in its own format: " + e.getMessage());
            Law.holds(
                    !e.rules().isEmpty()
                            && e.rules().stream().allMatch(rule -> ids(policy).contains(rule.rule())),
                    () -> "refused without a rule: " + e.getMessage());
            return;
        }
        Policy read = PolicyReader.parse(text, "written", format);
        if (format == policy.format()) {
            Law.holds(said(read).equals(said(policy)), () -> "written as another policy: " + text);
        }
        Policy readAgain = PolicyReader.parse(writer.write(read), "written again", format);
        Law.holds(readAgain.revision().equals(read.revision()), () -> "written again as another policy: " + text);
        checkDecisions(read);
    }

    private static List<RuleId> ids(Policy policy) {
        List<RuleId> ids = new ArrayList<>();
        policy.tools().values().forEach(tool -> tool.rules().forEach(rule -> ids.add(rule.id())));
        policy.groups().values().forEach(group -> group.rules().forEach(rule -> ids.add(rule.id())));
        policy.everyTool().forEach(rule -> ids.add(rule.id()));
        return ids;
    }

    /** The revision that the policy would have if its rules stood in lists by their kinds. */
    private static String said(Policy policy) {
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        policy.tools().forEach((name, tool) -> tools.put(name, new ToolPolicy(byKind(tool.rules()))));
        Map<String, ToolGroup> groups = new LinkedHashMap<>();
        policy.groups().forEach((name, group) -> groups.put(name, group.withRules(byKind(group.rules()))));
        return new PolicyParts(policy.name(), policy.format(), policy.defaultAction())
                .description(policy.description())
                .mode(policy.mode())
                .hidden(policy.hidden())
                .tools(tools)
                .groups(groups)
                .everyTool(byKind(policy.everyTool()))
                .policy()
                .revision();
    }

    private static List<Rule> byKind(List<Rule> rules) {
        List<Rule> sorted = new ArrayList<>(rules);
        sorted.sort(Comparator.comparing(rule -> rule.getClass().getSimpleName()));
        List<Rule> placed = new ArrayList<>(rules.size());
        // A rule that reads its own counter with a key stays one with the limit.
        Map<RuleId, RuleId> keyed = new HashMap<>();
        for (Rule rule : sorted) {
            RuleId next = RuleId.pointer(placed.size());
            if (rule instanceof Limit limit && limit.key() != null) {
                keyed.put(rule.id(), next);
            }
            RuleId id = rule.countersRead().isEmpty() ? next : keyed.getOrDefault(rule.id(), next);
            placed.add(at(id, rule).withMode(rule.mode()));
        }
        return placed;
    }

    private static Rule at(RuleId id, Rule rule) {
        if (rule instanceof Require require) {
            return new Require(
                    RuleHead.of(id).withName(require.name()).withMessage(require.message()), require.conditions());
        }
        if (rule instanceof DenyIf deny) {
            return new DenyIf(RuleHead.of(id).withName(deny.name()).withMessage(deny.message()), deny.conditions());
        }
        if (rule instanceof RequireApproval approval) {
            return RequireApproval.of(
                            RuleHead.of(id).withName(approval.name()).withMessage(approval.message()),
                            approval.conditions())
                    .withTimeout(approval.timeout());
        }
        if (rule instanceof Concurrency concurrency) {
            return concurrency.withHead(
                    RuleHead.of(id).withName(concurrency.name()).withMessage(concurrency.message()));
        }
        Limit limit = (Limit) rule;
        return Limit.of(
                        RuleHead.of(id).withName(limit.name()).withMessage(limit.message()),
                        limit.counter(),
                        limit.window(),
                        limit.bound())
                .withScope(limit.scope())
                .withAmount(limit.amount())
                .withKey(limit.key())
                .withStoreFailure(limit.storeFailure());
    }

    /** A decision comes of every call, and never of a fault. */
    private static void checkDecisions(Policy policy) {
        PolicyEngine engine = PolicyEngine.builder(policy).clock(() -> NOW).build();
        List<String> tools = new ArrayList<>(
                policy.tools().keySet().stream().limit(MOST_TOOLS).toList());
        tools.add("unlisted");
        for (String tool : tools) {
            for (Map<String, Object> arguments : ARGUMENTS) {
                ToolCall call = ToolCall.of(tool, arguments, Caller.ofGrant("g").withSession("s"));
                Decision decision = Cost.bounded(1_000, () -> engine.decide(call));
                Law.holds(
                        !(decision instanceof Decision.Deny deny)
                                || deny.denial().code() != DenialCode.INTERNAL_ERROR,
                        () -> "an internal error");
            }
        }
    }
}
