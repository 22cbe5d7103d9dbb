package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md says of profiles and tags. */
class TestTagsTest {
    private static final Pattern STARTS_A_PROCESS = Pattern.compile("new ProcessBuilder\\(|\\.exec\\(");

    /** The classes in the folders of tests by file that start a process, themselves or through another such class. */
    private static Map<Path, String> starters() {
        Map<Path, String> starters = new TreeMap<>();
        Pattern starts = STARTS_A_PROCESS;
        int before;
        do {
            before = starters.size();
            Pattern wanted = starts;
            TestSources.all().forEach((file, source) -> {
                if (wanted.matcher(source).find()) {
                    starters.put(file, source);
                }
            });
            starts = Pattern.compile(STARTS_A_PROCESS + "|\\b("
                    + starters.keySet().stream().map(TestTagsTest::type).collect(Collectors.joining("|")) + ")[.(]");
        } while (starters.size() > before);
        return starters;
    }

    private static String type(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    @Test
    void a_test_that_starts_a_process_is_tagged_real() {
        Map<Path, String> starters = starters();

        assertThat(starters.keySet()).extracting(TestTagsTest::type).contains("Programs", "DemoTest", "MemoryTest");
        assertThat(starters).allSatisfy((file, source) -> {
            if (type(file).endsWith("Test")) {
                assertThat(source).as(type(file)).contains("@Tag(\"real\")");
            }
        });
    }

    @Test
    void ci_checks_everything_once_and_nothing_fast() throws IOException {
        String run = Files.readString(Document.ROOT.resolve(".ci/run"));

        assertThat(run).containsOnlyOnce("mvn ").contains("mvn verify -Preal").doesNotContain("fast");
    }
}
