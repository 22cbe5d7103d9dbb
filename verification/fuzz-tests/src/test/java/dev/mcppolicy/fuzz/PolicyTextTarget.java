package dev.mcppolicy.fuzz;

/** Any text, read as a policy. */
public final class PolicyTextTarget {
    private PolicyTextTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        DocumentLaws.check(InputText.of(data));
    }
}
