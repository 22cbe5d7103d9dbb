package dev.mcppolicy.catalog;

import dev.mcppolicy.text.VisibleText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error that a server answered a request with. */
final class ErrorAnswer extends ListingFailure {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_SHOWN = 200;

    private final long code;

    private ErrorAnswer(String message, long code) {
        super(message);
        this.code = code;
    }

    static ErrorAnswer of(String method, @Nullable Object error) {
        if (!(error instanceof Map<?, ?> members) || !(members.get("code") instanceof Long code)) {
            return new ErrorAnswer("the server answered `" + method + "` with an error that is none", 0);
        }
        String words = members.get("message") instanceof String text && !text.isBlank()
                ? ": " + VisibleText.of(text.strip(), LONGEST_SHOWN)
                : "";
        return new ErrorAnswer("the server answered `" + method + "` with error " + code + words, code);
    }

    /** The number of the error, 0 where the server gave none. */
    long code() {
        return code;
    }
}
