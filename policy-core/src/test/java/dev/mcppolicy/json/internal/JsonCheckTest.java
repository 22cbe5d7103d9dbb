package dev.mcppolicy.json.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.json.JsonLimits;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What counts as a JSON value within limits, flat or not. */
class JsonCheckTest {
    private static final JsonLimits SMALL = new JsonLimits(2, 4, 10);

    private static Map<String, Object> members(int count) {
        Map<String, Object> object = new LinkedHashMap<>();
        IntStream.range(0, count).forEach(i -> object.put("" + i, i));
        return object;
    }

    @Test
    void an_object_counts_as_a_value_beside_its_members() {
        assertThat(JsonCheck.problem(members(3), SMALL)).isNull();
        assertThat(JsonCheck.problem(members(4), SMALL)).isEqualTo("more than 4 values");
    }

    @Test
    void a_member_that_is_not_scalar_counts_with_those_before_it() {
        Map<String, Object> object = members(1);
        object.put("list", List.of(1));
        assertThat(JsonCheck.problem(object, SMALL)).isNull();
        object.put("last", true);
        assertThat(JsonCheck.problem(object, SMALL)).isEqualTo("more than 4 values");
    }

    @Test
    void the_text_of_names_and_strings_is_counted_together() {
        assertThat(JsonCheck.problem(Map.of("12345", "12345"), SMALL)).isNull();
        assertThat(JsonCheck.problem(Map.of("12345", "123456"), SMALL)).isEqualTo("more than 10 characters of text");
        assertThat(JsonCheck.problem(Map.of("12", "123456789", "3", 4, "5", 6), SMALL))
                .as("as many values as may be")
                .isEqualTo("more than 10 characters of text");
        assertThat(JsonCheck.problem(Map.of("12345678901", 1), SMALL)).isEqualTo("more than 10 characters of text");
        assertThat(JsonCheck.problem(Map.of("1", BigInteger.TEN.pow(20)), SMALL))
                .isEqualTo("more than 10 characters of text");
    }

    @Test
    void scalars_of_every_kind_are_json_and_other_objects_are_not() {
        Map<String, Object> object = new HashMap<>(Map.of("a", 1L, "b", Double.NaN, "c", true));
        assertThat(JsonCheck.problem(object, SMALL)).isNull();
        assertThat(JsonCheck.problem(Collections.singletonMap("a", null), SMALL))
                .isNull();
        assertThat(JsonCheck.problem(Map.of("a", 'x'), SMALL)).isEqualTo("a value that is not JSON");
        assertThat(JsonCheck.problem(Map.of(1, "a"), SMALL)).isEqualTo("a member name that is not a string");
    }

    @Test
    void an_object_within_an_object_is_as_deep_as_the_limit_says() {
        assertThat(JsonCheck.problem(Map.of("a", Map.of()), SMALL)).isNull();
        assertThat(JsonCheck.problem(Map.of("a", Map.of("b", Map.of())), SMALL))
                .isEqualTo("nested deeper than 2 levels");
    }
}
