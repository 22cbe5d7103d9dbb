package dev.mcppolicy.store.postgres;

/** The steps that the database does, and how many values each is given. */
enum Procedure {
    CHARGE("charge", 12, false, false),
    RESERVE("reserve", 43, true, true),
    SETTLE("settle", 19, true, true),
    LOOK("look", 15, true, true, "units", "starts", "ends"),
    PLACES_HELD("places_held", 8, true, true, "held"),
    LIST("list", 10, true, true, "keys", "shown", "units", "starts", "ends"),
    NAMESPACES("namespaces", 4, false, false, "names"),
    RESET("reset", 8, true, true),
    FIND("find", 6, false, true, "request"),
    RENEW("renew", 9, false, true),
    SETTLE_DUE("settle_due", 5, false, false),
    RESET_CLOCK("reset_clock", 5, false, false),
    REOPEN("reopen", 5, false, false),
    FORGET("forget", 4, false, false),
    NOTE_CLOCK("note_clock", 4, false, false);

    private final String function;
    private final int values;
    private final boolean isOfNamespaces;
    private final boolean waitsForDue;
    /** What is selected besides, as it stands in the statement. */
    private final String columns;

    Procedure(String function, int values, boolean isOfNamespaces, boolean waitsForDue, String... columns) {
        this.function = function;
        this.values = values;
        this.isOfNamespaces = isOfNamespaces;
        this.waitsForDue = waitsForDue;
        this.columns = String.join(", f.", columns);
    }

    /** Whether it is told the namespaces that it is about, and their marks. */
    boolean isOfNamespaces() {
        return isOfNamespaces;
    }

    /** Whether it is told to go on though something is due. */
    boolean waitsForDue() {
        return waitsForDue;
    }

    /** The statement, by the schema's name in quotes. */
    String sql(String schema) {
        String call = schema + "." + function + "(" + "?, ".repeat(values - 1) + "?) f";
        return columns.isEmpty() ? "select f.* from " + call : "select (f.a).*, f." + columns + " from " + call;
    }
}
