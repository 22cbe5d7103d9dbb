package dev.mcppolicy.store.postgres.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a database is and who logs in, as a URL says. What goes wrong is told without anything that the URL says. */
public final class DatabaseUrl {
    private static final String FORM = "`postgres:` is followed by `//user@host:port/database`, and perhaps by"
            + " `?passwordFile=`, `?passwordEnv=`, `schema=`, `sslmode=` and `sslrootcert=`";
    private static final Set<String> OPTIONS =
            Set.of("passwordFile", "passwordEnv", "schema", "sslmode", "sslrootcert");
    private static final int DEFAULT_PORT = 5432;
    private static final int HIGHEST_PORT = 65_535;
    /** The least that the pool takes. */
    private static final long LEAST_POOL_MILLIS = 250;

    private final String user;
    private final String host;
    private final int port;
    private final String database;
    private final Map<String, String> options;
    private final @Nullable String password;

    private DatabaseUrl(
            String user,
            String host,
            int port,
            String database,
            Map<String, String> options,
            @Nullable String password) {
        this.user = user;
        this.host = host;
        this.port = port;
        this.database = database;
        this.options = options;
        this.password = password;
    }

    /**
     * Reads a URL.
     *
     * @param rest what comes after the scheme and its colon
     * @param environment gives a variable, or null
     * @throws IllegalArgumentException if it has another form, a password, or names a file or a variable that is not there
     */
    public static DatabaseUrl parse(String rest, UnaryOperator<@Nullable String> environment) {
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        Map<String, String> options = options(question < 0 ? "" : rest.substring(question + 1));
        int at = place.indexOf('@');
        int slash = place.indexOf('/', at);
        if (!place.startsWith("//") || at < 3 || slash < 0 || place.indexOf('@', at + 1) >= 0) {
            throw new IllegalArgumentException(FORM);
        }
        String user = place.substring(2, at);
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a password does not stand in the URL: `passwordFile=` names a file of"
                    + " it, or `passwordEnv=` a variable");
        }
        String server = place.substring(at + 1, slash);
        int colon = server.lastIndexOf(':');
        boolean hasPort = colon > server.lastIndexOf(']');
        String host = hasPort ? server.substring(0, colon) : server;
        String database = place.substring(slash + 1);
        if (!isPlain(user) || !isPlain(host) || !isPlain(database)) {
            throw new IllegalArgumentException(FORM);
        }
        int port = hasPort ? port(server.substring(colon + 1)) : DEFAULT_PORT;
        return new DatabaseUrl(user, host, port, database, options, password(options, environment));
    }

    private static boolean isPlain(String part) {
        return !part.isEmpty()
                && part.chars().allMatch(each -> each > ' ' && each < 0x7f && "%/?#,\\\"'".indexOf(each) < 0);
    }

    private static int port(String digits) {
        int port = digits.length() > 5 || digits.isEmpty() || !digits.chars().allMatch(DatabaseUrl::isDigit)
                ? 0
                : Integer.parseInt(digits);
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException(FORM);
        }
        return port;
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        int from = 0;
        while (from < query.length()) {
            int end = query.indexOf('&', from) < 0 ? query.length() : query.indexOf('&', from);
            int equals = query.indexOf('=', from);
            if (equals < 0 || equals > end || equals == end - 1) {
                throw new IllegalArgumentException(FORM);
            }
            String name = query.substring(from, equals);
            if (!OPTIONS.contains(name) || options.put(name, query.substring(equals + 1, end)) != null) {
                throw new IllegalArgumentException(FORM + ", each once");
            }
            from = end + 1;
        }
        return options;
    }

    private static @Nullable String password(Map<String, String> options, UnaryOperator<@Nullable String> environment) {
        String file = options.get("passwordFile");
        String variable = options.get("passwordEnv");
        if (file != null && variable != null) {
            throw new IllegalArgumentException("`passwordFile=` and `passwordEnv=` exclude each other");
        }
        if (variable != null) {
            String password = environment.apply(variable);
            if (password == null || password.isEmpty()) {
                throw new IllegalArgumentException("the variable that `passwordEnv=` names is not set");
            }
            return password;
        }
        return file == null ? null : content(file);
    }

    private static String content(String file) {
        try {
            String content =
                    Files.readString(Path.of(file), StandardCharsets.UTF_8).stripTrailing();
            if (content.isEmpty()) {
                throw new IllegalArgumentException("the file that `passwordFile=` names is empty");
            }
            return content;
        } catch (IOException | InvalidPathException e) {
            // Without the cause, which shows what may be no path at all.
            throw new IllegalArgumentException("the file that `passwordFile=` names cannot be read");
        }
    }

    public String schema() {
        return options.getOrDefault("schema", Schema.DEFAULT_NAME);
    }

    /** A pool of so many connections, which are waited for as long; closed by whoever opened it. */
    public HikariDataSource pool(int connections, Duration timeout) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("policy-store-postgres");
        config.setDataSource(dataSource(timeout));
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(Math.max(LEAST_POOL_MILLIS, timeout.toMillis()));
        config.setValidationTimeout(LEAST_POOL_MILLIS);
        // The store says what is wrong itself.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Connections that take no longer to be made, and to answer, than some time, and a little more where none is bounded. */
    PGSimpleDataSource dataSource(Duration timeout) {
        int seconds = (int) Math.max(1, timeout.toSeconds());
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("policy-store-postgres");
        source.setConnectTimeout(seconds);
        source.setLoginTimeout(seconds);
        source.setSocketTimeout(2 * seconds);
        source.setTcpKeepAlive(true);
        if (options.containsKey("sslmode")) {
            source.setSslMode(options.get("sslmode"));
        }
        if (options.containsKey("sslrootcert")) {
            source.setSslRootCert(options.get("sslrootcert"));
        }
        return source;
    }

    /** Shows who and where, and no secret. */
    @Override
    public String toString() {
        return "postgres://" + user + "@" + host + ":" + port + "/" + database;
    }
}
