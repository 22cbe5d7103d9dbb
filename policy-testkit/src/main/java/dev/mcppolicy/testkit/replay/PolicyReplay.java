package dev.mcppolicy.testkit.replay;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicyEngineBuilder;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.VirtualClock;
import dev.mcppolicy.testkit.internal.CallEnd;
import dev.mcppolicy.testkit.internal.OpenCalls;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A policy that judges recorded calls one after the other, under a clock that they move, with the counters that its own
 * decisions lead to. Nothing but the calls plays a part, so that the same calls have the same answers always. Not
 * threadsafe.
 */
@CheckReturnValue
public final class PolicyReplay {
    /** When a replay begins whose calls say no time. */
    public static final Instant START = VirtualClock.START;

    private final PolicyEngine engine;
    private final OpenCalls running;
    private final boolean ignoresForeignCounters;
    /** The approvals that nobody has answered and whose time is not over. */
    private final Queue<Decision.ApprovalRequired> held =
            new PriorityQueue<>(Comparator.comparing(Decision.ApprovalRequired::expiresAt));

    private @Nullable ShadowDecision shadow;
    private Instant now = START;
    private long timedOut;

    private PolicyReplay(Policy policy, UnaryOperator<PolicyEngineBuilder> options, boolean ignoresForeignCounters) {
        this.engine = options.apply(
                        PolicyEngine.builder(policy).clock(() -> now).listener(this::hear))
                .build();
        this.running = new OpenCalls(engine, policy);
        this.ignoresForeignCounters = ignoresForeignCounters;
    }

    /**
     * A replay in which a tool that throws keeps its charges.
     *
     * @param policy the policy
     * @return a replay at {@link #START}
     */
    public static PolicyReplay of(Policy policy) {
        return of(policy, options -> options);
    }

    /**
     * A replay with further options of its engine.
     *
     * @param policy the policy
     * @param options sets options other than the clock
     * @return a replay at {@link #START}
     */
    public static PolicyReplay of(Policy policy, UnaryOperator<PolicyEngineBuilder> options) {
        return new PolicyReplay(policy, options, false);
    }

    /** A replay of calls that were recorded under another policy, whose counters this one may not have. */
    public static PolicyReplay ofForeign(Policy policy) {
        return new PolicyReplay(policy, options -> options, true);
    }

    /**
     * What a call came to.
     *
     * @param asked the decision before any human's answer
     * @param decision the last decision: the same, or what followed the recorded answer
     * @param shadow what the policy would have decided, were none of it in shadow mode; null where none is
     */
    public record Replayed(
            Decision asked, Decision decision, @Nullable ShadowDecision shadow) {}

    /**
     * Moves the clock to the call, judges it, and does what comes after: the human's answer, and the end of the call.
     *
     * @param recorded the call
     * @return what it came to
     * @throws IllegalArgumentException if the call settles a counter that it was not charged
     */
    @CanIgnoreReturnValue
    public Replayed judge(RecordedCall recorded) {
        moveTo(recorded.at());
        Decision asked = engine.decide(recorded.call());
        Decision decision = answered(asked, recorded.answer());
        if (decision instanceof Decision.Allow allow) {
            running.begin(recorded.call(), allow, end(recorded.end(), allow), now);
        }
        return new Replayed(asked, decision, shadow);
    }

    private Decision answered(Decision asked, @Nullable ApprovalAnswer answer) {
        if (!(asked instanceof Decision.ApprovalRequired approval)) {
            return asked;
        }
        if (answer == null) {
            held.add(approval);
            return approval;
        }
        // A rule that comes to ask only since is answered alike; it is asked about once more, and no oftener.
        return answered(engine.answer(approval, answer), answer);
    }

    private CallEnd end(CallEnd recorded, Decision.Allow allow) {
        Map<String, BigDecimal> actual = recorded.actual();
        if (actual == null || !ignoresForeignCounters) {
            return recorded;
        }
        Map<String, BigDecimal> known = new TreeMap<>(actual);
        known.keySet()
                .removeIf(counter -> allow.reservation().charges().stream()
                                .map(charge -> charge.key().definition())
                                .filter(definition -> isCalled(definition, counter))
                                .count()
                        != 1);
        return CallEnd.settled(known).after(recorded.runs());
    }

    private static boolean isCalled(CounterDefinition definition, String counter) {
        return definition.counter().equals(counter)
                || definition.qualifiedName().equals(counter);
    }

    /** Nothing is judged in shadow mode after a human's answer, so what was judged before it stays. */
    private void hear(DecisionEvent event) {
        if (event.answers() == null) {
            shadow = event.shadow().isEmpty() ? null : event.shadow().get(0);
        }
    }

    /**
     * Moves the clock, ends the calls that ran until then, and denies what was held for answers that did not come in time: that nobody answered is known by
     * then.
     *
     * @param at the time, or null to leave it
     */
    public void moveTo(@Nullable Instant at) {
        Instant target = at == null ? now : at;
        while (now.isBefore(target)) {
            now = running.next(now, target);
            running.reached(now);
        }
        now = target;
        for (Decision.ApprovalRequired next = held.peek();
                next != null && !now.isBefore(next.expiresAt());
                next = held.peek()) {
            held.remove();
            if (engine.timeOut(next) instanceof Decision.Deny) {
                timedOut++;
            }
        }
    }

    /**
     * The tools of a server that callers would see now.
     *
     * @param tools the names of all of them
     * @return those that the policy lists, in their order
     */
    public List<String> visible(List<String> tools) {
        return tools.stream().filter(engine::lists).toList();
    }

    /**
     * The clock.
     *
     * @return where the last call has put it
     */
    public Instant now() {
        return now;
    }

    /**
     * How many approvals were held until their time was over.
     *
     * @return the number so far
     */
    public long timedOut() {
        return timedOut;
    }
}
