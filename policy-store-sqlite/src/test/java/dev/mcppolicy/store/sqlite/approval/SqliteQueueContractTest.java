package dev.mcppolicy.store.sqlite.approval;

import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.testkit.contract.ApprovalQueueContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** The laws that every queue keeps. */
class SqliteQueueContractTest extends ApprovalQueueContract {
    @TempDir
    static Path directory;

    @Override
    protected ApprovalQueue newQueue(InstantSource clock) {
        return SqliteApprovalQueue.open(directory.resolve(UUID.randomUUID() + ".db"), clock);
    }
}
