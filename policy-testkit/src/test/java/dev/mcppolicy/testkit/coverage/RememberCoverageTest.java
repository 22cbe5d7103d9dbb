package dev.mcppolicy.testkit.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Of an approval that remembers a yes a test shows a later call that runs on it. */
class RememberCoverageTest {
    private static final Policy POLICY = PolicyReader.parse("""
            version: "1"
            default: deny
            tools: { post: { approvals: [{ conditions: [], by: operator, remember: { for: 900 } }] } }
            """);
    private static final String LATER = "a later call that a yes lets pass";

    private static List<String> missed(Consumer<PolicyTester> test) {
        CoverageRecorder recorder = CoverageRecorder.of(POLICY);
        test.accept(recorder.tester());
        return recorder.report().missed().stream().map(CoverageGoal::words).toList();
    }

    @Test
    void the_call_that_was_approved_is_no_later_call() {
        assertThat(missed(
                        tester -> tester.call("post").needsApproval().approve().isAllowed()))
                .contains(LATER);
    }

    @Test
    void a_call_that_runs_on_the_yes_is_one() {
        assertThat(missed(tester -> {
                    tester.call("post").needsApproval().approve().isAllowed();
                    tester.call("post").isAllowed();
                }))
                .doesNotContain(LATER);
    }

    @Test
    void an_answer_that_does_not_count_lets_nothing_pass() {
        assertThat(missed(tester -> {
                    tester.call("post")
                            .needsApproval()
                            .answer(ApprovalAnswer.APPROVED.through(AnswerWay.CLIENT))
                            .isDeniedBy("approval");
                    tester.call("post").needsApproval();
                }))
                .contains(LATER);
    }
}
