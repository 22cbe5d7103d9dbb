package dev.mcppolicy.cli.operation;

import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalQueues;
import dev.mcppolicy.approval.ApprovalRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands on approvals are given. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ApprovalsOptions {
    @Option(
            names = "--queue",
            paramLabel = "URL",
            defaultValue = "sqlite:approvals.db",
            description = "Where the calls wait (default: sqlite:approvals.db).")
    private String queue;

    @Option(
            names = "--redact",
            paramLabel = "NAME",
            description =
                    "A member of the arguments, at any depth, whose value is not shown. May be given several times.")
    private String[] redacted = {};

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to write the answer: text (default) or json.")
    ApprovalFormat format;

    String[] redacted() {
        return redacted.clone();
    }

    /**
     * What is asked of the queue.
     *
     * @throws dev.mcppolicy.cli.input.BadInputException if it cannot be
     */
    <T> T ask(InstantSource clock, Function<ApprovalQueue, T> asking) {
        return StoreAccess.in("--queue", queue, url -> ApprovalQueues.open(url, clock), asking, ApprovalQueue::close);
    }

    /** The call of an id that waits, or null. */
    static @Nullable ApprovalRequest find(ApprovalQueue queue, String id) {
        List<ApprovalRequest> waiting = queue.list();
        return waiting.stream()
                .filter(request -> request.id().equals(id))
                .findFirst()
                .orElse(null);
    }
}
