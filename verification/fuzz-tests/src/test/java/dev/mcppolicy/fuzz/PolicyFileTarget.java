package dev.mcppolicy.fuzz;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Any bytes in a file that is read as a policy. */
public final class PolicyFileTarget {
    private static final Path FILE = ScratchFile.named("policy.yaml");

    private PolicyFileTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        ScratchFile.write(FILE, data);
        CheckedPolicy checked = PolicyReader.check(FILE);
        DocumentLaws.checkProblems(checked);
        if (!checked.document().text().isEmpty()) {
            CheckedPolicy asText = PolicyReader.check(utf8(data), FILE.toString());
            Law.holds(checked.problems().equals(asText.problems()), () -> "a file is read otherwise than its text");
        }
    }

    private static String utf8(byte[] data) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("a text was made of what is no UTF-8", e);
        }
    }
}
