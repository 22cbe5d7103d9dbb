package dev.mcppolicy.model;

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
     * The number at an argument. A call in which it is missing, no number or negative is denied.
     *
     * @param path where the number is; without {@code [*]}
     */
    record FromArgument(ArgumentPath path) implements Amount {
        /**
         * Checks the path.
         *
         * @throws IllegalArgumentException if the path has a wildcard
         */
        public FromArgument {
            if (path.hasWildcard()) {
                throw new IllegalArgumentException(
                        "an amount takes one argument, so `[*]` has no place in `" + path + "`");
            }
        }

        @Override
        public Scale scale() {
            return Scale.MILLIONTHS;
        }
    }
}
