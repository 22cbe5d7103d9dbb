package dev.mcppolicy.benchmarks;

import dev.mcppolicy.decision.Caller;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** Where a thread is in its calls, and who it calls as when threads are not to share a counter. */
@State(Scope.Thread)
public class Turn {
    private int next;
    private Caller own;

    @Setup
    public void setUp(ThreadParams threads) {
        // Threads begin at different places, so that they do not make the same call at the same time.
        next = threads.getThreadIndex() * (CallMix.SIZE / 3);
        own = Caller.ofGrant("agent-" + threads.getThreadIndex());
    }

    /** The next number without end. */
    int number() {
        return next++ & Integer.MAX_VALUE;
    }

    /** The next call of as many as {@link CallMix} makes. */
    Call call(Call[] calls) {
        return calls[next++ & (CallMix.SIZE - 1)];
    }

    /** A caller that no other thread is. */
    Caller ownCaller() {
        return own;
    }
}
