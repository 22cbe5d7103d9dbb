package dev.mcppolicy.operator;

import org.jspecify.annotations.Nullable;

/**
 * A name that a policy gives: a host's own, or {@code *.} and a name of at least two labels, which stands for whatever is
 * below that.
 *
 * @param name the name in lower case; with a leading dot where it stands for what is below
 */
record HostPattern(String name) {
    private static final String BELOW = "*.";

    /** The pattern that a part of an operand gives, or null if it gives none. */
    static @Nullable HostPattern of(String text) {
        boolean below = text.startsWith(BELOW);
        String name = HostName.of(text, below ? BELOW.length() : 0, text.length());
        if (name == null || (below && !HostName.isDotted(name))) {
            return null;
        }
        return new HostPattern(below ? "." + name : name);
    }

    boolean isBelow() {
        return name.charAt(0) == '.';
    }

    boolean matches(String host) {
        return isBelow() ? host.length() > name.length() && host.endsWith(name) : host.equals(name);
    }
}
