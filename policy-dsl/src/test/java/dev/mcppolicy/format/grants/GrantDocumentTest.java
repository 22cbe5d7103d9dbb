package dev.mcppolicy.format.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.identity.Grant;
import dev.mcppolicy.identity.GrantTable;
import dev.mcppolicy.identity.GrantToken;
import dev.mcppolicy.identity.TokenDigest;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of grants are read strictly, and what is written is read back. */
class GrantDocumentTest {
    private static final String A = TokenDigest.of("a").hex();
    private static final String B = TokenDigest.of("b").hex();
    private static final String GOOD = """
            {
              "version": "1",
              "grants": {
                "support": {
                  "principal": "alice",
                  "attributes": { "roles": ["reader",{"of":null}], "team": "refunds" },
                  "tokens": [
                    { "sha256": "%s", "created": "2026-01-15T12:00:00Z", "expires": "2026-04-15T12:00:00Z" },
                    { "sha256": "%s" }
                  ]
                },
                "none": {
                  "tokens": []
                }
              }
            }
            """.formatted(A, B);

    @TempDir
    private Path folder;

    private static List<String> problems(String text) {
        GrantDocument document = GrantDocument.parse(text.replace('\'', '"').replace("AAA", A), "g");
        assertThat(document.table()).isNull();
        return document.problems().stream().map(PolicyProblem::toString).toList();
    }

    private static String token(String token) {
        return "{'version':'1','grants':{'a':{'tokens':[" + token + "]}}}";
    }

    @Test
    void a_file_says_who_is_let_in_by_which_token_and_until_when() {
        GrantDocument document = GrantDocument.parse(GOOD, "g");

        assertThat(document.problems()).isEmpty();
        assertThat(document.table().grants())
                .containsExactly(
                        new Grant(
                                "support",
                                "alice",
                                Map.of(
                                        "roles",
                                        List.of("reader", Collections.singletonMap("of", null)),
                                        "team",
                                        "refunds"),
                                List.of(
                                        new GrantToken(
                                                TokenDigest.of("a"),
                                                Instant.parse("2026-01-15T12:00:00Z"),
                                                Instant.parse("2026-04-15T12:00:00Z")),
                                        GrantToken.of("b"))),
                        Grant.of("none"));
        assertThat(GrantLayout.write(document.table())).isEqualTo(GOOD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'version':'1','grants':{},'grant':1}|g:1:28: /grant: unknown key `grant` (did you mean `grants`?)",
                "{'version':'1','grants':{},'grants':{}}|g:1:28: /grants: duplicate key `grants` (the first is at line 1)",
                "{'version':'2','grants':{}}|g:1:12: /version: unknown version `2` (write `\"1\"`)",
                "{'version':1,'grants':{}}|g:1:12: /version: expected a string, not a number (write `\"1\"`)",
                "{'grants':{}}|g:1:1: missing key `version` (write `\"version\": \"1\"`)",
                "{'version':'1'}|g:1:1: missing key `grants`",
                "{'version':'1','grants':[]}|g:1:25: /grants: expected an object, not a list",
                "{'version':'1','grants':{'a':{'tokens':[]},'a':{'tokens':[]}}}|g:1:44: /grants/a: duplicate key `a` (the first is at line 1)",
                "{'version':'1','grants':{'a':{}}}|g:1:30: /grants/a: missing key `tokens`",
                "{'version':'1','grants':{'':{'tokens':[]}}}|g:1:26: /grants/: a grant must not be empty",
                "{'version':'1','grants':{'a ':{'tokens':[]}}}|g:1:26: /grants/a : `a ` is no name of a grant: at most 128"
                        + " characters, all of which show, without spaces at an end",
                "{'version':'1','grants':{'a':{'principal':'','tokens':[]}}}|g:1:43: /grants/a/principal: a principal must"
                        + " not be empty",
                "{'version':'1','grants':{'a':{'attributes':[1],'tokens':[]}}}|g:1:44: /grants/a/attributes: expected an"
                        + " object, not a list"
            })
    void what_is_wrong_is_told_with_its_place(String text, String problem) {
        assertThat(problems(text)).containsExactly(problem.replaceAll("\\s+", " "));
    }

    @Test
    void what_is_wrong_with_a_token_is_told_with_its_place() {
        assertThat(problems(token("{'sha256':'AAA','expires':'tomorrow'}")))
                .containsExactly("g:1:128: /grants/a/tokens/0/expires: `tomorrow` is no instant"
                        + " (write it as `2026-01-15T12:00:00Z`)");
        assertThat(problems(token("{'sha256':'AAA','expires':null}")))
                .containsExactly("g:1:128: /grants/a/tokens/0/expires: expected a string, not null");
        assertThat(problems(token("{'sha256':'AAA','expire':'2026-01-15T12:00:00Z'}")))
                .containsExactly("g:1:118: /grants/a/tokens/0/expire: unknown key `expire` (did you mean `expires`?)");
        assertThat(problems(token("{'sha256':'AAA'},{'sha256':'AAA'}")))
                .containsExactly("g:1:129: /grants/a/tokens/1/sha256: the token stands for grant `a` already");
        assertThat(problems(token("{'created':'2026-01-15T12:00:00Z'}")))
                .containsExactly("g:1:41: /grants/a/tokens/0: missing key `sha256`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mcpgrant_0123", "", "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824"})
    void what_stands_in_the_place_of_a_digest_is_not_shown(String text) {
        assertThat(problems(token("{'sha256':'" + text + "'}")))
                .containsExactly("g:1:51: /grants/a/tokens/0/sha256: this is no digest of a token"
                        + " (the SHA-256 of the token, in 64 lowercase hexadecimal digits)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "version: \"1\"\ngrants: {}\n", "{version: \"1\", grants: {}}", "null", "1"})
    void what_is_no_json_is_refused(String text) {
        assertThat(problems(text))
                .singleElement()
                .asString()
                .endsWith("a file of grants is JSON, and this is none"
                        + " (an empty one is `{ \"version\": \"1\", \"grants\": {} }`)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "{'version':'1','grants':{}", "{'version':'1','grants':{}}}", "{}", "{'version':'1',}"})
    void half_a_file_is_none(String text) {
        assertThat(problems(text)).isNotEmpty();
    }

    @Test
    void a_file_that_others_may_write_is_refused_and_one_that_they_may_read_is_warned_of() throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Path file = Files.writeString(folder.resolve("g.json"), GOOD);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(GrantDocument.read(file).problems()).isEmpty();
        for (String mode : List.of("rw-r-----", "rw----r--")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            assertThat(GrantDocument.read(file).table()).isNotNull();
            assertThat(GrantDocument.read(file).problems())
                    .extracting(PolicyProblem::code)
                    .containsExactly("readable-by-others");
        }
        for (String mode : List.of("rw--w----", "rw-----w-", "rw-rw-rw-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            assertThat(GrantDocument.read(file).table()).isNull();
            assertThat(GrantDocument.read(file).problems())
                    .extracting(PolicyProblem::code)
                    .containsExactly("writable-by-others");
        }
    }

    @Provide
    Arbitrary<List<Grant>> grants() {
        Arbitrary<String> texts = Arbitraries.strings()
                .withChars("ab\"\\{}: \u00e9\u202e\u0000\n\t\u2028")
                .ofMinLength(1)
                .ofMaxLength(6);
        Arbitrary<Instant> instants =
                Arbitraries.longs().between(-1_000, 9_000_000_000L).map(Instant::ofEpochSecond);
        Arbitrary<GrantToken> tokens = Combinators.combine(
                        Arbitraries.longs(), instants.injectNull(0.3), instants.injectNull(0.3))
                .as((token, created, expires) ->
                        new GrantToken(TokenDigest.of("t" + Long.toHexString(token)), created, expires));
        Arbitrary<Object> scalars = Arbitraries.oneOf(texts.asGeneric(), Arbitraries.of(true, false))
                .injectNull(0.2);
        Arbitrary<Object> values = Arbitraries.oneOf(
                scalars,
                scalars.list().ofMaxSize(3).asGeneric(),
                Arbitraries.maps(texts, scalars).ofMaxSize(2).asGeneric());
        Arbitrary<Grant> one = Combinators.combine(
                        texts.filter(name -> Grant.problemOf(name) == null),
                        texts.injectNull(0.5),
                        Arbitraries.maps(texts, values).ofMaxSize(3),
                        tokens.list().ofMaxSize(3))
                .as(Grant::new);
        return one.list().ofMaxSize(5).filter(list -> {
            try {
                return GrantTable.of(list) != null;
            } catch (IllegalArgumentException e) {
                return false;
            }
        });
    }

    @Property(tries = 500)
    void what_is_written_is_read_back(@ForAll("grants") List<Grant> grants) {
        String text = GrantLayout.write(GrantTable.of(grants));
        GrantDocument read = GrantDocument.parse(text, "g");

        assertThat(read.problems()).isEmpty();
        assertThat(new ArrayList<>(read.table().grants())).isEqualTo(grants);
        assertThat(text.codePoints().filter(c -> c != '\n').allMatch(VisibleText::shows))
                .isTrue();
    }
}
