package dev.mcppolicy.dsl;

import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A limit that is not yet complete: what it counts, and then how much of it. */
final class LimitStage implements LimitBuilder.Calls, LimitBuilder.Sum, LimitBuilder.Bounded {
    private final Amount amount;
    private final @Nullable Bound bound;

    LimitStage(Amount amount) {
        this(amount, null);
    }

    private LimitStage(Amount amount, @Nullable Bound bound) {
        this.amount = amount;
        this.bound = bound;
    }

    @Override
    public LimitBuilder.Counted costing(Number each) {
        return new LimitStage(new Amount.Fixed(exact(each)));
    }

    @Override
    public LimitBuilder.Counted asDecimal() {
        return new LimitStage(new Amount.FromArgument(((Amount.FromArgument) amount).path(), true));
    }

    @Override
    public LimitBuilder.Bounded atMost(Number max) {
        return new LimitStage(amount, Bound.atMost(exact(max)));
    }

    @Override
    public LimitBuilder.Bounded below(Number max) {
        return new LimitStage(amount, Bound.below(exact(max)));
    }

    @Override
    public LimitBuilder.Bounded unbounded() {
        return new LimitStage(amount, null);
    }

    @Override
    public LimitBuilder perMinute() {
        return per(Window.Calendar.MINUTE);
    }

    @Override
    public LimitBuilder perHour() {
        return per(Window.Calendar.HOUR);
    }

    @Override
    public LimitBuilder perDay() {
        return per(Window.Calendar.DAY);
    }

    @Override
    public LimitBuilder perDay(ZoneId zone) {
        return per(Window.Calendar.DAY.in(zone));
    }

    @Override
    public LimitBuilder perWeek() {
        return per(Window.Calendar.WEEK);
    }

    @Override
    public LimitBuilder perWeek(ZoneId zone) {
        return per(Window.Calendar.WEEK.in(zone));
    }

    @Override
    public LimitBuilder perMonth() {
        return per(Window.Calendar.MONTH);
    }

    @Override
    public LimitBuilder perMonth(ZoneId zone) {
        return per(Window.Calendar.MONTH.in(zone));
    }

    @Override
    public LimitBuilder perSeconds(long seconds) {
        return per(new Window.Seconds(seconds));
    }

    @Override
    public LimitBuilder sliding(Duration length) {
        return per(new Window.Sliding(length));
    }

    private LimitBuilder per(Window window) {
        return new LimitBuilder(amount, bound, window);
    }

    private static BigDecimal exact(Number number) {
        BigDecimal exact = JsonNumber.exact(number);
        if (exact == null) {
            throw new IllegalArgumentException("a limit counts in finite numbers, not `" + number + "`");
        }
        return exact;
    }
}
