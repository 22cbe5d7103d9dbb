package dev.mcppolicy.cli.operation;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.counter.StoreUrl;
import dev.mcppolicy.text.VisibleText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/** A store of a server's that a command opens, asks and closes. It is never made by asking. */
final class StoreAccess {
    private StoreAccess() {}

    /**
     * What is asked of a store.
     *
     * @throws BadInputException if the store is not there, is in another process's memory, or fails
     */
    static <S, T> T in(
            String option, String url, Function<String, S> opening, Function<S, T> asking, Consumer<S> closing) {
        try {
            check(StoreUrl.parse(url), "");
            S store = opening.apply(url);
            try {
                return asking.apply(store);
            } finally {
                closing.accept(store);
            }
        } catch (StoreException | IllegalArgumentException e) {
            throw failure(option, e);
        }
    }

    /**
     * What is done to a store that was there, and of whose file perhaps no more is left than the one beside it.
     *
     * @throws BadInputException as {@link #in}
     */
    static void lost(String option, String url, Runnable action) {
        try {
            check(StoreUrl.parse(url), ".lock");
            action.run();
        } catch (StoreException | IllegalArgumentException e) {
            throw failure(option, e);
        }
    }

    private static BadInputException failure(String option, RuntimeException e) {
        return new BadInputException(option + ": " + VisibleText.of(String.valueOf(e.getMessage())), e);
    }

    private static void check(StoreUrl url, String beside) {
        if (url.scheme().equals("memory")) {
            throw new IllegalArgumentException("what is in the memory of a server is seen by that server alone");
        }
        if (url.scheme().equals("sqlite")) {
            int question = url.rest().indexOf('?');
            Path file = Path.of(question < 0 ? url.rest() : url.rest().substring(0, question));
            if (!Files.exists(Path.of(file + beside))) {
                throw new IllegalArgumentException("there is no file `" + file + "`");
            }
        }
    }
}
