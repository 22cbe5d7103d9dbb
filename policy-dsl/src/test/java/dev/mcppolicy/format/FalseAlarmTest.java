package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No policy that the documents, the examples or the conformance corpus show is warned of without a cause. */
class FalseAlarmTest {
    /** What is shown for its own sake. */
    private static final Set<String> MEANT = Set.of(
            "session-scope",
            "shadow-mode",
            "all-shadow",
            "lt-on-whole-numbers",
            "keyed-alone",
            "key-of-all",
            "remembers-any",
            "lists-by-pattern");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^(<!--[^\\n]*-->\\n)?```(json|yaml)\\n(.*?)^```");

    static Stream<String> policies() throws IOException {
        Stream.Builder<String> texts = Stream.builder();
        for (Path folder : List.of(
                Path.of("..", "docs"),
                Path.of("..", "examples"),
                Path.of("src/test/resources/examples"),
                Path.of("../policy-testkit/src/main/resources/dev/mcppolicy/testkit/contract/conformance"),
                Path.of("..", "README.md"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().contains("target"))
                        .toList()) {
                    add(file, texts);
                }
            }
        }
        return texts.build();
    }

    private static void add(Path file, Stream.Builder<String> texts) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".md")) {
            BLOCK.matcher(Files.readString(file))
                    .results()
                    .filter(block -> block.group(1) == null)
                    .map(MatchResult::group)
                    .map(block -> block.substring(block.indexOf('\n') + 1, block.lastIndexOf("```")))
                    .filter(FalseAlarmTest::isPolicy)
                    .forEach(texts::add);
        } else if (name.endsWith(".json") || name.endsWith(".yaml")) {
            String text = Files.readString(file);
            if (isPolicy(text)) {
                texts.add(text);
            }
        }
    }

    private static boolean isPolicy(String text) {
        return PolicyReader.check(text, "p").policy() != null;
    }

    @ParameterizedTest
    @MethodSource("policies")
    void a_policy_that_is_shown_is_not_warned_of(String text) {
        assertThat(PolicyReader.check(text, "p").problems())
                .filteredOn(problem -> !MEANT.contains(problem.code()))
                .isEmpty();
    }
}
