package dev.mcppolicy.store.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.CounterStores;
import dev.mcppolicy.store.postgres.PostgresCounterStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a URL says, and that nothing of a secret in it is ever told. */
class DatabaseUrlTest {
    private static final String SECRET = "hunter2secret";

    @TempDir
    Path directory;

    private static DatabaseUrl parse(String rest) {
        return DatabaseUrl.parse(rest, name -> name.equals("PW") ? SECRET : null);
    }

    @Test
    void a_password_comes_from_a_file_or_the_environment() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), SECRET + "\n");
        for (String option : List.of("passwordEnv=PW", "passwordFile=" + file)) {
            DatabaseUrl url = parse("//me@db.example:6000/counters?" + option + "&schema=limits&sslmode=verify-full");
            var source = url.dataSource(Duration.ofSeconds(2));
            assertThat(source.getPassword()).isEqualTo(SECRET);
            assertThat(source.getUser()).isEqualTo("me");
            assertThat(source.getServerNames()).containsExactly("db.example");
            assertThat(source.getPortNumbers()).containsExactly(6000);
            assertThat(source.getDatabaseName()).isEqualTo("counters");
            assertThat(source.getSslMode()).isEqualTo("verify-full");
            assertThat(url.schema()).isEqualTo("limits");
            assertThat(url.toString()).isEqualTo("postgres://me@db.example:6000/counters");
        }
        assertThat(parse("//me@[::1]/d").toString()).isEqualTo("postgres://me@[::1]:5432/d");
    }

    @Test
    void a_password_in_the_url_is_refused_with_what_to_write() {
        assertThatThrownBy(() -> CounterStores.open("postgres://me:" + SECRET + "@host/db"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a password does not stand in the URL: `passwordFile=` names a file of it, or"
                        + " `passwordEnv=` a variable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host/db",
                "//host/db",
                "//@host/db",
                "//me@/db",
                "//me@host",
                "//me@host/",
                "//me@host:/db",
                "//me@host:0/db",
                "//me@host:65536/db",
                "//me@host:99999999999/db",
                "//me@a,b/db",
                "//me@host/d b",
                "//me@host/db/x",
                "//me@host/db?x=1",
                "//me@host/db?schema=a&schema=b",
                "//me@host/db?schema",
                "//me@host/db?schema=",
                "//me@host/db?passwordEnv=NONE",
                "//me@host/db?passwordEnv=PW&passwordFile=x",
                "//me@host/db?passwordFile=/none/such"
            })
    void what_has_another_form_is_refused(String rest) {
        assertThatThrownBy(() -> parse(rest)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void no_bad_url_ever_tells_a_secret_in_it() {
        Random random = new Random(5);
        List<String> parts = List.of(
                "//",
                "/",
                "me",
                ":",
                "@",
                "host",
                ":5432",
                "/db",
                "?",
                "&",
                "=",
                "passwordFile=",
                "passwordEnv=",
                "schema=",
                "sslmode=",
                "#",
                "%40",
                " ",
                "\u0000",
                SECRET,
                SECRET);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder rest = new StringBuilder(random.nextBoolean() ? "//me:" + SECRET + "@" : "//");
            for (int part = random.nextInt(9); part >= 0; part--) {
                rest.append(parts.get(random.nextInt(parts.size())));
            }
            try {
                // What is taken for a host, a user or a database is shown as one, and is no password.
                DatabaseUrl unused = DatabaseUrl.parse(rest.toString(), name -> null);
            } catch (IllegalArgumentException e) {
                refused++;
                StringWriter told = new StringWriter();
                e.printStackTrace(new PrintWriter(told));
                assertThat(told.toString()).doesNotContain(SECRET);
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void a_database_that_is_not_there_is_told_without_the_password() {
        DatabaseUrl url = parse("//me@127.0.0.1:1/db?passwordEnv=PW");
        assertThatThrownBy(() -> PostgresCounterStore.builder(url.dataSource(Duration.ofSeconds(1)))
                        .timeout(Duration.ofSeconds(3))
                        .open())
                .satisfies(thrown -> {
                    StringWriter told = new StringWriter();
                    thrown.printStackTrace(new PrintWriter(told));
                    assertThat(told.toString()).doesNotContain(SECRET);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1a", "a-b", "a\"b", "a b", "\u00e4"})
    void a_schemas_name_is_of_plain_letters(String name) {
        assertThatThrownBy(() -> new Schema(name, new Schema.Scripts(Schema.class, List.of(), "version", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
