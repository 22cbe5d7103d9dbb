package dev.mcppolicy.catalog;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A server by streamable HTTP: each message is a request of its own, to the one address that was given. */
final class HttpChannel implements ServerChannel {
    private static final String SESSION = "Mcp-Session-Id";
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";
    private static final int LONGEST_SESSION = 1024;
    private static final int LONGEST_SHOWN = 200;
    private static final int OK = 200;
    private static final int REDIRECTED = 300;
    private static final int REFUSED = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(2);

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI url;
    private final Map<String, String> headers;
    private final ReadBudget budget;
    private @Nullable String session;
    private @Nullable String version;

    HttpChannel(URI url, Map<String, String> headers, ReadBudget budget) {
        this.url = url;
        this.headers = headers;
        this.budget = budget;
    }

    @Override
    public void ask(Map<String, ?> request, Predicate<Map<String, @Nullable Object>> isAnswer) {
        HttpResponse<InputStream> response = post(request);
        try (InputStream body = response.body()) {
            keepSession(response);
            ByteLines lines = new ByteLines(body, budget);
            String type = type(response);
            if (type.equals(EVENTS) && isGood(response)) {
                takeEvents(new EventStream(lines), isAnswer);
            } else if (type.equals(JSON)) {
                takeOne(response, lines.rest(), isAnswer);
            } else {
                throw isGood(response) ? noMessage() : refused(response);
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static void takeEvents(EventStream events, Predicate<Map<String, @Nullable Object>> isAnswer)
            throws IOException {
        for (String data = events.next(); data != null; data = events.next()) {
            Map<String, @Nullable Object> message = RpcMessage.read(data);
            if (message == null) {
                throw noMessage();
            }
            if (isAnswer.test(message)) {
                return;
            }
        }
        throw new ListingFailure("the server ended the stream of its answer before the answer was there");
    }

    private static void takeOne(
            HttpResponse<InputStream> response, String text, Predicate<Map<String, @Nullable Object>> isAnswer) {
        if (!isGood(response) && !text.stripLeading().startsWith("{")) {
            throw refused(response);
        }
        Map<String, @Nullable Object> message = RpcMessage.read(text);
        if (!isGood(response) && (message == null || !message.containsKey("error"))) {
            throw refused(response);
        }
        if (message == null || !isAnswer.test(message)) {
            throw noMessage();
        }
    }

    @Override
    public void tell(Map<String, ?> message) {
        HttpResponse<InputStream> response = post(message);
        leaveUnread(response);
        if (!isGood(response)) {
            throw refused(response);
        }
    }

    private static void leaveUnread(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            // Nobody wants to know what it says.
        }
    }

    private HttpResponse<InputStream> post(Map<String, ?> message) {
        HttpRequest.Builder request = request()
                .header("Content-Type", JSON)
                .header("Accept", JSON + ", " + EVENTS)
                .POST(BodyPublishers.ofString(CanonicalJson.write(message)));
        if (ToolListing.WITHOUT_GREETING.equals(version) && message.get("method") instanceof String method) {
            request.header("Mcp-Method", method);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ListingFailure("the listing was interrupted", e);
        }
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        headers.forEach(request::header);
        if (session != null) {
            request.header(SESSION, session);
        }
        if (version != null) {
            request.header("MCP-Protocol-Version", version);
        }
        return request;
    }

    private void keepSession(HttpResponse<InputStream> response) {
        String given = response.headers().firstValue(SESSION).orElse(null);
        if (given == null || session != null) {
            return;
        }
        if (given.isBlank() || given.length() > LONGEST_SESSION || !HeaderSyntax.isVisibleAscii(given)) {
            throw new ListingFailure("the server gave an id of a session that is none");
        }
        session = given;
    }

    @Override
    public void speak(String version) {
        this.version = version;
    }

    @Override
    public String lastWords() {
        return "";
    }

    /** A server that does not know how to end a session keeps it, which is its own affair. */
    @Override
    public void close() {
        if (session == null) {
            return;
        }
        HttpRequest farewell = request().DELETE().timeout(LONGEST_FAREWELL).build();
        try {
            leaveUnread(client.send(farewell, BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            // It is of no use to anybody any more.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever waits is interrupted, which ends what is under way. */
    @Override
    public void abort() {}

    private static boolean isGood(HttpResponse<?> response) {
        return response.statusCode() >= OK && response.statusCode() < REDIRECTED;
    }

    private static String type(HttpResponse<?> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static ListingFailure noMessage() {
        return new ListingFailure("the server answered with something that is no answer to what it was asked");
    }

    private static ListingFailure refused(HttpResponse<?> response) {
        int status = response.statusCode();
        if (status >= REDIRECTED && status < REFUSED) {
            return new ListingFailure("the server redirects elsewhere, status " + status + ", which is not followed");
        }
        String why =
                status == UNAUTHORIZED || status == FORBIDDEN ? ", so it wants credentials, which a header gives" : "";
        return new ListingFailure("the server refused with status " + status + why);
    }

    private static ListingFailure broken(IOException failure) {
        if (failure instanceof ConnectException) {
            return new ListingFailure("the server cannot be reached", failure);
        }
        String what = failure instanceof SSLException ? "no secure connection is possible: " : "the connection broke: ";
        return new ListingFailure(what + VisibleText.of(String.valueOf(failure.getMessage()), LONGEST_SHOWN), failure);
    }
}
