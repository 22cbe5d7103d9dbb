package dev.mcppolicy.cli.drafting;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a draft, side by side.
 *
 * @param policy the policy
 * @param lock the file of locks
 */
record DraftFiles(Path policy, Path lock) {
    private static final String TESTS = ".policytest.yaml";

    /** The files in a directory, or beside a policy where a file of YAML is named. */
    static DraftFiles of(Path out) {
        Path policy = isPolicy(out) && !Files.isDirectory(out) ? out : out.resolve("policy.yaml");
        return new DraftFiles(policy, policy.resolveSibling("tools.lock.json"));
    }

    /** Whether a path ends as a policy in YAML does. */
    static boolean isPolicy(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** The files of tests of this policy that are there, in the order in which they were drafted. */
    List<Path> tests() {
        List<Path> there = new ArrayList<>();
        for (int i = 1; isThere(tests(i)); i++) {
            there.add(tests(i));
        }
        return there;
    }

    /** The first file of tests that is not there. */
    Path nextTests() {
        return tests(tests().size() + 1);
    }

    private Path tests(int number) {
        String name = policyName();
        String stem = name.substring(0, name.lastIndexOf('.'));
        return policy.resolveSibling(stem + (number == 1 ? "" : "-" + number) + TESTS);
    }

    /** How the policy is called by the files beside it. */
    String policyName() {
        return String.valueOf(policy.getFileName());
    }
}
