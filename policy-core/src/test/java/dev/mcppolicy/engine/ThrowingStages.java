package dev.mcppolicy.engine;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.ForwardingCounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A store whose asynchronous methods throw where they should give a stage that fails. */
class ThrowingStages extends ForwardingCounterStore {
    ThrowingStages() {
        super(new InMemoryCounterStore());
    }

    private static IllegalStateException broken() {
        return new IllegalStateException("the store is broken");
    }

    @Override
    public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
        throw broken();
    }

    @Override
    public CompletionStage<long[]> readAsync(List<CounterKey> keys, long nowMillis) {
        throw broken();
    }

    @Override
    public ReserveResult reserve(ReserveRequest request, long nowMillis) {
        throw broken();
    }

    @Override
    public ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
        throw broken();
    }

    @Override
    public long[] read(List<CounterKey> keys, long nowMillis) {
        throw broken();
    }

    @Override
    public Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
        throw broken();
    }

    @Override
    public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        throw broken();
    }
}
