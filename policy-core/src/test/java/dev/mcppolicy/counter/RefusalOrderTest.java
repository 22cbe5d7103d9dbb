package dev.mcppolicy.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Of several that refuse one is reported. */
class RefusalOrderTest {
    private static final long PASSES = RefusalOrder.PASSES;

    private static Refusal first(long... waits) {
        return RefusalOrder.first(waits.length, i -> waits[i]);
    }

    private static Refusal refusal(int index, long wait) {
        return new Refusal(index, Refusal.Reason.LIMIT, wait);
    }

    @Test
    void nothing_refuses_where_all_pass() {
        assertThat(first()).isNull();
        assertThat(first(PASSES, PASSES)).isNull();
    }

    @Test
    void the_longest_wait_is_reported_and_of_equal_waits_the_first() {
        assertThat(first(PASSES, 5, 7, 7, 6)).isEqualTo(refusal(2, 7));
        assertThat(first(PASSES, 0, PASSES)).isEqualTo(refusal(1, 0));
    }

    @Test
    void what_no_waiting_helps_goes_before_the_longest_wait() {
        assertThat(first(Long.MAX_VALUE, PASSES, Refusal.NEVER, Refusal.NEVER)).isEqualTo(refusal(2, Refusal.NEVER));
    }

    @Property
    void who_waits_as_told_is_refused_by_none(@ForAll @Size(max = 6) List<@LongRange(min = -2, max = 5) Long> drawn) {
        long[] waits = drawn.stream().mapToLong(Long::longValue).toArray();
        Refusal reported = first(waits);
        long longest = LongStream.of(waits).max().orElse(PASSES);
        boolean hopeless = LongStream.of(waits).anyMatch(wait -> wait == Refusal.NEVER);

        if (reported == null) {
            assertThat(longest).isEqualTo(PASSES);
        } else {
            assertThat(reported.retryAfterMillis()).isEqualTo(hopeless ? Refusal.NEVER : longest);
            assertThat(waits[reported.index()]).isEqualTo(reported.retryAfterMillis());
        }
    }
}
