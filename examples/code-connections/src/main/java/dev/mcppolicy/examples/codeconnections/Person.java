package dev.mcppolicy.examples.codeconnections;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The person at the client, who approves the first call and declines those after it. */
final class Person {
    private final AtomicReference<Asked> latest = new AtomicReference<>();
    private boolean approvedOne;

    synchronized Asked ask(String question) {
        Asked asked = new Asked(question, !approvedOne);
        approvedOne = true;
        latest.set(asked);
        return asked;
    }

    /** What the person was asked since this was last looked at. */
    Optional<Asked> takeLatest() {
        return Optional.ofNullable(latest.getAndSet(null));
    }
}
