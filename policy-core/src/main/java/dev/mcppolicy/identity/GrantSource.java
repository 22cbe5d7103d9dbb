package dev.mcppolicy.identity;

import java.util.List;

/**
 * Where the grants in force come from. It is asked at every request, so that grants and tokens come and go without a
 * restart, and each request is identified by one table. Implementations are safe for use by any thread, answer without
 * waiting, and give the same object until something changes; a reference that a program replaces will do:
 *
 * <pre>{@code
 * AtomicReference<GrantTable> grants = new AtomicReference<>(GrantTable.empty());
 * GrantSource source = grants::get;
 * }</pre>
 */
@FunctionalInterface
public interface GrantSource {
    /**
     * The grants in force.
     *
     * @return the table, never null
     */
    GrantTable current();

    /**
     * Grants that never change.
     *
     * @param grants the grants
     * @return their source
     * @throws IllegalArgumentException if two have one name, or a token stands twice
     */
    static GrantSource of(Grant... grants) {
        GrantTable table = GrantTable.of(List.of(grants));
        return () -> table;
    }
}
