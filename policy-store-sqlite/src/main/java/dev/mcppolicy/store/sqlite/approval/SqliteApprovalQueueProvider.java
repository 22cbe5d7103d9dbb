package dev.mcppolicy.store.sqlite.approval;

import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalQueueProvider;
import dev.mcppolicy.counter.StoreUrl;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;

/** Opens {@code sqlite:approvals.db}. */
public final class SqliteApprovalQueueProvider implements ApprovalQueueProvider {
    /** For the service loader. */
    public SqliteApprovalQueueProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("sqlite");
    }

    @Override
    public ApprovalQueue open(StoreUrl url, InstantSource clock) {
        String file = url.rest();
        if (file.isBlank() || file.indexOf('?') >= 0) {
            throw new IllegalArgumentException("`sqlite:` is followed by a file, and a queue knows no option");
        }
        return SqliteApprovalQueue.open(Path.of(file), clock);
    }
}
