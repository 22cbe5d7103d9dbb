package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.DenialCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a tester does with calls, callers, time and the tool's end. */
class PolicyTesterTest {
    private final PolicyTester policy = PolicyTester.of(RefundPolicy.POLICY);
    private final TestCall refund = policy.call("create_refund").withArg("amount", 100);

    @Test
    void the_eleventh_refund_of_a_day_waits_for_midnight() {
        policy.at("2026-01-15T22:00:00Z");
        policy.call("create_refund").withArg("amount", 100).times(10).areAllowed();
        policy.call("create_refund")
                .withArg("amount", 100)
                .isDeniedBy("daily refund count")
                .retryAfter(Duration.ofHours(2));
        policy.advance(Duration.ofHours(2));
        policy.call("create_refund").withArg("amount", 100).isAllowed();
    }

    @Test
    void a_rule_is_known_by_its_name_and_by_its_id() {
        TestCall tooMuch = refund.withArg("amount", 50_001);

        tooMuch.isDeniedBy("max single refund").withCode(DenialCode.DENIED_BY_RULE);
        tooMuch.isDeniedBy("/tools/create_refund/rules/0").withMessage("A refund is at most 500.00");
    }

    @Test
    void a_call_is_a_value_that_serves_many() {
        TestCall other = refund.withArg("metadata.env", "test");

        other.isDeniedBy("no test data");
        refund.isAllowed();
    }

    @Test
    void arguments_are_set_by_path_by_name_and_raw() {
        refund.withArg("metadata.env", "test").isDeniedBy("no test data");
        refund.withArgs(Map.of("metadata", Map.of("env", "test"))).isDeniedBy("no test data");
        refund.withArgs(Map.of("metadata.env", "test")).isAllowed();
        refund.withArg("[\"metadata.env\"]", "test").isAllowed();
        refund.withArg("amount", null).isDeniedBy("max single refund");
        policy.call("create_refund").withRawArguments(List.of()).isDeniedBy("(arguments)");
        policy.call("create_refund")
                .withRawArguments(Map.of("amount", new Object()))
                .isDeniedBy("(arguments)");
    }

    @Test
    void lists_in_arguments_grow_by_one() {
        TestCall one = refund.withArg("items[0].price", 1);

        one.withArg("items[1].price", 2).isAllowed();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.withArg("items[2].price", 2).isAllowed())
                .withMessage("`args.items[2].price` leaves a gap: the list has 1 element");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.withArg("items[*].price", 2).isAllowed())
                .withMessage("`items[*].price` leads to every element; name one, such as `[0]`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> refund.withArg("amount.cents", 2).isAllowed())
                .withMessage("`args.amount.cents` goes through a value that is no object");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> refund.withArg("amount[0]", 2).isAllowed())
                .withMessage("`args.amount[0]` goes through a value that is no list");
    }

    @Test
    void raw_arguments_do_not_mix_with_others() {
        assertThatIllegalStateException()
                .isThrownBy(() -> refund.withRawArguments(List.of()).isAllowed())
                .withMessage("the call has arguments already, which raw ones would replace");
        assertThatIllegalStateException()
                .isThrownBy(() -> policy.call("create_refund")
                        .withRawArguments(List.of())
                        .withArg("amount", 1)
                        .isAllowed())
                .withMessage("the call has raw arguments, to which none can be added");
    }

    @Test
    void each_caller_counts_for_itself() {
        TestCall half = policy.call("create_refund").withArg("amount", 20_000);

        half.asGrant("a").times(5).areAllowed();
        half.asGrant("a").isDeniedBy("daily refund sum");
        half.asGrant("b").isAllowed();
        half.asPrincipal("p").isDeniedBy("daily refund sum").withCode(DenialCode.CALLER_UNKNOWN);
        half.asPrincipal("p").asGrant("b").inSession("s").isAllowed();
        half.asCaller(Caller.unidentified()).isDeniedBy("daily refund sum").withCode(DenialCode.CALLER_UNKNOWN);
    }

    @Test
    void options_reach_the_engine() {
        PolicyTester strict = PolicyTester.of(RefundPolicy.POLICY, options -> options.strictCallers());

        strict.call("create_refund")
                .withArg("amount", 1)
                .isDeniedBy("daily refund sum")
                .withCode(DenialCode.CALLER_UNKNOWN);
        assertThatIllegalStateException()
                .isThrownBy(() -> PolicyTester.of(
                        RefundPolicy.POLICY,
                        options -> options.clock(InstantSource.offset(policy.clock(), Duration.ZERO))))
                .withMessageStartingWith("the clock was already set to `");
    }

    @Test
    void the_end_of_the_tool_decides_on_the_charge() {
        refund.isAllowed().charges("refunds", 1).charges("refunded", 100);
        refund.returningToolError().isAllowed().charges("refunds", 1).charges("refunded", 100);
        refund.throwing().isAllowed().charges("refunds", 1).charges("refunded", 100);
        refund.notExecuted().isAllowed().changesNoCounter().charges("refunds", 0);
        refund.settledAt("refunded", 70.5).isAllowed().charges("refunds", 1).charges("refunded", 70.5);
        refund.settledAt("refunded", 0).settledAt("refunds", 3).isAllowed().charges("refunds", 3);
    }

    @Test
    void a_denied_call_changes_no_counter() {
        refund.times(10).areAllowed();

        refund.isDeniedBy("daily refund count").changesNoCounter().charges("refunds", 0);
        refund.times(2).areDeniedBy("daily refund count");
    }

    @Test
    void an_approval_is_asked_for_and_answered() {
        TestCall large = refund.withArg("amount", 20_001);

        large.needsApproval("large refunds")
                .charges("refunds", 1)
                .approve()
                .isAllowed()
                .charges("refunds", 1);
        large.needsApproval()
                .decline()
                .isDeniedBy("large refunds")
                .withCode(DenialCode.APPROVAL_DECLINED)
                .changesNoCounter();
        refund.withArg("amount", 20_002)
                .needsApproval()
                .timeOut()
                .isDeniedBy("large refunds")
                .withCode(DenialCode.APPROVAL_TIMED_OUT)
                .changesNoCounter();
    }

    @Test
    void an_approval_that_comes_after_midnight_is_charged_to_the_new_day() {
        policy.at("2026-01-15T23:50:00Z");
        DecisionAssert waiting = refund.withArg("amount", 20_001).needsApproval();
        policy.advance(Duration.ofMinutes(20));

        waiting.approve().isAllowed().charges("refunds", 1).charges("refunded", 20_001);
    }

    @Test
    void an_approval_that_comes_too_late_is_denied() {
        DecisionAssert waiting = refund.withArg("amount", 20_001).needsApproval();
        policy.advance(Duration.ofMinutes(30));

        waiting.approve()
                .isDeniedBy("large refunds")
                .withCode(DenialCode.APPROVAL_TIMED_OUT)
                .changesNoCounter();
    }

    @Test
    void a_tool_that_throws_keeps_its_charge_unless_the_tester_releases_it() {
        TestCall thrown = refund.throwing();
        thrown.isAllowed().charges("refunds", 1);

        policy.releaseWhenHandlerThrows();

        thrown.isAllowed().changesNoCounter();
        refund.returningToolError().isAllowed().charges("refunds", 1);
    }

    @Test
    void hidden_and_listed_tools_are_told_apart() {
        policy.hides("delete_customer").lists("create_refund", "list_refunds");

        assertThatThrownBy(() -> policy.hides("list_refunds"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("expected the policy to hide `list_refunds`, but it lists it; it hides `delete_customer`");
        assertThatThrownBy(() -> policy.hides("drop_table"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("expected the policy to hide `drop_table`, but it only does not list it; it hides"
                        + " `delete_customer`");
        assertThatThrownBy(() -> policy.lists("delete_customer"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("expected the policy to list `delete_customer`, but it hides it");
        assertThatThrownBy(() -> policy.lists("create_refnd"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("expected the policy to list `create_refnd`, but it denies by default and does not name it"
                        + " (did you mean `create_refund`?)");
        assertThatIllegalArgumentException().isThrownBy(() -> policy.hides()).withMessage("name at least one tool");
    }

    @Test
    void a_call_that_is_never_judged_is_found() {
        refund.isAllowed();
        policy.requireAllJudged();
        TestCall forgotten = policy.call("list_refunds").withArg("limit", 5);

        assertThatThrownBy(policy::requireAllJudged)
                .isInstanceOf(AssertionError.class)
                .hasMessage("a call of `list_refunds` was built but never judged; end it with an assertion such as"
                        + " `isAllowed()`");
        assertThat(forgotten).hasToString("TestCall[list_refunds]");
    }

    @Test
    void a_name_that_is_no_rule_is_refused_before_the_call_is_judged() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> refund.isDeniedBy("daily refund cont"))
                .withMessage("the policy has no rule `daily refund cont` (did you mean `daily refund count`?)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> refund.times(2).areDeniedBy("something else"))
                .withMessage("the policy has no rule `something else` (there are `(arguments)`, `(default deny)`,"
                        + " `(engine)`, `(hidden)`, `(no policy)`, `daily refund count`, `daily refund sum`,"
                        + " `large refunds`, `max single refund`, `no test data`)");
        refund.isAllowed().charges("refunds", 1);
        refund.times(9).areAllowed();
    }

    @Test
    void a_counter_that_the_call_does_not_have_is_refused() {
        DecisionAssert allowed = refund.isAllowed();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> allowed.charges("refund", 1))
                .withMessage("no limit of this call has the counter `refund` (did you mean `refunds`?)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> allowed.charges("refunds", Double.NaN))
                .withMessage("`NaN` is no amount");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        refund.settledAt("refunds", Double.POSITIVE_INFINITY).isAllowed())
                .withMessage("`Infinity` is no amount");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.call("list_refunds").isAllowed().charges("refunds", 1))
                .withMessage("no limit of this call has the counter `refunds` (there is none)");
    }

    @Test
    void a_call_is_made_at_least_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> refund.times(0).areAllowed())
                .withMessage("a call must be made at least once, not 0 times");
    }
}
