package dev.mcppolicy.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvisibleCharactersTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, '\n', '\t', 0x1B, 0x7F, 0x85, 0xA0, 0xAD, 0x034F, 0x115F, 0x1160, 0x2003, 0x200B, 0x200E, 0x202E,
                0x2028, 0x2029, 0x2066, 0x2800, 0x3164, 0xD800, 0xDFFF, 0xE000, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFFF,
                0xE0001, 0xE0100, 0xE01EF, 0x10FFFF
            })
    void what_no_reader_sees_is_invisible(int c) {
        assertThat(InvisibleCharacters.contains(c)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {' ', '!', '~', 0xE9, 0x0301, 0x0410, 0x4E2D, 0xFE10, 0x1F600, 0xFFFD})
    void what_has_a_shape_is_visible(int c) {
        assertThat(InvisibleCharacters.contains(c)).isFalse();
    }
}
