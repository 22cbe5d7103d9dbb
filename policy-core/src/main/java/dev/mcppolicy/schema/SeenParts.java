package dev.mcppolicy.schema;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** Which members of an object or elements of a list a schema has evaluated, for what speaks of all others. */
final class SeenParts {
    /** Notes nothing, where no keyword asks. */
    static final SeenParts UNASKED = new SeenParts();

    private final Set<Object> names = new HashSet<>();
    private final BitSet indexes = new BitSet();
    private boolean all;

    void add(Object name) {
        if (this != UNASKED && !all) {
            names.add(name);
        }
    }

    void add(int index) {
        if (this != UNASKED && !all) {
            indexes.set(index);
        }
    }

    void addAll() {
        if (this != UNASKED) {
            all = true;
        }
    }

    void addAll(SeenParts other) {
        if (this != UNASKED && !all) {
            all = other.all;
            names.addAll(other.names);
            indexes.or(other.indexes);
        }
    }

    boolean contains(Object name) {
        return all || names.contains(name);
    }

    boolean contains(int index) {
        return all || indexes.get(index);
    }

    /** How much it is to add these to others. */
    int size() {
        return names.size() + indexes.length() / Long.SIZE;
    }
}
