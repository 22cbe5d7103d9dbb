package dev.mcppolicy.testkit.contract;

import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.InMemoryApprovalQueue;
import java.time.InstantSource;

/** The queue in memory keeps the contract of every queue. */
class InMemoryApprovalQueueTest extends ApprovalQueueContract {
    @Override
    protected ApprovalQueue newQueue(InstantSource clock) {
        return new InMemoryApprovalQueue(clock);
    }
}
