package dev.mcppolicy.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTextTest {
    @ParameterizedTest
    @CsvSource({"PT1S, 1s", "PT90S, 90s", "PT30M, 30m", "PT2H, 2h", "PT24H, 1d", "PT25H, 25h", "PT13H59M30S, 50370s"})
    void a_span_is_said_as_a_test_file_writes_it(Duration span, String text) {
        assertThat(SpanText.of(span)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT1.5S", "PT-1S"})
    void a_span_that_no_test_file_can_write_is_said_as_iso_has_it(Duration span) {
        assertThat(SpanText.of(span)).isEqualTo(span.toString());
    }

    @Test
    void a_window_that_slides_has_its_length_so() {
        assertThat(SpanText.of(new Window.Sliding(Duration.ofSeconds(10)))).isEqualTo("sliding 10s");
        assertThat(SpanText.of(Window.Calendar.DAY)).isEqualTo("day");
        assertThat(SpanText.of(new Window.Seconds(60))).isEqualTo("60s");
    }
}
