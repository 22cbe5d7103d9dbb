package dev.mcppolicy.cli;

/** What the process tells its caller. */
final class ExitCode {
    /** The command did what it was asked, and the answer is not no. */
    static final int OK = 0;

    /** The answer is no: the policy is invalid, the call may not simply run, the format cannot say the policy. */
    static final int NO = 1;

    /** The command was not told properly what to do, or could not finish. */
    static final int BAD_INPUT = 2;

    private ExitCode() {}
}
