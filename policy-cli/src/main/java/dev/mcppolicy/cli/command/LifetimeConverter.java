package dev.mcppolicy.cli.command;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people write it, of at most a hundred years: {@code 90d}, {@code 24h}, {@code 30m}, {@code 45s}. */
final class LifetimeConverter implements ITypeConverter<Duration> {
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final int MOST_DIGITS = 9;

    @Override
    public Duration convert(String text) {
        int end = text.length() - 1;
        boolean isCount =
                end >= 1 && end <= MOST_DIGITS && text.chars().limit(end).allMatch(c -> c >= '0' && c <= '9');
        long count = isCount ? Long.parseLong(text.substring(0, end)) : -1;
        Duration time =
                switch (isCount ? text.charAt(end) : ' ') {
                    case 'd' -> Duration.ofDays(count);
                    case 'h' -> Duration.ofHours(count);
                    case 'm' -> Duration.ofMinutes(count);
                    case 's' -> Duration.ofSeconds(count);
                    default ->
                        throw new TypeConversionException("`" + text + "` is no time such as 90d, 24h, 30m or 45s");
                };
        if (time.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("`" + text + "` is more than 36500d");
        }
        return time;
    }
}
