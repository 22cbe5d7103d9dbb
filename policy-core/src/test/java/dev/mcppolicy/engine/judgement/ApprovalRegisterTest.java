package dev.mcppolicy.engine.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.engine.TestPolicy;
import dev.mcppolicy.engine.judgement.ApprovalRegister.Bounds;
import dev.mcppolicy.engine.judgement.ApprovalRegister.PendingApproval;
import dev.mcppolicy.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The places of pending approvals, of which no caller has many and none for long. */
class ApprovalRegisterTest {
    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
    private static final Instant EXPIRY = NOON.plus(Duration.ofMinutes(5));

    private static final Policy POLICY = TestPolicy.allowing().build();

    private final ApprovalRegister pending = new ApprovalRegister(new Bounds(2, 20_000, 20_000));

    private PendingApproval added(String caller, Instant now) {
        return Objects.requireNonNull(pending.tryAdd(
                Caller.ofPrincipal(caller), POLICY, now, now.plus(Duration.ofMinutes(5)), false, List.of()));
    }

    @Test
    void what_is_abandoned_leaves_no_trace_once_it_expires() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(added("never again " + i, NOON)).isNotNull();
        }
        assertThat(pending.size()).isEqualTo(10_000);

        assertThat(added("another", EXPIRY)).isNotNull();

        assertThat(pending.size()).isEqualTo(1);
        assertThat(pending.callers()).isEqualTo(1);
    }

    @Test
    void what_has_not_expired_keeps_its_place() {
        PendingApproval early = added("ours", NOON);
        PendingApproval late = added("ours", NOON.plusMillis(1));
        assertThat(early.expiresAt()).isBefore(late.expiresAt());

        assertThat(added("another", EXPIRY)).isNotNull();
        assertThat(pending.size()).isEqualTo(2);
        assertThat(added("ours", EXPIRY)).isNotNull();
        assertThat(pending.tryAdd(Caller.ofPrincipal("ours"), POLICY, EXPIRY, EXPIRY, false, List.of()))
                .isNull();
    }

    @Test
    void a_place_is_given_up_once() {
        PendingApproval first = added("ours", NOON);
        assertThat(added("ours", NOON)).isNotNull();

        pending.remove(first);
        pending.remove(first);

        assertThat(added("ours", NOON)).isNotNull();
        assertThat(pending.tryAdd(Caller.ofPrincipal("ours"), POLICY, NOON, EXPIRY, false, List.of()))
                .isNull();
    }

    @Test
    void a_place_that_has_expired_cannot_be_given_up_for_another() {
        PendingApproval expired = added("ours", NOON);
        assertThat(added("ours", EXPIRY)).isNotNull();
        assertThat(added("ours", EXPIRY)).isNotNull();

        pending.remove(expired);

        assertThat(pending.tryAdd(Caller.ofPrincipal("ours"), POLICY, EXPIRY, EXPIRY.plusMillis(1), false, List.of()))
                .isNull();
    }

    @Test
    void an_approval_that_expired_is_remembered_for_its_answer_and_then_forgotten() {
        pending.hold(added("ours", NOON), "first", Reservation.empty());
        pending.hold(added("ours", NOON), "second", Reservation.empty());
        assertThat(added("another", EXPIRY)).isNotNull();
        assertThat(pending.answerable()).isEqualTo(2);

        assertThat(pending.take("first")).isNotNull();
        assertThat(pending.take("first")).isNull();
        assertThat(added("another", EXPIRY.plus(ApprovalRegister.LATE))).isNotNull();

        assertThat(pending.take("second")).isNull();
        assertThat(pending.answerable()).isZero();
    }
}
