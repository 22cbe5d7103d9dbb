package dev.mcppolicy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How often the log hears of one kind of failure. */
class ThinnedLogTest {
    private final Recording recording = new Recording();
    private long nanos = Long.MAX_VALUE - 5;
    private final ThinnedLog log = new ThinnedLog(recording, () -> nanos);

    /** What the log was told. */
    private record Said(
            Level level, String message, @Nullable Throwable failure) {}

    private static final class Recording implements ThinnedLog.Sink {
        private final List<Said> said = new CopyOnWriteArrayList<>();
        private @Nullable Error failing;

        @Override
        public void log(Level level, String message, @Nullable Throwable failure) {
            if (failing != null) {
                throw failing;
            }
            said.add(new Said(level, message, failure));
        }

        List<String> messages() {
            return said.stream().map(Said::message).toList();
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void fails(String place, Throwable failure) {
        log.say(Level.ERROR, place, "", failure);
    }

    @Test
    void the_first_of_a_kind_is_said_in_full() {
        Throwable failure = new IllegalStateException("no connection");

        fails("the store failed", failure);

        assertThat(recording.said).containsExactly(new Said(Level.ERROR, "the store failed", failure));
    }

    @Test
    void one_in_ten_seconds_is_said_with_how_many_were_left_out() {
        IllegalStateException last = new IllegalStateException("3");
        fails("the store failed", new IllegalStateException("1"));
        pass(ThinnedLog.QUIET.minusNanos(1));
        fails("the store failed", new IllegalStateException("2"));
        fails("the store failed", new IllegalStateException("2"));
        pass(Duration.ofNanos(1));
        fails("the store failed", last);
        fails("the store failed", new IllegalStateException("4"));
        pass(ThinnedLog.QUIET);
        fails("the store failed", new IllegalStateException("5"));
        pass(ThinnedLog.QUIET);
        fails("the store failed", new IllegalStateException("6"));

        assertThat(recording.messages())
                .containsExactly(
                        "the store failed",
                        "the store failed (2 more were left out since the last)",
                        "the store failed (1 more were left out since the last)",
                        "the store failed");
        assertThat(recording.said.get(1).failure()).isSameAs(last);
    }

    @Test
    void another_place_or_another_class_of_failure_is_said_at_once() {
        fails("the store failed", new IllegalStateException());
        fails("a listener failed", new IllegalStateException());
        fails("the store failed", new IllegalArgumentException());
        log.say(Level.ERROR, "the store failed", "", null);

        assertThat(recording.messages())
                .containsExactly("the store failed", "a listener failed", "the store failed", "the store failed");
    }

    @Test
    void particulars_make_no_kind() {
        log.say(Level.WARNING, "a call goes on", ": `a`", new IllegalStateException());
        log.say(Level.WARNING, "a call goes on", ": `b`", new IllegalStateException());

        assertThat(recording.messages()).containsExactly("a call goes on: `a`");
    }

    @Test
    void a_log_that_fails_is_no_failure_of_who_writes_to_it() {
        recording.failing = new StackOverflowError();
        Throwable failure = new IllegalStateException();

        fails("the store failed", failure);
        log.say(Level.ERROR, "the source failed", "", null);
        fails("the log failed", recording.failing);

        assertThat(failure.getSuppressed()).containsExactly(recording.failing);
    }

    @Test
    void a_log_that_cannot_be_found_is_no_failure_of_who_writes_to_it() {
        LinkageError none = new LinkageError("no log");
        ThinnedLog lost = new ThinnedLog(
                (level, message, failure) -> {
                    throw none;
                },
                () -> nanos);
        Throwable failure = new IllegalStateException();

        lost.say(Level.ERROR, "the store failed", "", failure);

        assertThat(failure.getSuppressed()).containsExactly(none);
    }

    @Test
    void of_many_threads_one_speaks_and_the_others_are_counted() {
        IntStream.range(0, 1_000).parallel().forEach(i -> fails("the store failed", new IllegalStateException()));
        pass(ThinnedLog.QUIET);
        fails("the store failed", new IllegalStateException());

        assertThat(recording.messages()).hasSize(2).allSatisfy(message -> assertThat(message)
                .matches("the store failed( \\(\\d+ more were left out since the last\\))?"));
        assertThat(recording.messages().stream()
                        .mapToInt(message -> Integer.parseInt("0" + message.replaceAll("\\D", "")))
                        .sum())
                .isEqualTo(999);
    }
}
