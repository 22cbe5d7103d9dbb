package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.Policy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever was read from a format can be written in it, and says the same. */
class WrittenCorpusTest {
    static Stream<Corpus.Entry> entries() {
        return Corpus.entries(Corpus.GOOD);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void a_policy_that_was_read_can_be_written_in_its_format(Corpus.Entry entry) {
        Policy policy = PolicyReader.parse(entry.document());
        PolicyWriter writer = PolicyWriter.to(policy.format());

        assertThat(said(PolicyReader.parse(writer.asJson().write(policy), "json", policy.format())))
                .containsExactlyInAnyOrderElementsOf(said(policy));
        assertThat(said(PolicyReader.parse(writer.asYaml().write(policy), "yaml", policy.format())))
                .containsExactlyInAnyOrderElementsOf(said(policy));
    }

    /** The policy in lines, without the places of its rules, which may change, and with equal numbers alike. */
    private static List<String> said(Policy policy) {
        return ModelText.of(policy).stream()
                .map(line -> line.startsWith("  /") ? line.substring(line.indexOf(' ', 2)) : line)
                .map(WrittenCorpusTest::withPlainNumbers)
                .toList();
    }

    private static String withPlainNumbers(String line) {
        return Arrays.stream(line.split(" ", -1))
                .map(word -> JsonNumber.parse(word) == null ? word : CanonicalJson.write(JsonNumber.parse(word)))
                .collect(Collectors.joining(" "));
    }
}
