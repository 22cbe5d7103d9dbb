package dev.mcppolicy.store.postgres.approval;

import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.store.postgres.Server;
import dev.mcppolicy.testkit.contract.ApprovalQueueContract;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The laws that every queue keeps. */
@Tag("real")
class PostgresQueueContractTest extends ApprovalQueueContract {
    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.quick();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected ApprovalQueue newQueue(InstantSource clock) {
        return PostgresApprovalQueue.of(server.dataSource(), Server.newSchema(), clock);
    }
}
