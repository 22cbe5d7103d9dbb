package dev.mcppolicy.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.testkit.internal.Arguments;
import dev.mcppolicy.testkit.internal.CallEnd;
import dev.mcppolicy.testkit.internal.JudgedCall;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A call under test. It is a value: each {@code with} makes another, so that one call can serve as the pattern of many.
 * Every assertion judges the call once more, as of the tester's time.
 *
 * <ul>
 *   <li>Arguments: {@link #withArg}, {@link #withArgs}, {@link #withRawArguments}.
 *   <li>Caller: {@link #asGrant}, {@link #asPrincipal}, {@link #inSession}, {@link #withAttributes},
 *       {@link #asCaller}.
 *   <li>How the tool ends, if the call is allowed: {@link #returningToolError}, {@link #throwing}, {@link #notExecuted},
 *       {@link #settledAt}, {@link #lost}. Without any, it returns a result.
 *   <li>How long it runs: {@link #running}. Without, it ends at once.
 *   <li>Judging: {@link #isAllowed}, {@link #isDeniedBy}, {@link #needsApproval(String)}, {@link #decision}, and
 *       {@link #times} for many.
 * </ul>
 */
@CheckReturnValue
public final class TestCall {
    private final PolicyTester tester;
    private final String tool;
    private final Caller caller;
    private final Map<String, @Nullable Object> arguments;
    private final @Nullable Object rawArguments;
    private final CallEnd outcome;
    private final Fate fate;

    private TestCall(
            PolicyTester tester,
            String tool,
            Caller caller,
            Map<String, @Nullable Object> arguments,
            @Nullable Object rawArguments,
            CallEnd outcome,
            Fate fate) {
        this.tester = tester;
        this.tool = tool;
        this.caller = caller;
        this.arguments = arguments;
        this.rawArguments = rawArguments;
        this.outcome = outcome;
        this.fate = fate;
    }

    static TestCall of(PolicyTester tester, String tool, Fate fate) {
        return new TestCall(tester, tool, Caller.anonymous(), Map.of(), null, CallEnd.RETURNED, fate);
    }

    /** Whether a call that a test began was judged in the end. */
    static final class Fate {
        private final String tool;
        private boolean judged;

        Fate(String tool) {
            this.tool = tool;
        }

        String tool() {
            return tool;
        }

        boolean isJudged() {
            return judged;
        }
    }

    /**
     * The call with one argument more.
     *
     * @param path where it stands, as a policy writes it without {@code args.}: {@code amount}, {@code customer.id},
     *     {@code items[0].price}, {@code ["a.b"]}; objects and lists on the way are made
     * @param value a JSON value, which must not be changed afterwards; null for JSON's null
     * @return the changed call
     * @throws IllegalArgumentException if the path is none, has {@code [*]}, or leads through a value of another kind
     */
    public TestCall withArg(String path, @Nullable Object value) {
        requireNoRawArguments();
        return new TestCall(
                tester, tool, caller, Arguments.with(arguments, Arguments.path(path), value), null, outcome, fate);
    }

    /**
     * The call with several arguments more.
     *
     * @param values JSON values by the exact name of the argument, which must not be changed afterwards
     * @return the changed call
     */
    public TestCall withArgs(Map<String, ? extends @Nullable Object> values) {
        requireNoRawArguments();
        Map<String, @Nullable Object> all = new LinkedHashMap<>(arguments);
        all.putAll(values);
        return new TestCall(tester, tool, caller, all, null, outcome, fate);
    }

    /**
     * The call with whatever a client may send in place of arguments.
     *
     * @param given any object; what is no JSON object is denied as invalid
     * @return the changed call
     * @throws IllegalStateException if the call has arguments
     */
    public TestCall withRawArguments(Object given) {
        requireNoRawArguments();
        if (!arguments.isEmpty()) {
            throw new IllegalStateException("the call has arguments already, which raw ones would replace");
        }
        return new TestCall(tester, tool, caller, Map.of(), given, outcome, fate);
    }

    /**
     * The call under a grant.
     *
     * @param grant the grant's name, not empty
     * @return the changed call, its caller no longer anonymous
     */
    public TestCall asGrant(String grant) {
        return callerChanged(present -> present.withGrant(grant));
    }

    /**
     * The call by an authenticated principal.
     *
     * @param principal the principal's name, not empty
     * @return the changed call, its caller no longer anonymous
     */
    public TestCall asPrincipal(String principal) {
        return callerChanged(present -> present.withPrincipal(principal));
    }

    /**
     * The call in a session.
     *
     * @param session the session's id, not empty
     * @return the changed call
     */
    public TestCall inSession(String session) {
        return callerChanged(present -> present.withSession(session));
    }

    /**
     * The call by a caller with these attributes, in place of those so far.
     *
     * @param attributes JSON values by name
     * @return the changed call
     * @throws IllegalArgumentException if a part is not JSON, or there is too much
     */
    public TestCall withAttributes(Map<String, ? extends @Nullable Object> attributes) {
        return callerChanged(present -> present.withAttributes(attributes));
    }

    /**
     * The call by a caller, in place of the one so far.
     *
     * @param other the caller
     * @return the changed call
     */
    public TestCall asCaller(Caller other) {
        return callerChanged(present -> other);
    }

    /**
     * The call whose tool returns an error. It may have acted, so it stays charged.
     *
     * @return the changed call
     */
    public TestCall returningToolError() {
        return ending(CallEnd.of(ToolOutcome.TOOL_ERROR));
    }

    /**
     * The call whose tool throws. It may have acted, so it stays charged, unless the tester was told to
     * {@linkplain PolicyTester#releaseWhenHandlerThrows() release} it.
     *
     * @return the changed call
     */
    public TestCall throwing() {
        return ending(CallEnd.of(ToolOutcome.EXCEPTION));
    }

    /**
     * The call whose tool never runs, or says that it did nothing. Its charges are released.
     *
     * @return the changed call
     */
    public TestCall notExecuted() {
        return ending(CallEnd.of(ToolOutcome.NOT_EXECUTED));
    }

    /**
     * The call whose tool says what it really used of a counter.
     *
     * @param counter the counter's name
     * @param actual the real amount in place of the reserved one, zero or more
     * @return the changed call; further counters may be settled besides
     * @throws IllegalArgumentException if the amount is no finite number
     */
    public TestCall settledAt(String counter, Number actual) {
        BigDecimal exact = JsonNumber.exact(actual);
        if (exact == null) {
            throw new IllegalArgumentException("`" + actual + "` is no amount");
        }
        Map<String, BigDecimal> all = new LinkedHashMap<>();
        if (outcome.actual() != null) {
            all.putAll(outcome.actual());
        }
        all.put(counter, exact);
        return ending(CallEnd.settled(all));
    }

    /**
     * The call whose process dies while its tool runs: nobody tells of its end, so it stays charged, and holds its places
     * until their lease ends.
     *
     * @return the changed call
     */
    public TestCall lost() {
        return ending(CallEnd.LOST);
    }

    /**
     * The call whose tool runs for a while, if it is allowed: it holds its places until the tester's clock has reached that
     * time, and ends then.
     *
     * @param time how long, more than zero
     * @return the changed call
     * @throws IllegalArgumentException if the time is not more than zero
     */
    public TestCall running(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("a tool runs for more than no time, not `" + time + "`");
        }
        return with(outcome.after(time));
    }

    /**
     * This call, made several times one after the other.
     *
     * @param count how often, at least once
     * @return the calls
     * @throws IllegalArgumentException if the count is less than one
     */
    public TestCalls times(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a call must be made at least once, not " + count + " times");
        }
        return new TestCalls(this, count);
    }

    /**
     * Judges the call and asserts that it is allowed.
     *
     * @return assertions on the decision
     * @throws AssertionError if it is not
     */
    @CanIgnoreReturnValue
    public DecisionAssert isAllowed() {
        return decision().isAllowed();
    }

    /**
     * Judges the call and asserts which rule denies it.
     *
     * @param rule the rule's name, label or id, or a pseudo rule such as {@code (hidden)} or {@code (default deny)};
     *     of several rules with one name, any
     * @return assertions on the decision
     * @throws AssertionError if the call is not denied, or by another rule
     * @throws IllegalArgumentException if the policy has no such rule
     */
    @CanIgnoreReturnValue
    public DecisionAssert isDeniedBy(String rule) {
        tester.names().find(rule);
        return decision().isDeniedBy(rule);
    }

    /**
     * Judges the call and asserts that it needs an approval.
     *
     * @return assertions on the decision
     * @throws AssertionError if it does not
     */
    @CanIgnoreReturnValue
    public DecisionAssert needsApproval() {
        return decision().needsApproval();
    }

    /**
     * Judges the call and asserts which rule asks for an approval.
     *
     * @param rule the rule's name, label or id
     * @return assertions on the decision
     * @throws AssertionError if the call needs no approval, or another rule asks
     * @throws IllegalArgumentException if the policy has no such rule
     */
    @CanIgnoreReturnValue
    public DecisionAssert needsApproval(String rule) {
        tester.names().find(rule);
        return decision().needsApproval(rule);
    }

    /**
     * Judges the call.
     *
     * @return assertions on the decision, of which none is made yet
     */
    public DecisionAssert decision() {
        return new DecisionAssert(tester, judge());
    }

    /** Judges the call as one of many. */
    public DecisionAssert decision(int ordinal, int times) {
        return new DecisionAssert(tester, judge().numbered(ordinal, times));
    }

    private JudgedCall judge() {
        fate.judged = true;
        Object given = rawArguments == null ? arguments : rawArguments;
        return tester.judge(ToolCall.of(tool, given, caller), outcome);
    }

    PolicyTester tester() {
        return tester;
    }

    private TestCall callerChanged(UnaryOperator<Caller> change) {
        return new TestCall(tester, tool, change.apply(caller), arguments, rawArguments, outcome, fate);
    }

    /**
     * The same call with another end. For the rooms of the testkit, which is why its parameter is none of yours.
     *
     * @param end how the tool ends
     * @return the changed call
     */
    @SuppressWarnings("exports")
    public TestCall ending(CallEnd end) {
        return with(end.runs().isZero() ? end.after(outcome.runs()) : end);
    }

    private TestCall with(CallEnd end) {
        return new TestCall(tester, tool, caller, arguments, rawArguments, end, fate);
    }

    private void requireNoRawArguments() {
        if (rawArguments != null) {
            throw new IllegalStateException("the call has raw arguments, to which none can be added");
        }
    }

    @Override
    public String toString() {
        return "TestCall[" + tool + "]";
    }
}
