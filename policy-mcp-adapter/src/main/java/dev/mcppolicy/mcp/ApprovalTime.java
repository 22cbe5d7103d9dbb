package dev.mcppolicy.mcp;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RequireApproval;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether people have as long for their answers as the policies let them. */
final class ApprovalTime {
    private ApprovalTime() {}

    /** What is wrong with how long a server waits for its clients, and what to write; null where nothing is. */
    static @Nullable String problem(Collection<Policy> policies, Duration requestTimeout) {
        return longest(policies)
                .filter(longest -> longest.compareTo(requestTimeout) > 0)
                .map(longest -> "people at clients have " + seconds(requestTimeout) + " s to answer and not the "
                        + seconds(longest)
                        + " s of the policy; build the server with `requestTimeout(Duration.ofSeconds("
                        + seconds(longest) + "))`")
                .orElse(null);
    }

    private static Optional<Duration> longest(Collection<Policy> policies) {
        return policies.stream()
                .flatMap(policy -> policy.rules().stream()
                        .map(placed -> placed.rule())
                        .filter(policy::enforces)
                        .filter(RequireApproval.class::isInstance)
                        .map(rule -> ((RequireApproval) rule).timeout()))
                .max(Comparator.naturalOrder());
    }

    private static long seconds(Duration time) {
        return time.getNano() > 0 ? time.getSeconds() + 1 : time.getSeconds();
    }
}
