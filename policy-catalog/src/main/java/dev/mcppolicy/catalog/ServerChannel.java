package dev.mcppolicy.catalog;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A way to one server. For one thread at a time, but for {@link #abort} and {@link #lastWords}, which another may call.
 * What goes wrong is a {@link ListingFailure}.
 */
interface ServerChannel {
    /**
     * Sends a request and takes what arrives, message by message, until the answer has.
     *
     * @param isAnswer takes each message, and says whether it is the answer; it may {@link #tell}
     */
    void ask(Map<String, ?> request, Predicate<Map<String, @Nullable Object>> isAnswer);

    /** Sends what is not answered. */
    void tell(Map<String, ?> message);

    /** Says which version of the protocol is spoken from now on. */
    void speak(String version);

    /** What the server last wrote to people, each line after a line break, fit to be shown; empty where it wrote nothing. */
    String lastWords();

    /** Goes as the protocol has it, and frees what is held. */
    void close();

    /** Frees what is held at once, and makes all that waits for the server fail. */
    void abort();
}
