package dev.mcppolicy.json.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.json.JsonLimits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Canonical JSON is one text for equal values, and copies are apart from what they were made of. */
class CanonicalJsonTest {
    private static void writes(Object value, String text) {
        assertThat(CanonicalJson.write(value)).isEqualTo(text);
    }

    @Test
    void members_are_sorted_by_code_point_and_there_is_no_space() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("b", Arrays.asList(1, null, true, "x"));
        object.put("a", Map.of());
        object.put("\uff5e", 1);
        object.put("\ud83d\ude00", 2);
        object.put("ab", 3);
        object.put("a b", 4);
        writes(object, "{\"a\":{},\"a b\":4,\"ab\":3,\"b\":[1,null,true,\"x\"],\"\uff5e\":1,\"\ud83d\ude00\":2}");
        Map<String, Object> longestFirst = new LinkedHashMap<>();
        longestFirst.put("abc", 1);
        longestFirst.put("ab", 2);
        longestFirst.put("", 3);
        writes(longestFirst, "{\"\":3,\"ab\":2,\"abc\":1}");
        writes(Map.of("\ud83d\ude00", 1, "\ud83d\ude01", 2), "{\"\ud83d\ude00\":1,\"\ud83d\ude01\":2}");
        writes(null, "null");
    }

    @Test
    void strings_have_the_shortest_escapes() {
        writes("\"\\/\b\f\n\r\t\u0001\u001f\u007fé", "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007fé\"");
        writes("a\ud83d", "\"a\\ud83d\"");
        writes("\ude00b", "\"\\ude00b\"");
        writes("\ud83d\ud83d\ude00", "\"\\ud83d\ud83d\ude00\"");
    }

    @Test
    void numbers_are_plain_decimals_up_to_twenty_one_digits() {
        writes(1, "1");
        writes(1.0, "1");
        writes(-0.0, "0");
        writes(new BigDecimal("0e50"), "0");
        writes(new BigDecimal("1.500"), "1.5");
        writes(0.1f, "0.1");
        writes(1e20, "100000000000000000000");
        writes(1e21, "1e21");
        writes(new BigDecimal("123456789012345678901"), "123456789012345678901");
        writes(new BigDecimal("1234567890123456789012"), "1.234567890123456789012e21");
        writes(new BigDecimal("0.00000000000000000001"), "0.00000000000000000001");
        writes(new BigDecimal("0.000000000000000000001"), "1e-21");
        writes(new BigDecimal("-1.25e-30"), "-1.25e-30");
        writes(BigInteger.TEN.pow(30).negate(), "-1e30");
        writes(Double.NaN, "NaN");
        writes(Double.NEGATIVE_INFINITY, "-Infinity");
        writes(new BigDecimal("1e20000"), "1E+20000");
    }

    @Test
    void what_is_not_json_is_refused() {
        assertThatThrownBy(() -> CanonicalJson.write(Set.of())).hasMessage("a value that is not JSON");
        assertThatThrownBy(() -> CanonicalJson.write(Map.of(1, 2))).hasMessage("a member name that is not a string");
        assertThatThrownBy(() -> JsonCopy.freeze(Map.of(1, 2), JsonLimits.DEFAULT))
                .hasMessage("a member name that is not a string");
        assertThatThrownBy(() -> JsonCopy.freeze(List.of('c'), JsonLimits.DEFAULT))
                .hasMessage("a value that is not JSON");
        assertThatThrownBy(() -> JsonCopy.freeze(List.of(1, 2), new JsonLimits(1, 2, 0)))
                .hasMessage("more than 2 values");
        assertThatThrownBy(() -> JsonCopy.freeze(List.of(List.of()), new JsonLimits(1, 2, 0)))
                .hasMessage("nested deeper than 1 levels");
        assertThatThrownBy(() -> JsonCopy.freeze("ab", new JsonLimits(1, 1, 1)))
                .hasMessage("more than 1 characters of text");
    }

    @Test
    void the_digest_is_the_sha_256_of_the_text() {
        assertThat(CanonicalJson.sha256(Map.of()))
                .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }

    @Test
    void a_frozen_copy_cannot_be_changed_and_does_not_follow_its_original() {
        List<Object> list = new ArrayList<>(List.of(1));
        Map<String, Object> original = new LinkedHashMap<>();
        original.put("l", list);
        Object frozen = JsonCopy.freeze(original, JsonLimits.DEFAULT);
        list.add(2);
        original.put("x", 1);
        writes(frozen, "{\"l\":[1]}");
        assertThatThrownBy(() -> ((Map<?, ?>) frozen).clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((List<?>) ((Map<?, ?>) frozen).get("l")).clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(JsonCopy.freeze(null, JsonLimits.DEFAULT)).isNull();
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_thawed_copy_is_equal_private_and_mutable() {
        Map<String, Object> original = Map.of("l", List.of(Map.of("a", 1)), "o", Map.of());
        Map<String, Object> thawed = JsonCopy.thaw(original);
        assertThat(thawed).isEqualTo(original);
        thawed.put("x", 1);
        ((List<Object>) thawed.get("l")).add(2);
        ((Map<String, Object>) ((List<?>) thawed.get("l")).get(0)).clear();
        writes(thawed, "{\"l\":[{},2],\"o\":{},\"x\":1}");
        writes(original, "{\"l\":[{\"a\":1}],\"o\":{}}");
        assertThatThrownBy(() -> JsonCopy.thaw(Map.of("a", 'c'))).hasMessage("a value that is not JSON");
    }

    @Test
    void a_list_that_holds_itself_or_never_ends_is_refused() {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        List<Object> endless = new AbstractList<>() {
            @Override
            public Object get(int index) {
                return index;
            }

            @Override
            public int size() {
                return 1;
            }

            @Override
            public Iterator<Object> iterator() {
                return Stream.<Object>generate(() -> 1).iterator();
            }
        };

        assertThat(JsonCheck.problem(circle, JsonLimits.DEFAULT)).isEqualTo("nested deeper than 64 levels");
        assertThatThrownBy(() -> JsonCopy.freeze(circle, JsonLimits.DEFAULT))
                .hasMessage("nested deeper than 64 levels");
        assertThat(JsonCheck.problem(endless, JsonLimits.DEFAULT)).isEqualTo("more than 10000 values");
        assertThatThrownBy(() -> JsonCopy.freeze(endless, JsonLimits.DEFAULT)).hasMessage("more than 10000 values");
    }

    @Test
    void the_digits_of_long_numbers_count_as_text() {
        JsonLimits limits = new JsonLimits(1, 1, 400);
        for (Object number : List.of(BigInteger.TEN.pow(300), new BigDecimal("1." + "1".repeat(300)))) {
            assertThat(JsonCheck.problem(number, limits)).isNull();
            assertThat(JsonCheck.problem(number, new JsonLimits(1, 1, 299)))
                    .isEqualTo("more than 299 characters of text");
        }
    }

    @Test
    void limits_are_in_range() {
        assertThatThrownBy(() -> new JsonLimits(0, 1, 1)).hasMessage("depth must be 1 to 1000, not 0");
        assertThatThrownBy(() -> new JsonLimits(1_001, 1, 1)).hasMessage("depth must be 1 to 1000, not 1001");
        assertThatThrownBy(() -> new JsonLimits(1, 0, 1)).hasMessage("the number of values must be at least 1, not 0");
        assertThatThrownBy(() -> new JsonLimits(1, 1, -1))
                .hasMessage("the amount of text must not be negative, not -1");
        assertThat(new JsonLimits(1_000, 1, 0).maxDepth()).isEqualTo(1_000);
    }
}
