package dev.mcppolicy.approval.stored;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.text.ThinnedLog;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A queue over a {@link QuestionTable}. One thread does all that touches the table, in the order in which it comes, and
 * listens for the answers that other processes take while any question waits here: soon after a question was put, and at
 * intervals that grow to half of {@link QuestionTable#HEARING_MILLIS}. An answer that is given by this queue is heard at once.
 *
 * <p>A question that cannot be put fails, by which its call is denied. So do those that wait when the table could not be
 * listened to for so long that another process may take this one for gone.
 *
 * <p>This class is threadsafe.
 */
public final class StoredApprovalQueue implements ApprovalQueue {
    private static final String NAME = "dev.mcppolicy.approval.ApprovalQueue";
    private static final ThinnedLog LOG =
            new ThinnedLog((level, message, failure) -> System.getLogger(NAME).log(level, message, failure));

    private static final long FIRST_MILLIS = 25;
    private static final long SLOWEST_MILLIS = QuestionTable.HEARING_MILLIS / 2;
    private static final int IDLE_SECONDS = 10;

    private final QuestionTable table;
    private final InstantSource clock;
    private final Duration timeout;
    private final ScheduledThreadPoolExecutor worker;

    private record Asked(CompletableFuture<ApprovalAnswer> answer, Instant expiresAt) {}

    /** The questions that wait here. This and what follows is the worker's. */
    private final Map<String, Asked> asked = new LinkedHashMap<>();
    /** The questions that are wanted no longer, and may still be in the table. */
    private final Set<String> left = new LinkedHashSet<>();

    private @Nullable Future<?> listening;
    private long intervalMillis = FIRST_MILLIS;
    private long heardMillis;
    private boolean isFailing;

    /**
     * A queue.
     *
     * @param table where the questions stand; closed with the queue
     * @param clock the clock of the engines that ask
     * @param timeout how long {@link #list} and {@link #answer} wait at most
     */
    public StoredApprovalQueue(QuestionTable table, InstantSource clock, Duration timeout) {
        this.table = table;
        this.clock = clock;
        this.timeout = timeout;
        this.worker = new ScheduledThreadPoolExecutor(1, StoredApprovalQueue::thread);
        worker.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        worker.allowCoreThreadTimeOut(true);
        worker.setRemoveOnCancelPolicy(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "policy-approvals");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public CompletionStage<ApprovalAnswer> ask(ApprovalRequest request) {
        CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();
        try {
            worker.execute(() -> put(request, answer));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(closed());
        }
        CompletableFuture<ApprovalAnswer> unused = answer.whenComplete((given, failure) -> leave(request.id(), answer));
        return answer;
    }

    private void put(ApprovalRequest request, CompletableFuture<ApprovalAnswer> answer) {
        if (answer.isDone()) {
            return;
        }
        try {
            if (asked.containsKey(request.id())) {
                throw new IllegalArgumentException("an approval's id stands for one request");
            }
            ApprovalAnswer waited = table.put(request, clock.millis());
            if (waited != null) {
                tell(() -> answer.complete(waited));
                return;
            }
            if (asked.isEmpty()) {
                heardMillis = clock.millis();
            }
            asked.put(request.id(), new Asked(answer, request.expiresAt()));
            intervalMillis = FIRST_MILLIS;
            listenSoon();
        } catch (Throwable e) {
            if (!asked.containsKey(request.id())) {
                left.add(request.id());
                listenSoon();
            }
            tell(() -> answer.completeExceptionally(e));
        }
    }

    /** Whoever waits for an answer may do what it likes with it, for as long: humans answer seldom enough for a thread each. */
    private static void tell(Runnable telling) {
        thread(telling).start();
    }

    /** The one who asked wants no answer any more, or has it. */
    private void leave(String id, CompletableFuture<ApprovalAnswer> answer) {
        try {
            worker.execute(() -> {
                Asked waiting = asked.get(id);
                if (waiting != null && waiting.answer() == answer) {
                    asked.remove(id);
                    left.add(id);
                    listen();
                }
            });
        } catch (RejectedExecutionException e) {
            // The queue is closed, and its questions are left to whoever asks again.
        }
    }

    private void listenSoon() {
        Future<?> before = listening;
        if (before != null) {
            boolean unused = before.cancel(false);
        }
        listening = asked.isEmpty() && left.isEmpty()
                ? null
                : worker.schedule(this::listen, intervalMillis, TimeUnit.MILLISECONDS);
    }

    /** Looks what has become of the questions that wait here, and drops those that do no longer. */
    private void listen() {
        try {
            if (!left.isEmpty()) {
                table.withdraw(left);
                left.clear();
            }
            if (!asked.isEmpty()) {
                told(table.hear(asked.keySet(), clock.millis()));
                heardMillis = clock.millis();
            }
            isFailing = false;
        } catch (Throwable e) {
            failed(e);
        } finally {
            intervalMillis = Math.min(SLOWEST_MILLIS, intervalMillis + intervalMillis / 4);
            listenAgain();
        }
    }

    private void listenAgain() {
        try {
            listenSoon();
        } catch (RejectedExecutionException e) {
            // The queue is closed.
        }
    }

    private void told(Heard heard) {
        heard.answers().forEach((id, answer) -> {
            Asked waiting = asked.remove(id);
            if (waiting != null) {
                tell(() -> waiting.answer().complete(answer));
            }
        });
        heard.lost().forEach(this::lost);
    }

    private void lost(String id) {
        Asked waiting = asked.get(id);
        if (waiting != null) {
            giveUp(
                    id,
                    !waiting.expiresAt().isAfter(clock.instant())
                            ? new TimeoutException("nobody has answered in time")
                            : new StoreException(
                                    "a question has left the queue: its file was replaced, or this process did "
                                            + "not run and another has taken it over"));
        }
    }

    private void giveUp(String id, Throwable reason) {
        Asked waiting = asked.remove(id);
        if (waiting != null) {
            tell(() -> waiting.answer().completeExceptionally(reason));
        }
    }

    private void failed(Throwable failure) {
        if (!isFailing) {
            LOG.say(Level.ERROR, "the queue of approvals cannot be listened to", "", failure);
        }
        isFailing = true;
        if (clock.millis() - heardMillis >= QuestionTable.GONE_MILLIS) {
            List.copyOf(asked.keySet()).forEach(id -> {
                giveUp(id, failure);
                left.add(id);
            });
        }
    }

    @Override
    public List<ApprovalRequest> list() {
        return call(() -> table.waiting(clock.millis())).stream()
                .map(ApprovalBytes::request)
                .toList();
    }

    @Override
    public boolean answer(String id, ApprovalAnswer answer) {
        return call(() -> {
            ApprovalAnswer dated =
                    (answer.at() == null ? answer.at(clock.instant()) : answer).through(AnswerWay.OPERATOR);
            boolean isTaken = table.answer(id, dated, clock.millis());
            if (isTaken && !asked.isEmpty()) {
                listen();
            }
            return isTaken;
        });
    }

    @Override
    public @Nullable ApprovalAnswer answered(String id) {
        return this.<@Nullable ApprovalAnswer>call(() -> table.answered(id));
    }

    private <T extends @Nullable Object> T call(Callable<T> task) {
        Future<T> result;
        try {
            result = worker.submit(task);
        } catch (RejectedExecutionException e) {
            throw closed();
        }
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } catch (TimeoutException e) {
            boolean unused = result.cancel(false);
            throw new StoreException("the queue did not answer in time, and what was asked may have been done", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new StoreException("the queue failed", e.getCause());
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static StoreException closed() {
        return new StoreException("the queue is closed");
    }

    @Override
    public void close() {
        if (worker.isShutdown()) {
            return;
        }
        try {
            boolean unused = call(() -> {
                List.copyOf(asked.keySet()).forEach(id -> giveUp(id, closed()));
                table.close();
                return true;
            });
        } catch (StoreException e) {
            LOG.say(Level.WARNING, "the queue of approvals was closed without a word to the others", "", e);
        } finally {
            List<Runnable> unused = worker.shutdownNow();
        }
    }
}
