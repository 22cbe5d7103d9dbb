package dev.mcppolicy.fuzz;

import dev.mcppolicy.testkit.file.InvalidTestFileException;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Any bytes in a file of tests, beside a policy {@code refunds.yaml}. */
public final class PolicyTestFileTarget {
    private static final Path FILE = ScratchFile.named("fuzzed.policytest.yaml");

    static {
        ScratchFile.write(
                ScratchFile.named("refunds.yaml"), Seeds.refundPolicy().getBytes(StandardCharsets.UTF_8));
    }

    private PolicyTestFileTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        ScratchFile.write(FILE, data);
        try {
            PolicyTestFile tests = Cost.bounded(data.length, () -> PolicyTestFile.read(FILE));
            Law.holds(!tests.cases().isEmpty(), () -> "a file without tests");
        } catch (InvalidTestFileException e) {
            Law.holds(!String.valueOf(e.getMessage()).isBlank(), () -> "no message");
        }
    }
}
