package dev.mcppolicy.format;

import dev.mcppolicy.format.problem.PolicyProblem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a followed policy file stands at one moment. Immutable.
 *
 * @param file the absolute path of the file
 * @param revision the revision of the policy in force
 * @param since when that policy was loaded
 * @param problems what keeps the file, as it is now, from being the policy in force, in document order; empty while it is
 * @param refusedSince when the file was first refused since the last good loading, or null while it is in force
 */
public record PolicyFileState(
        Path file,
        String revision,
        Instant since,
        List<PolicyProblem> problems,
        @Nullable Instant refusedSince) {
    /** Copies the problems. */
    public PolicyFileState {
        problems = List.copyOf(problems);
    }

    /**
     * Whether the file, as it was last read, is the policy in force.
     *
     * @return false while an older policy stays in force because the file is refused
     */
    public boolean isCurrent() {
        return refusedSince == null;
    }

    PolicyFileState refused(List<PolicyProblem> found, Instant now) {
        return new PolicyFileState(file, revision, since, found, refusedSince == null ? now : refusedSince);
    }
}
