package dev.mcppolicy.decision;

/** Why a call is denied, for programs. */
public enum DenialCode {
    /** The arguments are no JSON object within the size limits. */
    INVALID_ARGUMENTS,
    /** The policy hides the tool. */
    HIDDEN,
    /** The policy does not list the tool, and its default is deny. */
    NOT_LISTED,
    /** The tool is not defined as it was accepted. */
    DRIFTED,
    /** A requirement does not hold, or a deny rule does. */
    DENIED_BY_RULE,
    /** A condition has no meaning for the value it found. */
    CANNOT_EVALUATE,
    /** The counter store could not be reached or failed. */
    STORE_UNAVAILABLE,
    /** A limit is used up, or too many approvals of the caller are pending. */
    LIMIT_EXCEEDED,
    /** As many calls as may run at once do. */
    CONCURRENCY_EXCEEDED,
    /** The amount to charge is missing, no number, negative, not finite or too large. */
    INVALID_AMOUNT,
    /** What a limit keeps counters by is missing, or no string, number or boolean. */
    INVALID_KEY,
    /** A limit counts by an identity that the caller does not have. */
    CALLER_UNKNOWN,
    /** The counter store has no room for another counter. */
    STORE_FULL,
    /** The caller could not be identified, on a server that asks for it. */
    UNAUTHENTICATED,
    /** There is no policy for the caller, as for a grant that has none. */
    NO_POLICY,
    /** A human declined, or could not be asked. */
    APPROVAL_DECLINED,
    /** No human answered in time. */
    APPROVAL_TIMED_OUT,
    /** The approval was used before, or while it was pending the policy changed or another rule came to ask. */
    APPROVAL_VOID,
    /** Something in the engine failed. */
    INTERNAL_ERROR
}
