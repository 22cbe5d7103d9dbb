package dev.mcppolicy.mcp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps calls until an operator answers, in memory. A call leaves the queue when it is answered, when its time is up and
 * when its client leaves. How many calls of one caller can wait is the engine's bound.
 *
 * <p>This class is threadsafe.
 */
public final class ApprovalQueue implements Approver {
    private record Waiting(ApprovalRequest request, CompletableFuture<ApprovalAnswer> answer) {}

    private final AtomicLong arrivals = new AtomicLong();
    private final Map<Long, Waiting> waiting = new ConcurrentSkipListMap<>();

    /** An empty queue. */
    public ApprovalQueue() {}

    @Override
    public CompletionStage<ApprovalAnswer> ask(ApprovalRequest request) {
        CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();
        Long place = arrivals.incrementAndGet();
        waiting.put(place, new Waiting(request, answer));
        Relay.whenDone(answer, (given, failure) -> waiting.remove(place));
        return answer;
    }

    /**
     * The calls that wait.
     *
     * @return a snapshot, the oldest first
     */
    public List<ApprovalRequest> list() {
        return waiting.values().stream().map(Waiting::request).toList();
    }

    /**
     * Approves a call, which is then judged again.
     *
     * @param id the request's id
     * @return true if the answer was taken; false if no such call waits, or no longer
     */
    public boolean approve(String id) {
        return answer(id, ApprovalAnswer.APPROVED);
    }

    /**
     * Denies a call.
     *
     * @param id the request's id
     * @return true if the answer was taken; false if no such call waits, or no longer
     */
    public boolean deny(String id) {
        return answer(id, ApprovalAnswer.DECLINED);
    }

    private boolean answer(String id, ApprovalAnswer answer) {
        return waiting.values().stream()
                .filter(each -> each.request.id().equals(id))
                .findFirst()
                .map(each -> each.answer.complete(answer))
                .orElse(false);
    }
}
