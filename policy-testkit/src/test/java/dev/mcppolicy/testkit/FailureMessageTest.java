package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcppolicy.decision.DenialCode;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a failed assertion says, to the character. */
class FailureMessageTest {
    private final PolicyTester policy = PolicyTester.of(RefundPolicy.POLICY).at("2026-01-15T22:00:00Z");
    private final TestCall refund = policy.call("create_refund").withArg("amount", 100);

    private static String failureOf(ThrowingCallable assertion) {
        return catchThrowableOfType(AssertionError.class, assertion).getMessage();
    }

    @Test
    void is_allowed_names_the_rule_that_denies() {
        assertThat(failureOf(() -> refund.withArg("amount", 50_001).isAllowed()))
                .isEqualTo("""
                        expected the call to be allowed, but it was denied by `max single refund`

                          call      create_refund {"amount":50001}
                          caller    anonymous
                          time      2026-01-15T22:00:00Z
                          decision  denied by `max single refund` (/tools/create_refund/rules/0), DENIED_BY_RULE
                                    "A refund is at most 500.00"
                          rules     denied      `max single refund`: args.amount lte 50000, found 50001
                                    passed      `no test data`: args.metadata.env eq "test", found nothing
                                    asks        `large refunds`: args.amount gt 20000, found 50001
                                    passed      `daily refund count`: 0 used and 1 more, at most 10 per day
                                    passed      `daily refund sum`: 0 used and 50001 more, at most 100000 per day
                          nearest   `max single refund`: args.amount lte 50000, found 50001, which is 1 above
                          counters  refunds per day: 0 -> 0
                                    refunded per day: 0 -> 0""");
    }

    @Test
    void is_allowed_shows_a_limit_that_is_used_up() {
        refund.asGrant("agent").inSession("s-1").times(9).areAllowed();

        assertThat(failureOf(
                        () -> refund.asGrant("agent").inSession("s-1").times(3).areAllowed()))
                .isEqualTo("""
                        expected call 2 of 3 to be allowed, but it was denied by `daily refund count`

                          call      create_refund {"amount":100}
                          caller    grant agent, session s-1
                          time      2026-01-15T22:00:00Z
                          decision  denied by `daily refund count` (/tools/create_refund/rules/2), LIMIT_EXCEEDED, retry after 2h
                                    "Rate limit exceeded for daily refund count"
                          rules     passed      `max single refund`: args.amount lte 50000, found 100
                                    passed      `no test data`: args.metadata.env eq "test", found nothing
                                    passed      `large refunds`: args.amount gt 20000, found 100
                                    denied      `daily refund count`: 10 used and 1 more, at most 10 per day
                                    passed      `daily refund sum`: 1000 used and 100 more, at most 100000 per day
                          nearest   `daily refund count`: over by 1
                          counters  refunds per day: 10 -> 10
                                    refunded per day, agent: 1000 -> 1000""");
    }

    @Test
    void is_allowed_shows_a_call_held_for_approval() {
        assertThat(failureOf(() -> refund.withArg("amount", 20_001).isAllowed()))
                .isEqualTo("""
                        expected the call to be allowed, but it was held for approval by `large refunds`

                          call      create_refund {"amount":20001}
                          caller    anonymous
                          time      2026-01-15T22:00:00Z
                          decision  held for approval by `large refunds` (/tools/create_refund/rules/4), until 2026-01-15T22:30:00Z
                                    "Requires human approval."
                          rules     passed      `max single refund`: args.amount lte 50000, found 20001
                                    passed      `no test data`: args.metadata.env eq "test", found nothing
                                    asks        `large refunds`: args.amount gt 20000, found 20001
                                    passed      `daily refund count`: 0 used and 1 more, at most 10 per day
                                    passed      `daily refund sum`: 0 used and 20001 more, at most 100000 per day
                          nearest   `large refunds`: args.amount gt 20000, found 20001, which is 1 above
                          counters  refunds per day: 0 -> 1
                                    refunded per day: 0 -> 20001""");
    }

    @Test
    void is_allowed_shows_a_call_that_met_no_rule() {
        assertThat(failureOf(() -> policy.call("delete_customer").isAllowed())).isEqualTo("""
                        expected the call to be allowed, but it was denied by `(hidden)`

                          call      delete_customer {}
                          caller    anonymous
                          time      2026-01-15T22:00:00Z
                          decision  denied by `(hidden)`, HIDDEN
                                    "Tool "delete_customer" is hidden by policy"
                          rules     none was looked at
                          counters  none""");
    }

    @Test
    void is_allowed_shows_arguments_that_cannot_be_judged() {
        assertThat(failureOf(() -> refund.withArg("amount", "100").isAllowed())).isEqualTo("""
                        expected the call to be allowed, but it was denied by `max single refund`

                          call      create_refund {"amount":"100"}
                          caller    anonymous
                          time      2026-01-15T22:00:00Z
                          decision  denied by `max single refund` (/tools/create_refund/rules/0), CANNOT_EVALUATE
                                    "A refund is at most 500.00 (`args.amount` cannot be told)"
                          rules     cannot tell `max single refund`: args.amount lte 50000, found "100"
                                    passed      `no test data`: args.metadata.env eq "test", found nothing
                                    cannot tell `large refunds`: args.amount gt 20000, found "100"
                                    passed      `daily refund count`: 0 used and 1 more, at most 10 per day
                                    denied      `daily refund sum`: 0 used and no valid amount, at most 100000 per day
                          counters  refunds per day: 0 -> 0
                                    refunded per day: 0 -> 0""");
    }

    @Test
    void is_allowed_shows_what_was_found_where_a_path_could_not_be_followed() {
        assertThat(failureOf(() -> refund.withArg("amount", 100)
                        .withArg("metadata", "test")
                        .isAllowed()))
                .contains("cannot tell `no test data`: args.metadata.env eq \"test\", "
                        + "found text where an object was expected: \"test\"");
    }

    @Test
    void is_denied_by_shows_how_near_the_expected_rule_came() {
        assertThat(failureOf(() -> refund.withArg("amount", 20_000).isDeniedBy("max single refund")))
                .isEqualTo("""
                        expected the call to be denied by `max single refund`, but it was allowed

                          call      create_refund {"amount":20000}
                          caller    anonymous
                          time      2026-01-15T22:00:00Z
                          decision  allowed
                          rules     passed      `max single refund`: args.amount lte 50000, found 20000
                                    passed      `no test data`: args.metadata.env eq "test", found nothing
                                    passed      `large refunds`: args.amount gt 20000, found 20000
                                    passed      `daily refund count`: 0 used and 1 more, at most 10 per day
                                    passed      `daily refund sum`: 0 used and 20000 more, at most 100000 per day
                          nearest   `max single refund` passed: args.amount lte 50000, found 20000, which is 30000 below
                          counters  refunds per day: 0 -> 1
                                    refunded per day: 0 -> 20000""");
    }

    @Test
    void is_denied_by_shows_which_rule_came_first() {
        assertThat(failureOf(() -> refund.withArg("amount", 50_001)
                        .withArg("metadata.env", "test")
                        .isDeniedBy("no test data")))
                .isEqualTo("""
                        expected the call to be denied by `no test data`, but it was denied by `max single refund`

                          call      create_refund {"amount":50001,"metadata":{"env":"test"}}
                          caller    anonymous
                          time      2026-01-15T22:00:00Z
                          decision  denied by `max single refund` (/tools/create_refund/rules/0), DENIED_BY_RULE
                                    "A refund is at most 500.00"
                          rules     denied      `max single refund`: args.amount lte 50000, found 50001
                                    denied      `no test data`: args.metadata.env eq "test", found "test"
                                    asks        `large refunds`: args.amount gt 20000, found 50001
                                    passed      `daily refund count`: 0 used and 1 more, at most 10 per day
                                    passed      `daily refund sum`: 0 used and 50001 more, at most 100000 per day
                          nearest   `no test data` denies too, but is judged later
                          counters  refunds per day: 0 -> 0
                                    refunded per day: 0 -> 0""");
    }

    @Test
    void is_denied_by_says_when_the_rule_belongs_to_another_tool() {
        assertThat(failureOf(() -> policy.call("list_refunds").isDeniedBy("daily refund count")))
                .isEqualTo("""
                        expected the call to be denied by `daily refund count`, but it was allowed

                          call      list_refunds {}
                          caller    anonymous
                          time      2026-01-15T22:00:00Z
                          decision  allowed
                          rules     none was looked at
                          nearest   `daily refund count` is no rule for `list_refunds`
                          counters  none""");
    }

    @Test
    void needs_approval_shows_how_near_the_expected_rule_came() {
        assertThat(failureOf(() -> refund.notExecuted().needsApproval("large refunds")))
                .isEqualTo("""
                        expected the call to need an approval by `large refunds`, but it was allowed

                          call      create_refund {"amount":100}
                          caller    anonymous
                          time      2026-01-15T22:00:00Z
                          decision  allowed, the tool ended: not executed
                          rules     passed      `max single refund`: args.amount lte 50000, found 100
                                    passed      `no test data`: args.metadata.env eq "test", found nothing
                                    passed      `large refunds`: args.amount gt 20000, found 100
                                    passed      `daily refund count`: 0 used and 1 more, at most 10 per day
                                    passed      `daily refund sum`: 0 used and 100 more, at most 100000 per day
                          nearest   `large refunds` passed: args.amount gt 20000, found 100, which is 19900 below
                          counters  refunds per day: 0 -> 0
                                    refunded per day: 0 -> 0""");
    }

    @Test
    void needs_approval_without_a_name_shows_the_nearest_of_all() {
        assertThat(failureOf(() -> refund.withArg("amount", 20_000).needsApproval()))
                .isEqualTo("""
                        expected the call to need an approval, but it was allowed

                          call      create_refund {"amount":20000}
                          caller    anonymous
                          time      2026-01-15T22:00:00Z
                          decision  allowed
                          rules     passed      `max single refund`: args.amount lte 50000, found 20000
                                    passed      `no test data`: args.metadata.env eq "test", found nothing
                                    passed      `large refunds`: args.amount gt 20000, found 20000
                                    passed      `daily refund count`: 0 used and 1 more, at most 10 per day
                                    passed      `daily refund sum`: 0 used and 20000 more, at most 100000 per day
                          nearest   `large refunds`: args.amount gt 20000, found 20000, which is the bound itself
                          counters  refunds per day: 0 -> 1
                                    refunded per day: 0 -> 20000""");
    }

    @Test
    void with_code_shows_both_codes() {
        assertThat(failureOf(() -> refund.withArg("amount", 50_001).decision().withCode(DenialCode.LIMIT_EXCEEDED)))
                .isEqualTo("""
                        expected the denial's code to be LIMIT_EXCEEDED, but it was DENIED_BY_RULE

                          call      create_refund {"amount":50001}
                          caller    anonymous
                          time      2026-01-15T22:00:00Z
                          decision  denied by `max single refund` (/tools/create_refund/rules/0), DENIED_BY_RULE
                                    "A refund is at most 500.00"
                          rules     denied      `max single refund`: args.amount lte 50000, found 50001
                                    passed      `no test data`: args.metadata.env eq "test", found nothing
                                    asks        `large refunds`: args.amount gt 20000, found 50001
                                    passed      `daily refund count`: 0 used and 1 more, at most 10 per day
                                    passed      `daily refund sum`: 0 used and 50001 more, at most 100000 per day
                          nearest   `max single refund`: args.amount lte 50000, found 50001, which is 1 above
                          counters  refunds per day: 0 -> 0
                                    refunded per day: 0 -> 0""");
    }

    @Test
    void with_code_on_an_allowed_call_says_so() {
        assertThat(firstLine(failureOf(() -> refund.decision().withCode(DenialCode.HIDDEN))))
                .isEqualTo("expected the call to be denied with code HIDDEN, but it was allowed");
    }

    @Test
    void with_message_shows_both_messages() {
        assertThat(firstLine(failureOf(
                        () -> refund.withArg("amount", 50_001).decision().withMessage("Too much"))))
                .isEqualTo("expected the message to be \"Too much\", but it was \"A refund is at most 500.00\"");
        assertThat(firstLine(failureOf(
                        () -> refund.withArg("amount", 20_001).needsApproval().withMessage("Ask"))))
                .isEqualTo("expected the message to be \"Ask\", but it was \"Requires human approval.\"");
        assertThat(firstLine(failureOf(() -> refund.decision().withMessage("Too much"))))
                .isEqualTo("expected the call to be denied with the message \"Too much\", but it was allowed");
    }

    @Test
    void retry_after_shows_both_times() {
        refund.times(10).areAllowed();

        assertThat(firstLine(
                        failureOf(() -> refund.isDeniedBy("daily refund count").retryAfter(Duration.ofHours(3)))))
                .isEqualTo("expected retry after 3h, but it was 2h");
        assertThat(firstLine(
                        failureOf(() -> refund.isDeniedBy("daily refund count").withoutRetryAfter())))
                .isEqualTo("expected no retry after, but it was 2h");
        assertThat(firstLine(failureOf(() -> policy.call("delete_customer")
                        .isDeniedBy("(hidden)")
                        .withoutRetryAfter()
                        .retryAfter(Duration.ofHours(3)))))
                .isEqualTo("expected retry after 3h, but it was not given");
        assertThat(firstLine(
                        failureOf(() -> policy.call("list_refunds").decision().retryAfter(Duration.ofHours(3)))))
                .isEqualTo("expected the call to be denied with retry after 3h, but it was allowed");
        assertThat(firstLine(
                        failureOf(() -> policy.call("list_refunds").decision().withoutRetryAfter())))
                .isEqualTo("expected the call to be denied without retry after, but it was allowed");
    }

    @Test
    void charges_shows_both_amounts() {
        assertThat(failureOf(() -> refund.asPrincipal("p")
                        .asGrant("agent")
                        .settledAt("refunded", 70.5)
                        .isAllowed()
                        .charges("refunded", 100)))
                .isEqualTo("""
                        expected the call to charge 100 to `refunded`, but it charged 70.5

                          call      create_refund {"amount":100}
                          caller    grant agent, principal p
                          time      2026-01-15T22:00:00Z
                          decision  allowed, the tool ended: settled
                          rules     passed      `max single refund`: args.amount lte 50000, found 100
                                    passed      `no test data`: args.metadata.env eq "test", found nothing
                                    passed      `large refunds`: args.amount gt 20000, found 100
                                    passed      `daily refund count`: 0 used and 1 more, at most 10 per day
                                    passed      `daily refund sum`: 0 used and 100 more, at most 100000 per day
                          nearest   `daily refund count`: room for 9 more
                          counters  refunds per day: 0 -> 1
                                    refunded per day, agent: 0 -> 70.5""");
    }

    @Test
    void changes_no_counter_names_the_one_that_changed() {
        assertThat(firstLine(failureOf(() -> refund.isAllowed().changesNoCounter())))
                .isEqualTo("expected the call to change no counter, but it changed `refunds`");
    }

    @Test
    void the_description_that_a_test_gives_stands_first() {
        assertThat(firstLine(
                        failureOf(() -> refund.decision().as("the 100% refund").needsApproval())))
                .isEqualTo("[the 100% refund] expected the call to need an approval, but it was allowed");
        assertThat(firstLine(failureOf(() -> refund.decision().as("a refund").withCode(DenialCode.HIDDEN))))
                .isEqualTo("[a refund] expected the call to be denied with code HIDDEN, but it was allowed");
    }

    @Test
    void long_arguments_are_shortened() {
        String message = failureOf(() ->
                policy.call("list_refunds").withArg("text", "x".repeat(5_000)).isDeniedBy("(hidden)"));

        assertThat(message).contains("list_refunds {\"text\":\"" + "x".repeat(991) + "… (5011 characters)\n");
    }

    @Test
    void a_rule_that_is_judged_after_a_hidden_tool_was_not_looked_at() {
        assertThat(failureOf(() -> policy.call("delete_customer").isDeniedBy("(default deny)")))
                .contains("\n  nearest   `(default deny)` was not looked at\n");
    }

    private static String firstLine(String message) {
        return message.substring(0, message.indexOf('\n'));
    }
}
