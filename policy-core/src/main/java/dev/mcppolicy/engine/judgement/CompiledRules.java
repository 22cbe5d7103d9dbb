package dev.mcppolicy.engine.judgement;

import java.util.ArrayList;
import java.util.List;

/** Rules that are judged together, each made ready once, by their kinds and in the order of judging. */
record CompiledRules(
        List<CompiledCheck> checks,
        List<CompiledLimit> limits,
        List<CompiledApproval> approvals,
        List<Ordered> places) {
    /** A concurrency rule, and how many limits stand before it. */
    record Ordered(CompiledConcurrency rule, int limitsBefore) {}

    /** No rules, to which some are added. */
    CompiledRules() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** The rules of several places, in the order of judging. */
    static CompiledRules of(List<CompiledRules> places) {
        CompiledRules all = new CompiledRules();
        for (CompiledRules place : places) {
            int limitsBefore = all.limits.size();
            all.checks.addAll(place.checks);
            all.limits.addAll(place.limits);
            all.approvals.addAll(place.approvals);
            place.places.forEach(
                    ordered -> all.places.add(new Ordered(ordered.rule(), limitsBefore + ordered.limitsBefore())));
        }
        return all;
    }

    /** Adds a concurrency rule after the limits that there are. */
    boolean add(CompiledConcurrency rule) {
        return places.add(new Ordered(rule, limits.size()));
    }
}
