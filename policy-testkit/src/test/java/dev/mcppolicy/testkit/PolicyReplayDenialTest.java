package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.testkit.replay.PolicyReplay;
import dev.mcppolicy.testkit.replay.RecordedCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a replay says of a call that several limits refuse. */
class PolicyReplayDenialTest {
    @Test
    void a_replay_tells_the_longest_wait_with_its_own_rule_and_words() {
        String day = "{ rate_limit: 2/day, on_deny: Two a day. }";
        String minute = "{ rate_limit: 2/minute, on_deny: Two a minute. }";
        for (List<String> rules : List.of(List.of(day, minute), List.of(minute, day))) {
            PolicyReplay replay = PolicyReplay.of(PolicyReader.parse(
                    "version: '1'\ndefault: allow\ntools:\n  t:\n    rules: [" + String.join(", ", rules) + "]\n"));
            RecordedCall call = RecordedCall.of("1", ToolCall.of("t", null));
            replay.judge(call);
            replay.judge(call);

            Denial denial = ((Decision.Deny) replay.judge(call).decision()).denial();

            assertThat(denial.message()).isEqualTo("Two a day.");
            assertThat(denial.rule().value()).isEqualTo("/tools/t/rules/" + rules.indexOf(day));
            assertThat(denial.retryAfter())
                    .isEqualTo(Duration.ofDays(1)
                            .minusSeconds(Math.floorMod(replay.now().getEpochSecond(), 86_400)));
        }
    }
}
