package dev.mcppolicy.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where calls wait for a human is a word of a configuration. */
class ApprovalQueuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"memory:", "MEMORY:"})
    void a_queue_in_memory_needs_nothing_else(String url) {
        try (ApprovalQueue queue = ApprovalQueues.open(url)) {
            assertThat(queue).isInstanceOf(InMemoryApprovalQueue.class);
        }
    }

    @Test
    void a_queue_in_memory_takes_no_option() {
        assertThatThrownBy(() -> ApprovalQueues.open("memory:5").close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("`memory:` is followed by nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite:approvals.db", "postgres://db/x", "postgresql://db/x"})
    void a_scheme_of_another_artifact_names_the_artifact(String url) {
        assertThatThrownBy(() -> ApprovalQueues.open(url).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("add the artifact `policy-store-");
    }

    @Test
    void an_unknown_scheme_is_refused_with_those_that_are_known_and_without_a_secret() {
        assertThatThrownBy(() -> ApprovalQueues.open("redis://root:secret@db/x").close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no queue of approvals opens `redis:`; known are memory");
    }
}
