package dev.mcppolicy.approval.stored;

import dev.mcppolicy.approval.ApprovalRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request as a store keeps it.
 *
 * @param id the request's id
 * @param binding what a question of a process that is gone is met again by, or null where none is, since nothing is known of
 *     its caller
 * @param request the request, by {@link ApprovalBytes}
 * @param expiresMillis when its time is up, in milliseconds since the epoch
 */
public record Question(String id, @Nullable String binding, byte[] request, long expiresMillis) {
    /**
     * What is kept of a request.
     *
     * @throws IllegalArgumentException if the arguments are not JSON
     */
    static Question of(ApprovalRequest request) {
        return new Question(
                request.id(),
                request.isMetAgain() ? request.binding() : null,
                ApprovalBytes.of(request),
                request.expiresAt().toEpochMilli());
    }
}
