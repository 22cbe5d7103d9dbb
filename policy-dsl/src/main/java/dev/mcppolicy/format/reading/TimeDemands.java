package dev.mcppolicy.format.reading;

import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.TimeSpan;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What several conditions ask of the time, all together, as far as instants bound it. */
final class TimeDemands {
    private @Nullable Instant first;
    private @Nullable Instant end;

    /** Adds a demand; says why it contradicts those before, or null where it does not or is of something else. */
    @Nullable
    String add(Condition condition) {
        if (!(condition instanceof Condition.AtTime time)) {
            return null;
        }
        if (time.span() instanceof TimeSpan.NotBefore notBefore) {
            first = first == null || first.isBefore(notBefore.instant()) ? notBefore.instant() : first;
        } else if (time.span() instanceof TimeSpan.Before before) {
            end = end == null || before.instant().isBefore(end) ? before.instant() : end;
        } else {
            return null;
        }
        return first == null || end == null || first.isBefore(end)
                ? null
                : "no instant is at or after " + first + " and before " + end;
    }
}
