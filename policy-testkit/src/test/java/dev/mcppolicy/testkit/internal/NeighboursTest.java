package dev.mcppolicy.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The values that folders, hosts and domains turn on. */
class NeighboursTest {
    private static Map<Truth, List<Object>> values(Operator operator, Object entry) {
        Condition.Comparison comparison =
                new Condition.Comparison(ArgumentPath.parse("args.a"), operator, List.of(entry));
        return Neighbours.of(comparison).stream()
                .collect(Collectors.groupingBy(value -> comparison.test().test(value)));
    }

    @Test
    void a_folder_has_a_sibling_a_parent_and_a_way_out() {
        assertThat(values(Operator.WITHIN, "/srv/data/"))
                .isEqualTo(Map.of(
                        Truth.TRUE, List.of("/srv/data/x", "/srv/data"),
                        Truth.FALSE, List.of("/srv/data-2/x", "/srv/x"),
                        Truth.CANNOT_TELL, List.of("/srv/data/../x")));
    }

    @Test
    void a_host_has_others_that_begin_or_end_like_it() {
        assertThat(values(Operator.HOST_IN, "shop.example.com"))
                .containsEntry(Truth.TRUE, List.of("https://shop.example.com/"))
                .hasEntrySatisfying(Truth.FALSE, others -> assertThat(others)
                        .contains(
                                "https://evil-shop.example.com/",
                                "https://shop.example.com.evil.test/",
                                "https://other.example.com/",
                                "http://shop.example.com/",
                                "https://shop.example.com:8080/"))
                .containsEntry(Truth.CANNOT_TELL, List.of("https://shop.example.com@evil.test/"));
        assertThat(values(Operator.HOST_IN, "http://*.example.com:81"))
                .containsEntry(Truth.TRUE, List.of("http://a.example.com:81/"));
    }

    @Test
    void a_domain_has_others_that_begin_or_end_like_it() {
        assertThat(values(Operator.EMAIL_IN, "*.example.com"))
                .containsEntry(Truth.TRUE, List.of("someone@a.example.com"))
                .containsEntry(
                        Truth.FALSE,
                        List.of("someone@example.com", "someone@evil-example.com", "someone@a.example.com.evil.test"));
    }
}
