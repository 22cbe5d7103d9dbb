package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveResult;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A store whose asynchronous methods throw where they should give a stage that fails. */
class ThrowingStages implements CounterStore {
    private static IllegalStateException broken() {
        return new IllegalStateException("the store is broken");
    }

    @Override
    public CompletionStage<ReserveResult> reserveAsync(List<Charge> charges, long nowMillis) {
        throw broken();
    }

    @Override
    public CompletionStage<long[]> readAsync(List<CounterKey> keys, long nowMillis) {
        throw broken();
    }

    @Override
    public ReserveResult reserve(List<Charge> charges, long nowMillis) {
        throw broken();
    }

    @Override
    public ReserveResult swap(Reservation held, List<Charge> charges, long nowMillis) {
        throw broken();
    }

    @Override
    public long[] read(List<CounterKey> keys, long nowMillis) {
        throw broken();
    }

    @Override
    public Refusal wouldRefuse(List<Charge> charges, long nowMillis) {
        throw broken();
    }

    @Override
    public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        throw broken();
    }

    @Override
    public void reset(CounterKey key) {
        throw broken();
    }

    @Override
    public void resetClock(long nowMillis) {
        throw broken();
    }
}
