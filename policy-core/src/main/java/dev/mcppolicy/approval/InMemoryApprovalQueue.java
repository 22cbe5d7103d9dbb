package dev.mcppolicy.approval;

import dev.mcppolicy.decision.AnswerWay;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A queue in the memory of this process, which is gone when it ends.
 *
 * <p>This class is threadsafe.
 */
public final class InMemoryApprovalQueue implements ApprovalQueue {
    private record Waiting(ApprovalRequest request, CompletableFuture<ApprovalAnswer> answer) {}

    private final InstantSource clock;
    private final AtomicLong arrivals = new AtomicLong();
    private final Map<Long, Waiting> waiting = new ConcurrentSkipListMap<>();

    /** An empty queue with the system's clock. */
    public InMemoryApprovalQueue() {
        this(InstantSource.system());
    }

    /**
     * An empty queue.
     *
     * @param clock when an answer was given that does not say so itself
     */
    public InMemoryApprovalQueue(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CompletionStage<ApprovalAnswer> ask(ApprovalRequest request) {
        CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();
        Long place = arrivals.incrementAndGet();
        waiting.put(place, new Waiting(request, answer));
        CompletableFuture<ApprovalAnswer> unused = answer.whenComplete((given, failure) -> waiting.remove(place));
        return answer;
    }

    @Override
    public List<ApprovalRequest> list() {
        return waiting.values().stream().map(Waiting::request).toList();
    }

    @Override
    public boolean answer(String id, ApprovalAnswer answer) {
        ApprovalAnswer dated = (answer.at() == null ? answer.at(clock.instant()) : answer).through(AnswerWay.OPERATOR);
        return waiting.values().stream()
                .filter(each -> each.request.id().equals(id))
                .findFirst()
                .map(each -> each.answer.complete(dated))
                .orElse(false);
    }
}
