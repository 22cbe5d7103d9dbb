package dev.mcppolicy.engine.judgement;

import java.util.ArrayList;
import java.util.List;

/** Rules that are judged together, each made ready once, by their kinds and in the order of judging. */
record CompiledRules(List<CompiledCheck> checks, List<CompiledLimit> limits, List<CompiledApproval> approvals) {
    /** The rules of several places, in the order of judging. */
    static CompiledRules of(List<CompiledRules> places) {
        CompiledRules all = new CompiledRules(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (CompiledRules place : places) {
            all.checks.addAll(place.checks);
            all.limits.addAll(place.limits);
            all.approvals.addAll(place.approvals);
        }
        return all;
    }
}
