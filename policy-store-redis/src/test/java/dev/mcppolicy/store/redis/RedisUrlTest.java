package dev.mcppolicy.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.CounterStores;
import dev.mcppolicy.counter.StoreException;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a URL is read, and that nothing of one that cannot be read, nor of a password, is ever shown. */
class RedisUrlTest {
    private static final String SECRET = "Zq7xK9";

    @TempDir
    Path directory;

    private static RedisUrl parse(String text) {
        return RedisUrl.parse(text, name -> name.equals("REDIS_PASSWORD") ? SECRET : null);
    }

    private static RedisURI uri(String text) {
        return parse(text).uri(Duration.ofSeconds(1));
    }

    @Test
    void a_url_names_host_port_database_and_whether_it_is_encrypted() {
        RedisURI plain = uri("redis://my_redis");
        assertThat(plain.getHost()).isEqualTo("my_redis");
        assertThat(plain.getPort()).isEqualTo(6379);
        assertThat(plain.isSsl()).isFalse();
        assertThat(uri("redis://host:1/").getDatabase()).isZero();

        RedisURI all = uri("REDISS://me@[::1]:7000/3?passwordEnv=REDIS_PASSWORD");
        assertThat(all.getHost()).isEqualTo("::1");
        assertThat(all.getPort()).isEqualTo(7000);
        assertThat(all.getDatabase()).isEqualTo(3);
        assertThat(all.isSsl()).isTrue();
        assertThat(all.isVerifyPeer()).isTrue();
        assertThat(all.getCredentialsProvider().resolveCredentials().block().getUsername())
                .isEqualTo("me");
        assertThat(String.valueOf(all.getCredentialsProvider()
                        .resolveCredentials()
                        .block()
                        .getPassword()))
                .isEqualTo(SECRET);
    }

    @Test
    void a_password_of_a_file_is_read_anew_for_each_connection() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "first\n");
        RedisURI uri = uri("redis://host?passwordFile=" + file);
        assertThat(uri.getCredentialsProvider().resolveCredentials().block().getPassword())
                .isEqualTo("first".toCharArray());

        Files.writeString(file, "second");

        assertThat(uri.getCredentialsProvider().resolveCredentials().block().getPassword())
                .isEqualTo("second".toCharArray());
    }

    @Test
    void a_password_that_is_not_there_is_missed_at_once_and_nothing_is_shown() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty"));
        for (String query : List.of("passwordFile=/none/" + SECRET, "passwordEnv=" + SECRET, "passwordFile=" + empty)) {
            assertThatThrownBy(() -> parse("redis://host?" + query).requirePassword())
                    .isInstanceOf(StoreException.class)
                    .hasNoCause()
                    .hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void a_password_in_a_url_is_refused() {
        for (String url : List.of("redis://:" + SECRET + "@host", "redis://me:" + SECRET + "@host:6379/0")) {
            assertThatThrownBy(() -> parse(url))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("passwordFile")
                    .hasMessageNotContaining(SECRET);
        }
    }

    /** Around the secret stands whatever makes URLs hard to read. */
    @Test
    void nothing_of_a_url_that_cannot_be_read_is_shown() {
        Random random = new Random(6379);
        String[] pieces = {
            ":",
            "@",
            "/",
            "?",
            "#",
            "[",
            "]",
            "%",
            "%zz",
            " ",
            "\u0000",
            "\u00e4",
            "redis://",
            "rediss:",
            "host",
            "6379",
            "99999",
            "passwordFile=",
            "passwordEnv=",
            "&",
            "=",
            "\\",
            "x",
            SECRET,
            SECRET
        };
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder url = new StringBuilder(random.nextInt(4) == 0 ? "" : "redis://");
            for (int j = random.nextInt(9); j >= 0; j--) {
                url.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                RedisUrl read = parse(url.toString());
                // What it takes for the host may be shown; what comes before the last @ of it and after its ? not.
                assertThat(read.toString()).doesNotContain("@", "?", "=");
            } catch (IllegalArgumentException e) {
                refused++;
                assertThat(e).hasNoCause().hasMessageNotContaining(SECRET);
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void a_server_that_is_not_there_is_told_of_without_who_logs_in() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), SECRET);
        String url = "redis://me-" + SECRET + "@127.0.0.1:1?passwordFile=" + file;

        assertThatThrownBy(() -> CounterStores.open(url).close()).satisfies(thrown -> {
            for (Throwable each = thrown; each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain(SECRET);
            }
        });
    }
}
