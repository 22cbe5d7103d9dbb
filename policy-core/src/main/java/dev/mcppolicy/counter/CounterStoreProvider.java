package dev.mcppolicy.counter;

import java.util.Set;

/**
 * Opens counter stores of one kind. Found by {@link java.util.ServiceLoader}: a module that has a store provides this, and
 * a class path names the class in {@code META-INF/services}. Has a public constructor without parameters, which does nothing.
 */
public interface CounterStoreProvider {
    /**
     * The schemes of the URLs that this provider opens.
     *
     * @return at least one, in lower case
     */
    Set<String> schemes();

    /**
     * Opens a store.
     *
     * @param url a URL of one of the schemes
     * @return the store, to be closed by whoever asked for it
     * @throws IllegalArgumentException if the URL says what this kind of store does not know; the message shows no secret
     * @throws RuntimeException if the store cannot be opened
     */
    CounterStore open(StoreUrl url);

    /**
     * Has a namespace counted on from what is there, as {@link CounterStore#reopen}, also in a store that does not open because
     * what it kept is lost.
     *
     * @param url a URL of one of the schemes
     * @param namespace the namespace
     * @throws IllegalArgumentException as {@link #open}
     * @throws RuntimeException if the store cannot be opened, or fails
     */
    default void reopen(StoreUrl url, String namespace) {
        try (CounterStore store = open(url)) {
            store.reopen(namespace);
        }
    }
}
