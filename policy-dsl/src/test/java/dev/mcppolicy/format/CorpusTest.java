package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.problem.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every document of the corpus gets exactly the policy, or exactly the problems, that stand below it. */
class CorpusTest {

    static Stream<Corpus.Entry> badDocuments() {
        return Corpus.entries(Corpus.BAD);
    }

    static Stream<Corpus.Entry> goodDocuments() {
        return Corpus.entries(Corpus.GOOD);
    }

    @ParameterizedTest
    @MethodSource("badDocuments")
    void a_bad_document_is_refused_with_every_problem_in_its_place(Corpus.Entry entry) {
        CheckedPolicy checked = PolicyReader.check(entry.document(), "policy");

        assertThat(checked.policy()).isNull();
        assertThat(checked.problems()).anyMatch(problem -> problem.severity() == Severity.ERROR);
        assertThat(Corpus.outcome(checked)).isEqualTo(entry.expected());
    }

    @ParameterizedTest
    @MethodSource("goodDocuments")
    void a_good_document_reads_as_the_policy_it_says(Corpus.Entry entry) {
        CheckedPolicy checked = PolicyReader.check(entry.document(), "policy");

        assertThat(Corpus.outcome(checked)).isEqualTo(entry.expected());
        assertThat(checked.policy()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("goodDocuments")
    void the_id_of_every_rule_is_a_pointer_to_its_place_in_the_document(Corpus.Entry entry) {
        CheckedPolicy checked = PolicyReader.check(entry.document(), "policy");

        Stream.concat(
                        checked.policy().tools().values().stream().flatMap(tool -> tool.rules().stream()),
                        checked.policy().everyTool().stream())
                .forEach(rule -> assertThat(checked.location(rule.id().value()))
                        .as(rule.id().value())
                        .isPresent());
    }

    @Test
    void the_corpus_is_as_large_as_promised() {
        assertThat(badDocuments()).hasSizeGreaterThanOrEqualTo(300);
        assertThat(goodDocuments()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(Stream.concat(badDocuments(), goodDocuments()).map(entry -> entry.file() + entry.title()))
                .doesNotHaveDuplicates();
    }

    @Test
    void every_diagnostic_of_a_document_is_met_in_the_corpus() {
        Set<String> met = Stream.concat(badDocuments(), goodDocuments())
                .flatMap(entry -> entry.expected().stream())
                .filter(line -> line.startsWith("! ") || line.startsWith("? "))
                .map(line -> line.split(" ", 3)[1])
                .collect(Collectors.toCollection(HashSet::new));
        // Of files and sizes, or of a class path without validator: these have tests of their own.
        met.addAll(List.of(
                "unreadable-part",
                "unreadable-file",
                "too-large",
                "not-utf-8",
                "too-deep",
                "too-many-values",
                "names-too-long",
                "patterns-too-large",
                "no-schema-validator"));
        // Of files of grants: GrantDocumentTest meets them.
        met.addAll(List.of(
                "no-grants",
                "writable-by-others",
                "bad-grant",
                "bad-digest",
                "repeated-token",
                "bad-instant",
                "readable-by-others"));
        // Of lists of tools and of files of locks: ToolsReaderTest, LockDocumentTest and ToolLockFileTest meet them.
        met.addAll(List.of(
                "no-tools",
                "bad-page",
                "bad-definition",
                "too-many-tools",
                "no-lock",
                "edited-lock",
                "unknown-server"));

        assertThat(Diagnostic.values()).extracting(Diagnostic::code).allSatisfy(code -> assertThat(met)
                .contains(code));
    }
}
