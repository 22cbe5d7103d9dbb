package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.internal.ReadingCost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The limits and concurrency rules that concern a call, in their order: what it is charged, and the places that it takes. */
final class CompiledCharges {
    private final List<CompiledLimit> limits;
    private final List<CompiledRules.Ordered> places;
    /** What every call is charged, where no limit's charge depends on the call. */
    private final @Nullable ReserveRequest sameForAll;
    /** Whether a caller can open as many counters of one of the limits, or places of one of the rules, as it likes. */
    private final boolean opensAtWill;
    /** Whether the work of making the charges and finding the places is counted. */
    private final boolean metered;

    CompiledCharges(List<CompiledLimit> limits, List<CompiledRules.Ordered> places) {
        this.limits = List.copyOf(limits);
        this.places = List.copyOf(places);
        this.opensAtWill = limits.stream().anyMatch(CompiledLimit::isOpenedAtWill)
                || places.stream().anyMatch(ordered -> ordered.rule().isOpenedAtWill());
        this.metered =
                limits.stream().anyMatch(CompiledLimit::isMetered) || places().anyMatch(CompiledConcurrency::isMetered);
        this.sameForAll =
                limits.stream().allMatch(CompiledLimit::isSameForAll) ? charges(Map.of(), Caller.anonymous()) : null;
    }

    boolean isMetered() {
        return metered;
    }

    /**
     * Takes the work of making the charges of a call and of finding its places, before anything of it is done.
     *
     * @return the denial where too little is left, or null
     */
    Decision.@Nullable Deny takeWork(Map<String, @Nullable Object> arguments, Caller caller, Work work) {
        long costOfAll = ReadingCost.of(arguments);
        // What has been judged before is charged before, so that the rest is left to what has not.
        Work taken = work.repeated();
        for (CompiledLimit limit : limits) {
            Decision.Deny denial = limit.takeWork(arguments, caller, costOfAll, taken);
            if (denial != null) {
                return denial;
            }
        }
        for (CompiledRules.Ordered ordered : places) {
            Decision.Deny denial = ordered.rule().takeWork(arguments, caller, costOfAll, taken);
            if (denial != null) {
                return denial;
            }
        }
        return null;
    }

    /** Without those that do not concern a call. */
    CompiledCharges but(Collection<StoreRule> unconcerned) {
        if (unconcerned.isEmpty()) {
            return this;
        }
        CompiledRules left = new CompiledRules();
        int next = 0;
        for (int i = 0; i <= limits.size(); i++) {
            for (; next < places.size() && places.get(next).limitsBefore() == i; next++) {
                if (!unconcerned.contains(places.get(next).rule())) {
                    left.add(places.get(next).rule());
                }
            }
            if (i < limits.size() && !unconcerned.contains(limits.get(i))) {
                left.limits().add(limits.get(i));
            }
        }
        return new CompiledCharges(left.limits(), left.places());
    }

    /**
     * What a call is charged, in the order of the limits, and the places that it takes, or null if there is no charge or no
     * place for it.
     *
     * @param runs whether the call is about to run; where it is not, its places are named and not taken
     */
    @Nullable
    ReserveRequest request(Map<String, @Nullable Object> arguments, Caller caller, boolean runs) {
        ReserveRequest charges = charges(arguments, caller);
        if (charges == null || places.isEmpty()) {
            return charges;
        }
        List<Place> taken = new ArrayList<>(places.size());
        for (CompiledRules.Ordered ordered : places) {
            Place place = ordered.rule().place(arguments, caller);
            if (place == null) {
                return null;
            }
            taken.add(place);
        }
        return runs ? charges.withPlaces(taken).withPayer(opensAtWill ? payer(caller) : "") : charges;
    }

    private @Nullable ReserveRequest charges(Map<String, @Nullable Object> arguments, Caller caller) {
        if (sameForAll != null) {
            return sameForAll;
        }
        if (limits.size() == 1) {
            ReserveRequest kept = limits.get(0).kept(caller);
            if (kept != null) {
                return kept;
            }
        }
        Charge[] charges = new Charge[limits.size()];
        for (int i = 0; i < charges.length; i++) {
            Charge charge = limits.get(i).charge(arguments, caller);
            if (charge == null) {
                return null;
            }
            charges[i] = charge;
        }
        return new ReserveRequest(List.of(charges), List.of(), opensAtWill ? payer(caller) : "", null);
    }

    /** Toward whose bound the counters count that a caller opens at will. */
    private static String payer(Caller caller) {
        if (caller.principal() != null) {
            return "principal " + caller.principal();
        }
        return caller.grant() == null ? "" : "grant " + caller.grant();
    }

    /** Why {@link #request} could not be made: the first limit or concurrency rule that no waiting helps. */
    Decision.Deny denial(Map<String, @Nullable Object> arguments, Caller caller) {
        int nextPlace = 0;
        for (int i = 0; i <= limits.size(); i++) {
            for (; nextPlace < places.size() && places.get(nextPlace).limitsBefore() == i; nextPlace++) {
                CompiledConcurrency rule = places.get(nextPlace).rule();
                if (rule.place(arguments, caller) == null) {
                    return rule.denial(caller);
                }
            }
            if (i == limits.size()) {
                break;
            }
            CompiledLimit limit = limits.get(i);
            Charge charge = limit.charge(arguments, caller);
            if (charge == null) {
                return limit.denial(arguments, caller);
            }
            if (charge.exceedsAlone()) {
                return limit.exceeded(Refusal.NEVER);
            }
        }
        throw new IllegalStateException("every charge could be made");
    }

    /** The denial for charges and places that the store refused. */
    Decision.Deny refused(Refusal refusal) {
        int index = refusal.index();
        return switch (refusal.reason()) {
            case LIMIT -> limits.get(index).exceeded(refusal.retryAfterMillis());
            case STORE_FULL -> limits.get(index).storeFull();
            case PLACE_TAKEN -> places.get(index).rule().full();
            case PLACES_FULL -> places.get(index).rule().storeFull();
        };
    }

    /**
     * The denial when the store failed to take charges and places, or null when every limit is told to fail open and no
     * place was asked for.
     *
     * @param runs as in {@link #request}
     */
    Decision.@Nullable Deny failure(boolean runs) {
        for (CompiledLimit limit : limits) {
            if (!limit.failsOpen()) {
                return limit.storeUnavailable();
            }
        }
        return runs && !places.isEmpty() ? places.get(0).rule().storeUnavailable() : null;
    }

    List<CompiledLimit> limits() {
        return limits;
    }

    Stream<CompiledConcurrency> places() {
        return places.stream().map(CompiledRules.Ordered::rule);
    }
}
