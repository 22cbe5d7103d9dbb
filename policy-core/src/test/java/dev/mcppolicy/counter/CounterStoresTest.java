package dev.mcppolicy.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which store keeps the counters is a word of a configuration. */
class CounterStoresTest {
    @ParameterizedTest
    @ValueSource(strings = {"memory:", "MEMORY:", "memory:1", "memory:200000"})
    void counters_in_memory_need_nothing_else(String url) {
        try (CounterStore store = CounterStores.open(url)) {
            assertThat(store).isInstanceOf(InMemoryCounterStore.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory:0", "memory:-1", "memory: 5", "memory://host", "memory:2147483648", "memory:٥"})
    void what_is_no_number_of_counters_is_refused(String url) {
        assertThatThrownBy(() -> CounterStores.open(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("`memory:` is followed by nothing or by a number of counters");
    }

    @ParameterizedTest
    @CsvSource({
        "sqlite:counters.db, policy-store-sqlite",
        "postgres://db/x, policy-store-postgres",
        "postgresql://db/x, policy-store-postgres",
        "redis://host, policy-store-redis",
        "rediss://host, policy-store-redis"
    })
    void a_scheme_of_another_artifact_names_the_artifact(String url, String artifact) {
        assertThatThrownBy(() -> CounterStores.open(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("add the artifact `" + artifact + "`");
    }

    @Test
    void an_unknown_scheme_is_refused_with_those_that_are_known() {
        assertThatThrownBy(() -> CounterStores.open("mysql://root:secret@db/x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no counter store opens `mysql:`; known are memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "counters.db", "/srv/counters.db", ":secret", "1a:secret", "user secret@host:1"})
    void what_has_no_scheme_is_refused_without_being_shown(String url) {
        assertThatThrownBy(() -> CounterStores.open(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a store is named by a URL, such as `memory:`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://user:secret@host:6379/0",
                "redis://:secret@host",
                "redis://user:se@cret@host",
                "redis://user:secret@host?password=secret",
                "redis://user:secret/x@host",
                "redis://user:secret?x@host",
                "redis://user:#secret@host",
                "redis://us@er:sec?cret@host",
                "postgres://host/db?user=u&password=secret",
                "postgres://host/db?password=a@secret",
                "postgres://user:\nsecret@host/db"
            })
    void a_url_that_is_shown_shows_no_secret(String url) {
        assertThat(StoreUrl.parse(url).toString()).doesNotContain("secret").doesNotContain("cret");
    }

    @Test
    void a_url_without_a_secret_is_shown_as_it_is() {
        assertThat(StoreUrl.parse("sqlite:/srv/counters.db")).hasToString("sqlite:/srv/counters.db");
        assertThat(StoreUrl.parse("redis://host:6379/0")).hasToString("redis://host:6379/0");
    }
}
