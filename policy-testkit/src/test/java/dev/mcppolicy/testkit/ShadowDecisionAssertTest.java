package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.ForwardingCounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is asserted of policies in shadow mode. */
class ShadowDecisionAssertTest {
    private static final Policy CONNECTIONS = PolicyReader.parse("""
            default: deny
            tools:
              create:
                rules:
                  - { name: known provider, conditions: [{ path: args.provider, op: in, value: [GitHub, GitLab] }] }
                  - { name: creations, rate_limit: 2/day, mode: shadow }
              delete:
                rules:
                  - { name: a human agrees, action: require_approval, mode: shadow }
            """);

    private final PolicyTester policy = PolicyTester.of(CONNECTIONS).at("2026-01-15T22:00:00Z");
    private final TestCall create = policy.call("create").withArg("provider", "GitHub");
    private final TestCall delete = policy.call("delete");

    /** Cannot be reached. */
    private static final class BrokenStore extends ForwardingCounterStore {
        BrokenStore() {
            super(new InMemoryCounterStore());
        }

        @Override
        public ReserveResult reserve(ReserveRequest request, long nowMillis) {
            throw new IllegalStateException("no connection");
        }

        @Override
        public ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
            throw new IllegalStateException("no connection");
        }

        @Override
        public long[] read(List<CounterKey> keys, long nowMillis) {
            return new long[keys.size()];
        }

        @Override
        public Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
            throw new IllegalStateException("no connection");
        }

        @Override
        public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
            return new long[keys.size()];
        }
    }

    private static String failureOf(ThrowingCallable assertion) {
        return catchThrowableOfType(AssertionError.class, assertion).getMessage();
    }

    @Test
    void a_limit_is_used_up_in_shadow_mode_and_charges_nothing_in_force() {
        create.times(2).areAllowed();

        create.isAllowed()
                .charges("_rate_day", 0)
                .changesNoCounter()
                .inShadow()
                .isDeniedBy("creations")
                .isDeniedBy("/tools/create/rules/1")
                .withCode(DenialCode.LIMIT_EXCEEDED);
        policy.advance(Duration.ofHours(2));
        create.isAllowed().inShadow().isAllowed();
    }

    @Test
    void a_charge_in_shadow_mode_follows_what_became_of_the_tool() {
        create.notExecuted().times(5).areAllowed();

        create.isAllowed().inShadow().isAllowed();
    }

    @Test
    void what_is_denied_in_force_is_judged_in_shadow_mode_too() {
        create.withArg("provider", "Other")
                .isDeniedBy("known provider")
                .inShadow()
                .isDeniedBy("known provider")
                .withCode(DenialCode.DENIED_BY_RULE);
    }

    @Test
    void an_approval_is_asked_for_by_a_rule() {
        delete.isAllowed().inShadow().needsApproval("a human agrees");
    }

    @Test
    void an_engine_in_shadow_mode_judges_by_the_whole_policy() {
        PolicyTester tried = PolicyTester.of(CONNECTIONS, options -> options.mode(Mode.SHADOW));

        tried.call("unknown").isAllowed().inShadow().isDeniedBy("(default deny)");
    }

    @Test
    void a_policy_beside_is_asked_by_its_name() {
        Policy next =
                PolicyReader.parse("{ default: deny, tools: { delete: { rules: [{ name: never, action: deny }] } } }");
        PolicyTester both = PolicyTester.of(CONNECTIONS, options -> options.shadow("next", PolicySource.of(next)));

        both.call("create")
                .withArg("provider", "GitHub")
                .isAllowed()
                .inShadow("next")
                .isDeniedBy("(default deny)");
        both.call("delete").isAllowed().inShadow("next").isDeniedBy("never").isDeniedBy("/tools/delete/rules/0");
        both.call("delete").isAllowed().inShadow().needsApproval("a human agrees");
        assertThat(failureOf(
                        () -> both.call("delete").decision().inShadow("next").isDeniedBy("neve")))
                .startsWith(
                        "expected the call to be denied by `neve` in shadow mode, but there it was denied by `never`\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> both.call("delete").decision().inShadow("nxt").isAllowed())
                .withMessage("no policy beside this one is called `nxt` (did you mean `next`?)");
    }

    @Test
    void a_failure_shows_both_decisions() {
        create.times(2).areAllowed();

        assertThat(failureOf(() -> create.isAllowed().inShadow().isAllowed())).isEqualTo("""
                        expected the call to be allowed in shadow mode, but there it was denied by `creations`

                          call      create {"provider":"GitHub"}
                          caller    anonymous
                          time      2026-01-15T22:00:00Z
                          decision  allowed
                          shadow    denied by `creations` (/tools/create/rules/1), LIMIT_EXCEEDED, retry after 2h, by the whole policy
                          rules     passed      `known provider`: args.provider in ["GitHub","GitLab"], found "GitHub"
                                    denied      `creations`: 2 used and 1 more, at most 2 per day, in shadow mode
                          nearest   `creations`: over by 1
                          counters  none""");
    }

    @Test
    void another_kind_of_decision_or_another_rule_is_a_failure() {
        assertThat(failureOf(() -> create.isAllowed().inShadow().isDeniedBy("creations")))
                .startsWith("expected the call to be denied by `creations` in shadow mode, but there it was allowed\n");
        assertThat(failureOf(() -> create.isAllowed().inShadow().withCode(DenialCode.LIMIT_EXCEEDED)))
                .startsWith("expected the call to be denied with code LIMIT_EXCEEDED in shadow mode");
        assertThat(failureOf(() -> delete.isAllowed().inShadow().isDeniedBy("a human agrees")))
                .startsWith("expected the call to be denied by `a human agrees` in shadow mode, "
                        + "but there it was held for approval by `a human agrees`\n");
        create.isAllowed();
        assertThat(failureOf(() -> create.isAllowed().inShadow().isDeniedBy("known provider")))
                .startsWith("expected the call to be denied by `known provider` in shadow mode, "
                        + "but there it was denied by `creations`\n");
        assertThat(failureOf(() -> create.isAllowed().inShadow().withCode(DenialCode.DENIED_BY_RULE)))
                .startsWith("expected the call to be denied with code DENIED_BY_RULE in shadow mode, "
                        + "but there it was denied by `creations`\n");
        assertThat(failureOf(() -> create.isAllowed().inShadow().needsApproval("creations")))
                .startsWith("expected the call to need an approval by `creations` in shadow mode");
    }

    @Test
    void what_could_not_be_judged_meets_no_assertion() {
        PolicyTester blind = PolicyTester.of(CONNECTIONS, options -> options.shadowStore(new BrokenStore()));
        TestCall call = blind.call("create").withArg("provider", "GitHub");

        assertThat(failureOf(() -> call.isAllowed().inShadow().isAllowed()))
                .startsWith("expected the call to be allowed in shadow mode, but there it was not judged\n");
        assertThat(failureOf(() -> call.isAllowed().inShadow().isDeniedBy("creations")))
                .contains("but there it was not judged\n");
        assertThat(failureOf(() -> call.isAllowed().inShadow().withCode(DenialCode.STORE_UNAVAILABLE)))
                .contains("but there it was not judged\n");
    }

    @Test
    void a_rule_that_is_none_is_a_mistake_of_the_test() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> create.isAllowed().inShadow().isDeniedBy("creatons"))
                .withMessageContaining("did you mean `creations`?");
    }

    @Test
    void where_all_is_in_force_there_is_nothing_to_assert() {
        PolicyTester enforced = PolicyTester.of(RefundPolicy.POLICY);

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        enforced.call("list_refunds").isAllowed().inShadow().isAllowed())
                .withMessage("this decision was not judged in shadow mode: "
                        + "all of the policy is in force, or a human answered");
    }
}
