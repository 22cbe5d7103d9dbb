package dev.mcppolicy.testkit.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of a limit with a key a test shows that another value is counted apart. */
class KeyCoverageTest {
    private static final Policy POLICY = PolicyReader.parse("""
            version: "1"
            default: deny
            tools: { send: { limits: [{ counter: c, window: day, max: 1, scope: global, key: args.to }] } }
            """);
    private static final String OTHER_KEY = "a call with another key that is allowed meanwhile";

    private static List<String> missed(Duration pause, String... recipients) {
        CoverageRecorder recorder = CoverageRecorder.of(POLICY);
        PolicyTester tester = recorder.tester();
        for (String to : recipients) {
            if (to.isEmpty()) {
                tester.advance(pause);
            } else if (to.startsWith("!")) {
                tester.call("send").withArg("to", to.substring(1)).isDeniedBy("c_per_day");
            } else {
                tester.call("send").withArg("to", to).isAllowed();
            }
        }
        return recorder.report().missed().stream().map(CoverageGoal::words).toList();
    }

    @Test
    void a_call_with_another_value_counts_while_one_is_denied() {
        assertThat(missed(Duration.ZERO, "ann", "!ann", "bob")).doesNotContain(OTHER_KEY);
    }

    @Test
    void a_call_before_any_is_denied_or_after_its_window_shows_nothing() {
        assertThat(missed(Duration.ZERO, "ann", "bob", "!ann")).contains(OTHER_KEY);
        assertThat(missed(Duration.ofDays(1), "ann", "!ann", "", "bob")).contains(OTHER_KEY);
    }
}
