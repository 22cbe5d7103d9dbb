package dev.mcppolicy.catalog;

import dev.mcppolicy.tool.ServerTools;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A listing in a thread of its own, so that one time-out holds for all that the server is waited for. */
final class TimedListing {
    private TimedListing() {}

    static ServerTools of(Supplier<ServerChannel> open, Duration timeout) {
        ServerChannel channel = open.get();
        FutureTask<ServerTools> listing = new FutureTask<>(() -> new ToolListing(channel).tools());
        Thread thread = new Thread(listing, "tool-listing");
        thread.setDaemon(true);
        boolean listed = false;
        try {
            thread.start();
            ServerTools tools = listing.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            listed = true;
            return tools;
        } catch (TimeoutException e) {
            throw new ListingFailure(
                    "the server did not list its tools within " + words(timeout) + channel.lastWords(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ListingFailure("the listing was interrupted", e);
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } finally {
            listing.cancel(true);
            if (listed) {
                channel.close();
            } else {
                channel.abort();
            }
        }
    }

    private static RuntimeException unwrapped(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }

    private static String words(Duration time) {
        return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
