package dev.mcppolicy.cli.testing;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.testkit.file.PolicyTestCase;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.text.VisibleText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tests are asked for.
 *
 * @param pattern what their names have in them or, where it has a star, what they are as a whole; null for all
 */
record TestSelection(@Nullable String pattern) {
    /** The tests of a file that are asked for. */
    List<PolicyTestCase> of(PolicyTestFile file) {
        return file.cases().stream().filter(test -> isAskedFor(test.name())).toList();
    }

    /**
     * Refuses a selection of no test.
     *
     * @throws BadInputException if none of the files has a test that is asked for
     */
    void requireSome(List<PolicyTestFile> files) {
        if (pattern != null && files.stream().allMatch(file -> of(file).isEmpty())) {
            throw new BadInputException("--run: no test is called `" + VisibleText.of(pattern) + "`");
        }
    }

    private boolean isAskedFor(String name) {
        return pattern == null
                || (NamePattern.isPattern(pattern) ? NamePattern.of(pattern).matches(name) : name.contains(pattern));
    }
}
