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
}
