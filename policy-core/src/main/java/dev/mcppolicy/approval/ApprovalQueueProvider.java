package dev.mcppolicy.approval;

import dev.mcppolicy.counter.StoreUrl;
import java.time.InstantSource;
import java.util.Set;

/**
 * Opens queues of one kind. Found by {@link java.util.ServiceLoader}: a module that has a queue provides this, and a class path
 * names the class in {@code META-INF/services}. Has a public constructor without parameters, which does nothing.
 */
public interface ApprovalQueueProvider {
    /**
     * The schemes of the URLs that this provider opens.
     *
     * @return at least one, in lower case
     */
    Set<String> schemes();

    /**
     * Opens a queue.
     *
     * @param url a URL of one of the schemes
     * @param clock the time, as the engines that ask know it
     * @return the queue, to be closed by whoever asked for it
     * @throws IllegalArgumentException if the URL says what this kind of queue does not know; the message shows no secret
     * @throws RuntimeException if the queue cannot be opened
     */
    ApprovalQueue open(StoreUrl url, InstantSource clock);
}
