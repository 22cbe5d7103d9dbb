package dev.mcppolicy.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicyEngineBuilder;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.internal.CallEnd;
import dev.mcppolicy.testkit.internal.JudgedCall;
import dev.mcppolicy.testkit.internal.OpenCalls;
import dev.mcppolicy.testkit.internal.RuleNames;
import dev.mcppolicy.text.NearestName;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A policy under test: an engine of its own with fresh counters and a {@link VirtualClock}. One test takes one tester.
 *
 * <ul>
 *   <li>Time: {@link #at(String)}, {@link #advance}, {@link #clock}.
 *   <li>Calls: {@link #call}, which {@link TestCall} builds up and judges. One that runs for a while ends as the clock
 *       reaches that time.
 *   <li>What is listed: {@link #hides}, {@link #lists}.
 * </ul>
 *
 * <pre>{@code
 * PolicyTester policy = PolicyTester.of(refunds);
 * policy.at("2026-01-15T22:00:00Z");
 * policy.call("create_refund").withArg("amount", 100).times(10).areAllowed();
 * policy.call("create_refund").withArg("amount", 100).isDeniedBy("daily refund count").retryAfter(Duration.ofHours(2));
 * }</pre>
 *
 * <p>Not threadsafe; testers share nothing, so tests may run beside each other.
 */
public final class PolicyTester {
    private final Policy policy;
    private final VirtualClock clock = new VirtualClock();
    private final CounterStore store = new InMemoryCounterStore();
    private final CounterLedger ledger = new CounterLedger(store, clock);
    private final PolicyEngine engine;
    private final RuleNames names;
    private final OpenCalls running;
    private final Consumer<JudgedCall> observer;
    private final List<TestCall.Fate> fates = new ArrayList<>();
    /** The ids of the approvals that have been answered, which hold nothing any more. */
    private final Set<String> answered = new HashSet<>();

    private boolean releaseWhenThrown;
    /** What the latest decision said of shadow mode; nothing is judged there unless somebody listens. */
    private List<ShadowDecision> shadow = List.of();

    private PolicyTester(Policy policy, UnaryOperator<PolicyEngineBuilder> options, Consumer<JudgedCall> observer) {
        this(policy, policy, options, observer);
    }

    private PolicyTester(
            Policy named, Policy policy, UnaryOperator<PolicyEngineBuilder> options, Consumer<JudgedCall> observer) {
        this.policy = policy;
        this.engine = options.apply(PolicyEngine.builder(policy)
                        .store(store)
                        .clock(clock)
                        .listener(event -> shadow = event.shadow()))
                .build();
        this.names = new RuleNames(named);
        this.running = new OpenCalls(engine, policy);
        clock.stopFor(running);
        this.observer = observer;
    }

    /**
     * A tester of a policy.
     *
     * @param policy the policy
     * @return a new tester
     */
    @CheckReturnValue
    public static PolicyTester of(Policy policy) {
        return of(policy, options -> options);
    }

    /**
     * A tester of a policy in an engine with options, such as strict callers.
     *
     * @param policy the policy
     * @param options sets options of the engine; store and clock are the tester's own and already set
     * @return a new tester
     * @throws IllegalStateException if the options set the store or the clock
     */
    @CheckReturnValue
    public static PolicyTester of(Policy policy, UnaryOperator<PolicyEngineBuilder> options) {
        return new PolicyTester(policy, options, judged -> {});
    }

    /**
     * A tester whose every judged call is shown to an observer. For the rooms of the testkit, which is why the observer is
     * none of yours.
     *
     * @param policy the policy
     * @param observer sees each call that was judged
     * @return a new tester
     */
    @SuppressWarnings("exports")
    @CheckReturnValue
    public static PolicyTester observed(Policy policy, Consumer<JudgedCall> observer) {
        return new PolicyTester(policy, options -> options, observer);
    }

    /**
     * A tester of a changed policy, whose rules are called what they are called in the original.
     *
     * @param original the policy that the rules' names are looked up in
     * @param changed the policy that judges
     * @return a new tester
     */
    @CheckReturnValue
    public static PolicyTester mutated(Policy original, Policy changed) {
        return new PolicyTester(original, changed, options -> options, judged -> {});
    }

    /**
     * The policy under test.
     *
     * @return the policy
     */
    public Policy policy() {
        return policy;
    }

    /**
     * The clock that the policy is judged by.
     *
     * @return the tester's own clock
     */
    public VirtualClock clock() {
        return clock;
    }

    /**
     * Sets the clock.
     *
     * @param instant the time in ISO 8601 with an offset, such as {@code 2026-01-15T22:00:00Z}
     * @return this tester
     * @throws IllegalArgumentException if the text is no such time, or the clock has reached a later time
     */
    @CanIgnoreReturnValue
    public PolicyTester at(String instant) {
        clock.at(instant);
        return this;
    }

    /**
     * Sets the clock.
     *
     * @param instant the time
     * @return this tester
     * @throws IllegalArgumentException if the clock has reached a later time
     */
    @CanIgnoreReturnValue
    public PolicyTester at(Instant instant) {
        clock.at(instant);
        return this;
    }

    /**
     * Moves the clock forward.
     *
     * @param duration how far, zero or more
     * @return this tester
     * @throws IllegalArgumentException if the duration is negative
     */
    @CanIgnoreReturnValue
    public PolicyTester advance(Duration duration) {
        clock.advance(duration);
        return this;
    }

    /**
     * From now on, releases the charge of a call whose tool throws, as an enforcer does that was built so.
     *
     * @return this tester
     */
    @CanIgnoreReturnValue
    public PolicyTester releaseWhenHandlerThrows() {
        releaseWhenThrown = true;
        return this;
    }

    /**
     * A call of a tool, by the anonymous caller and without arguments. Nothing is judged before an assertion is made.
     *
     * @param tool the tool's name
     * @return the call, to be built up and judged
     */
    @CheckReturnValue
    public TestCall call(String tool) {
        TestCall.Fate fate = new TestCall.Fate(tool);
        fates.add(fate);
        return TestCall.of(this, tool, fate);
    }

    /**
     * Asserts that the policy hides tools: they are not listed, and a call of them is denied as hidden.
     *
     * @param tools the tools' names, at least one
     * @return this tester
     * @throws AssertionError if it does not hide one of them
     * @throws IllegalArgumentException without a name
     */
    @CanIgnoreReturnValue
    public PolicyTester hides(String... tools) {
        requireNames(tools);
        for (String tool : tools) {
            if (!policy.hides(tool)) {
                throw new AssertionError("expected the policy to hide `" + tool + "`, but it "
                        + (policy.lists(tool) ? "lists it" : "only does not list it")
                        + hiddenTools());
            }
            call(tool).isDeniedBy("(hidden)");
        }
        return this;
    }

    /**
     * Asserts that the policy lists tools, so that a call of them can be allowed.
     *
     * @param tools the tools' names, at least one
     * @return this tester
     * @throws AssertionError if it does not list one of them
     * @throws IllegalArgumentException without a name
     */
    @CanIgnoreReturnValue
    public PolicyTester lists(String... tools) {
        requireNames(tools);
        for (String tool : tools) {
            if (!engine.lists(tool)) {
                throw new AssertionError("expected the policy to list `" + tool + "`, but it "
                        + (policy.hides(tool)
                                ? "hides it"
                                : "denies by default and does not name it"
                                        + NearestName.help(tool, policy.tools().keySet())));
            }
        }
        return this;
    }

    /** The first call that was begun and never judged, or null; a test that makes one asserts less than it says. */
    public void requireAllJudged() {
        fates.stream().filter(fate -> !fate.isJudged()).findFirst().ifPresent(fate -> {
            throw new AssertionError("a call of `" + fate.tool()
                    + "` was built but never judged; end it with an assertion such as `isAllowed()`");
        });
    }

    RuleNames names() {
        return names;
    }

    void requireBeside(String name) {
        List<String> beside = engine.policiesBeside();
        if (!beside.contains(name)) {
            throw new IllegalArgumentException(
                    "no policy beside this one is called `" + name + "`" + NearestName.help(name, beside));
        }
    }

    /** Judges a call, lets its tool run if that is allowed, and settles what it was charged. */
    JudgedCall judge(ToolCall given, CallEnd end) {
        CallEnd outcome = releaseWhenThrown ? end.releasedWhenThrown() : end;
        ToolCall call = given.frozen(engine.argumentLimits());
        Explanation explanation = engine.explain(call);
        ledger.note(explanation);
        Map<CounterKey, BigDecimal> before = ledger.read();
        return settled(call, explanation, before, engine.decide(call), outcome);
    }

    /** Answers for a human; the counters before are those without what the call itself holds. */
    JudgedCall answer(JudgedCall asked, Answer answer) {
        Decision.ApprovalRequired approval = (Decision.ApprovalRequired) asked.decision();
        Explanation explanation = engine.explain(asked.call());
        Map<CounterKey, BigDecimal> before =
                answered.add(approval.id()) ? HeldCharges.without(asked, ledger.read(), clock.millis()) : ledger.read();
        return settled(asked.call(), explanation, before, answer.give(engine, approval), asked.outcome());
    }

    /** What a human, or the lack of one, says to an approval. */
    @FunctionalInterface
    interface Answer {
        Decision give(PolicyEngine engine, Decision.ApprovalRequired approval);
    }

    private JudgedCall settled(
            ToolCall call,
            Explanation explanation,
            Map<CounterKey, BigDecimal> before,
            Decision decision,
            CallEnd outcome) {
        if (decision instanceof Decision.Allow allow) {
            running.begin(call, allow, outcome, clock.instant());
        }
        JudgedCall judged = new JudgedCall(
                call, clock.instant(), explanation, decision, shadow, outcome, before, ledger.read(), 1, 1);
        observer.accept(judged);
        return judged;
    }

    private String hiddenTools() {
        return policy.hidden().isEmpty()
                ? " and hides nothing"
                : "; it hides `" + String.join("`, `", policy.hidden()) + "`";
    }

    private static void requireNames(String... tools) {
        if (tools.length == 0) {
            throw new IllegalArgumentException("name at least one tool");
        }
    }
}
