package dev.mcppolicy.catalog;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.InvalidToolsException;
import dev.mcppolicy.format.ToolsReader;
import dev.mcppolicy.tool.ServerTools;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Where the tools of a server are to be had: a file, the address of a server, or the command that starts one. One
 * notation says which:
 *
 * <ul>
 *   <li>{@code https://host/mcp}, or {@code http}: a server by streamable HTTP. Redirects are not followed;
 *   <li>{@code stdio:npx -y some-server}: a server that is started and spoken to over its standard streams. The command is
 *       split at spaces; quotes, single or double, keep a word with spaces together, and {@code \"} and {@code \\} within
 *       double quotes are a quote and a backslash. No shell sees it. It runs in this process's directory, with its
 *       environment;
 *   <li>everything else: a file, as {@link ToolsReader} reads it. A file whose name begins like the others is written
 *       {@code ./stdio:name}.
 * </ul>
 *
 * <p>A server is asked once, by a client that grants nothing: it has no capability, answers {@code ping}, and refuses what
 * else a server asks for. It lists all pages, once more where the server says meanwhile that its tools have changed, and
 * goes: a started process has its input closed, and is ended with all that it started. What a server sends is bounded: 16
 * MiB a message, 64 MiB, 1 000 pages and 10 000 tools together, and {@link #within} for all of it.
 *
 * <p>Immutable and safe for use by any thread.
 */
@CheckReturnValue
public final class ToolSource {
    /** How long a server may take where nothing else is said: 30 seconds, its start included. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    private final SourceAddress address;
    private final Duration timeout;
    private final Map<String, String> headers;

    private ToolSource(SourceAddress address, Duration timeout, Map<String, String> headers) {
        this.address = address;
        this.timeout = timeout;
        this.headers = headers;
    }

    /**
     * A source by its notation.
     *
     * @param notation a path, an {@code http} or {@code https} URL, or {@code stdio:} and a command
     * @return the source, of which nothing is opened or started yet
     * @throws IllegalArgumentException if it is none of them: empty, a URL of another scheme, with a user or with a
     *     fragment, a command without a word or with a quote that is not closed
     */
    public static ToolSource of(String notation) {
        return new ToolSource(SourceAddress.of(notation), DEFAULT_TIMEOUT, Map.of());
    }

    /**
     * The same source with a time-out.
     *
     * @param timeout for all that is asked of a server, from its start to its last page: a millisecond to an hour. Ending
     *     the server comes after, and takes seconds at most. For files it says nothing
     * @return the changed copy
     * @throws IllegalArgumentException if the time is out of its range
     */
    public ToolSource within(Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("a time-out must be a millisecond to an hour, not `" + timeout + "`");
        }
        return new ToolSource(address, timeout, headers);
    }

    /**
     * The same source with a header on each request, such as {@code Authorization}.
     *
     * @param name the header's name, in any letter case
     * @param value its value, in visible ASCII and spaces; shown nowhere
     * @return the changed copy
     * @throws IllegalArgumentException if the source is no URL, the name or the value is none, the name was given before,
     *     or is one that the protocol itself uses
     */
    public ToolSource withHeader(String name, String value) {
        if (!(address instanceof SourceAddress.Url)) {
            throw new IllegalArgumentException("a header goes with a URL, and `" + address.shown() + "` is none");
        }
        HeaderSyntax.check(name, value);
        Map<String, String> all = new LinkedHashMap<>(headers);
        if (all.put(name.toLowerCase(Locale.ROOT), value) != null) {
            throw new IllegalArgumentException("the header `" + name + "` is there twice");
        }
        return new ToolSource(address, timeout, Map.copyOf(all));
    }

    /**
     * Reads the file, or asks the server. Blocks until it has the answer, and at the longest for the time-out and the
     * seconds that ending the server takes. Asks anew each time.
     *
     * @return the tools in the order in which the server lists them
     * @throws InvalidToolsException if the source is a file that cannot be read or lists no tools
     * @throws ToolListingException if a server does not list its tools, for whatever reason
     */
    public ServerTools read() {
        if (address instanceof SourceAddress.File file) {
            return ToolsReader.read(file.path());
        }
        try {
            return TimedListing.of(this::open, timeout);
        } catch (ListingFailure e) {
            throw new ToolListingException(address.shown() + ": " + e.getMessage(), e.getCause());
        }
    }

    private ServerChannel open() {
        ReadBudget budget = new ReadBudget();
        if (address instanceof SourceAddress.Command command) {
            return CommandChannel.start(command.words(), budget);
        }
        return new HttpChannel(((SourceAddress.Url) address).url(), headers, budget);
    }

    /** The source in one line, fit to be shown: without headers, a URL's query and a command's arguments. */
    @Override
    public String toString() {
        return address.shown();
    }
}
