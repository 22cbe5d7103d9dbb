package dev.mcppolicy.engine;

/** What became of a call that was let through. */
public enum ToolOutcome {
    /** The tool returned a result. */
    RETURNED,
    /** The tool returned a result that it marked as an error. It may have acted. */
    TOOL_ERROR,
    /** The tool threw. It may have acted. */
    EXCEPTION,
    /** The client left while the tool ran. It may have acted. */
    CANCELLED,
    /** The tool was never entered, or says that it did not act. */
    NOT_EXECUTED
}
