package dev.mcppolicy.decision;

/** How a call ended that was allowed, which alone decides what becomes of its charges. */
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
    NOT_EXECUTED;

    /**
     * Whether a call that ended so stays charged: it does once its tool was entered, however the tool ended, since it
     * may have acted.
     *
     * @param releaseWhenHandlerThrows whether an exception gives the charges back, as in the reference proxy, though the
     *     tool may have acted
     * @return true if the charges stand, false if they are given back
     */
    public boolean keepsCharge(boolean releaseWhenHandlerThrows) {
        return switch (this) {
            case RETURNED, TOOL_ERROR, CANCELLED -> true;
            case EXCEPTION -> !releaseWhenHandlerThrows;
            case NOT_EXECUTED -> false;
        };
    }
}
