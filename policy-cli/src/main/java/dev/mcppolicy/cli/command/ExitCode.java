package dev.mcppolicy.cli.command;

/** What the process tells its caller. */
public final class ExitCode {
    /** The command did what it was asked, and the answer is not no. */
    public static final int OK = 0;

    /** The answer is no: the policy is invalid, the call may not simply run, the format cannot say the policy. */
    public static final int NO = 1;

    /** The command was not told properly what to do, or could not finish. */
    public static final int BAD_INPUT = 2;

    /** The command did what it was asked, and there is something new that a person has to look at. */
    public static final int NEW = 3;

    private ExitCode() {}
}
