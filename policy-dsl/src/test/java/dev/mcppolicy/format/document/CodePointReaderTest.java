package dev.mcppolicy.format.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import org.junit.jupiter.api.Test;

/** The YAML library failed where the end of its buffer fell between the two halves of a code point. */
class CodePointReaderTest {
    private static final String FACE = "\ud83d\ude00";

    @Test
    void a_code_point_beyond_16_bits_may_stand_anywhere_in_a_document() {
        for (int length = 900; length < 2_200; length++) {
            String description = "x".repeat(length) + FACE;
            String text = "description: " + description + "\ntools: {}\n";

            assertThat(PolicyReader.parse(text).description())
                    .as("after %d", length)
                    .isEqualTo(description);
        }
    }

    @Test
    void many_code_points_beyond_16_bits_are_read_in_full() {
        String description = "x" + FACE.repeat(5_000);

        assertThat(PolicyReader.parse("description: " + description + "\ntools: {}\n")
                        .description())
                .isEqualTo(description);
    }
}
