package dev.mcppolicy.json.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.json.Truth;
import org.junit.jupiter.api.Test;

class JsonEqualityTest {
    @Test
    void of_what_is_not_json_nothing_can_be_told() {
        Object character = 'x';

        assertThat(JsonEquality.compare(character, character)).isEqualTo(Truth.CANNOT_TELL);
        assertThat(JsonEquality.compare(character, 1)).isEqualTo(Truth.CANNOT_TELL);
    }
}
