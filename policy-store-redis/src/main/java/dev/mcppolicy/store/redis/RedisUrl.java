package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.StoreException;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is, and how to log in: {@code redis://[user@]host[:port][/database][?passwordFile=path]}. A URL is shown in
 * lists of processes, in files of configuration and in logs, so that one with a password in it is refused, and no message
 * shows anything of one that is. The password is read again for each connection, so that it can be changed meanwhile.
 */
final class RedisUrl {
    static final String SCHEME = "redis";
    static final String SCHEME_OF_TLS = "rediss";

    private static final int DEFAULT_PORT = 6379;
    private static final int LAST_PORT = 65_535;
    private static final String PASSWORD_FILE = "passwordFile=";
    private static final String PASSWORD_ENVIRONMENT = "passwordEnv=";
    private static final String FORM =
            "`redis://` or `rediss://` is followed by `[user@]host[:port][/database]`, and perhaps by"
                    + " `?passwordFile=` with a path or `?passwordEnv=` with the name of a variable";

    private final boolean isEncrypted;
    private final @Nullable String user;
    private final String host;
    private final int port;
    private final int database;
    private final @Nullable Password password;

    /** Where the password comes from. */
    private interface Password {
        String read();
    }

    private RedisUrl(
            boolean isEncrypted,
            @Nullable String user,
            String host,
            int port,
            int database,
            @Nullable Password password) {
        this.isEncrypted = isEncrypted;
        this.user = user;
        this.host = host;
        this.port = port;
        this.database = database;
        this.password = password;
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it has another form; the message shows nothing of it
     */
    static RedisUrl parse(String text, UnaryOperator<@Nullable String> environment) {
        int slashes = text.indexOf("://");
        String scheme = slashes < 0 ? "" : text.substring(0, slashes);
        boolean isEncrypted = scheme.equalsIgnoreCase(SCHEME_OF_TLS);
        if (!isEncrypted && !scheme.equalsIgnoreCase(SCHEME)) {
            throw new IllegalArgumentException(FORM);
        }
        String rest = text.substring(slashes + 3);
        int question = rest.indexOf('?');
        Password password = question < 0 ? null : password(rest.substring(question + 1), environment);
        String place = question < 0 ? rest : rest.substring(0, question);
        int slash = place.indexOf('/');
        int database = slash < 0 || slash == place.length() - 1 ? 0 : number(place.substring(slash + 1), 0);
        String authority = slash < 0 ? place : place.substring(0, slash);
        int login = authority.lastIndexOf('@');
        String user = login < 0 ? null : user(authority.substring(0, login), password);
        String address = authority.substring(login + 1);
        int colon = address.endsWith("]") ? -1 : address.lastIndexOf(':');
        String host = host(colon < 0 ? address : address.substring(0, colon));
        int port = colon < 0 ? DEFAULT_PORT : number(address.substring(colon + 1), 1);
        if (port > LAST_PORT) {
            throw new IllegalArgumentException(FORM);
        }
        return new RedisUrl(isEncrypted, user, host, port, database, password);
    }

    private static String host(String text) {
        boolean isBracketed = text.startsWith("[") && text.endsWith("]");
        String host = isBracketed ? text.substring(1, text.length() - 1) : text;
        boolean isPlain = !host.isEmpty() && host.chars().allMatch(c -> isOfHost(c) || (isBracketed && c == ':'));
        if (!isPlain) {
            throw new IllegalArgumentException(FORM);
        }
        return host;
    }

    private static boolean isOfHost(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_';
    }

    private static int number(String digits, int least) {
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= 6
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(digits) >= least;
        if (!isNumber) {
            throw new IllegalArgumentException(FORM);
        }
        return Integer.parseInt(digits);
    }

    private static String user(String login, @Nullable Password password) {
        if (login.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "a password does not stand in a URL, which is shown in many places: it comes from a file"
                            + " (`?passwordFile=`) or a variable of the environment (`?passwordEnv=`)");
        }
        if (login.isEmpty() || password == null) {
            throw new IllegalArgumentException(FORM);
        }
        return login;
    }

    private static Password password(String query, UnaryOperator<@Nullable String> environment) {
        if (query.startsWith(PASSWORD_FILE) && query.length() > PASSWORD_FILE.length()) {
            try {
                Path file = Path.of(query.substring(PASSWORD_FILE.length()));
                return () -> ofFile(file);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(FORM);
            }
        }
        if (query.startsWith(PASSWORD_ENVIRONMENT) && query.length() > PASSWORD_ENVIRONMENT.length()) {
            String name = query.substring(PASSWORD_ENVIRONMENT.length());
            return () -> ofVariable(name, environment);
        }
        throw new IllegalArgumentException(FORM);
    }

    private static String ofFile(Path file) {
        try {
            return some(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new StoreException("the file that `passwordFile` names cannot be read");
        }
    }

    private static String ofVariable(String name, UnaryOperator<@Nullable String> environment) {
        String value = environment.apply(name);
        if (value == null) {
            throw new StoreException("the variable that `passwordEnv` names is not set");
        }
        return some(value);
    }

    private static String some(String password) {
        if (password.isEmpty()) {
            throw new StoreException("the password is empty");
        }
        return password;
    }

    /** As the client wants it. */
    RedisURI uri(Duration timeout) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(host)
                .withPort(port)
                .withDatabase(database)
                .withTimeout(timeout)
                .withSsl(isEncrypted);
        if (isEncrypted) {
            uri.withVerifyPeer(SslVerifyMode.FULL);
        }
        Password source = password;
        if (source != null) {
            uri.withAuthentication(RedisCredentialsProvider.from(
                    () -> RedisCredentials.just(user, source.read().toCharArray())));
        }
        return uri.build();
    }

    /** Looks whether the password is there, so that it is missed at the start. */
    void requirePassword() {
        if (password != null) {
            String unused = password.read();
        }
    }

    /** Where the server is; nothing of who logs in. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
