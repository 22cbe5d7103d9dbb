package dev.mcppolicy.catalog;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A server that was started, over its standard streams. On its output are messages alone, one a line, as the protocol has
 * it; but as servers in use greet their users there, some lines that are none are passed over.
 */
final class CommandChannel implements ServerChannel {
    private static final int MOST_OTHER_LINES = 100;
    private static final int LONGEST_SHOWN = 120;

    private final Process process;
    private final ProcessTree tree;
    private final OutputStream in;
    private final ByteLines out;
    private final ErrorTail errors;
    private int otherLines;

    private CommandChannel(Process process, ReadBudget budget) {
        this.process = process;
        this.tree = new ProcessTree(process);
        this.in = process.getOutputStream();
        this.out = new ByteLines(process.getInputStream(), budget);
        this.errors = ErrorTail.of(process.getErrorStream());
    }

    /** Starts a command as it is, without a shell. */
    static CommandChannel start(List<String> words, ReadBudget budget) {
        try {
            return new CommandChannel(new ProcessBuilder(words).start(), budget);
        } catch (IOException e) {
            String program = VisibleText.of(words.get(0), LONGEST_SHOWN);
            throw new ListingFailure(
                    "`" + program + "` cannot be started, as there is no such program or it may not run", e);
        }
    }

    @Override
    public void ask(Map<String, ?> request, Predicate<Map<String, @Nullable Object>> isAnswer) {
        tell(request);
        try {
            for (String line = out.next(); line != null; line = out.next()) {
                Map<String, @Nullable Object> message =
                        line.stripLeading().startsWith("{") ? RpcMessage.read(line) : null;
                if (message == null) {
                    passOver(line);
                } else if (isAnswer.test(message)) {
                    tree.look();
                    return;
                }
            }
        } catch (IOException e) {
            throw ended(e);
        }
        throw ended(null);
    }

    private void passOver(String line) {
        if (!line.isBlank() && ++otherLines > MOST_OTHER_LINES) {
            throw new ListingFailure("the server wrote more than " + MOST_OTHER_LINES
                    + " lines to its standard output that are no messages, the last of them `"
                    + VisibleText.of(line, LONGEST_SHOWN) + "`");
        }
    }

    @Override
    public void tell(Map<String, ?> message) {
        try {
            in.write((CanonicalJson.write(message) + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private ListingFailure ended(@Nullable IOException cause) {
        String code = "";
        try {
            if (process.waitFor(1, TimeUnit.SECONDS)) {
                code = ", with exit code " + process.exitValue();
            }
            errors.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new ListingFailure("the server ended before it had listed its tools" + code + lastWords(), cause);
    }

    @Override
    public void speak(String version) {
        // Only messages say it here.
    }

    @Override
    public String lastWords() {
        return errors.text();
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // It has ended already.
        }
        tree.end();
    }

    /** A thread may be at writing to the server, which closing its input would wait for. */
    @Override
    public void abort() {
        tree.kill();
    }
}
