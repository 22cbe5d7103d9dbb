package dev.mcppolicy.model.limit;

import java.util.Locale;

/** Whose calls share one counter. */
public enum Scope {
    /** All callers of the policy. */
    GLOBAL,
    /** The calls under one grant. */
    GRANT,
    /** The calls of one session, of one principal or grant where known. A client can open sessions at will. */
    SESSION,
    /** The calls of one authenticated principal. */
    PRINCIPAL;

    private final String id = name().toLowerCase(Locale.ROOT);

    /**
     * The scope's name in policy documents.
     *
     * @return the lowercase name
     */
    public String id() {
        return id;
    }
}
