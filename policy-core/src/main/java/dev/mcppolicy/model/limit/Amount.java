package dev.mcppolicy.model.limit;

import dev.mcppolicy.model.condition.ArgumentPath;
import java.math.BigDecimal;

/** How much one call charges to a limit's counter. */
public sealed interface Amount {
    /** One for every call. */
    Amount ONE = new Fixed(BigDecimal.ONE);

    /**
     * How finely a counter of this amount counts.
     *
     * @return whole for whole fixed amounts, millionths for all others
     */
    Scale scale();

    /**
     * The same amount for every call.
     *
     * @param value the amount, more than zero
     */
    record Fixed(BigDecimal value) implements Amount {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if the amount is not more than zero
         */
        public Fixed {
            if (value.signum() <= 0) {
                throw new IllegalArgumentException("an increment must be more than zero");
            }
            value = value.stripTrailingZeros();
        }

        @Override
        public Scale scale() {
            return value.scale() <= 0 ? Scale.WHOLE : Scale.MILLIONTHS;
        }
    }

    /**
     * The number at an argument or, where the path has a {@code [*]}, the sum of the numbers at all elements, exact and
     * rounded once. A call in which one is missing, negative or no number is denied, and so is one with an empty list.
     *
     * @param path where the number is, or the numbers are
     * @param decimal whether text that is a decimal number, such as {@code "12.50"}, counts as that number
     */
    record FromArgument(ArgumentPath path, boolean decimal) implements Amount {
        /**
         * An amount that is a JSON number.
         *
         * @param path where the number is, or the numbers are
         */
        public FromArgument(ArgumentPath path) {
            this(path, false);
        }

        /**
         * What is counted, in words: {@code args.price}, {@code args.price as decimal}.
         *
         * @return the path, with how text is taken where it is taken for a number
         */
        @Override
        public String toString() {
            return decimal ? path + " as decimal" : path.toString();
        }

        @Override
        public Scale scale() {
            return Scale.MILLIONTHS;
        }
    }
}
