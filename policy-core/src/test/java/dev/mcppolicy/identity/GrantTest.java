package dev.mcppolicy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What grants, tokens and tables of them may be. */
class GrantTest {
    private static final String DIGEST = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @Test
    void a_token_is_kept_as_its_digest_alone() {
        Grant grant = Grant.of("alice", GrantToken.of("hello"));

        assertThat(grant.tokens().get(0).digest().hex()).isEqualTo(DIGEST);
        assertThat(TokenDigest.parse(DIGEST)).isEqualTo(TokenDigest.of("hello")).hasToString("2cf24dba5fb0");
        assertThat(grant.toString()).doesNotContain("hello", DIGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a,b", "\u00e9", "a\n", "=", "a=b", "a:b"})
    void a_token_that_no_request_could_bear_is_refused_and_not_shown(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GrantToken.of(token))
                .withMessage("a token has no other characters than letters, digits and `-._~+/`, and `=` at its end");
    }

    @Test
    void a_token_has_a_length() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GrantToken.of(""))
                .withMessage("a token must not be empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GrantToken.of("x".repeat(4097)))
                .withMessage("a token has at most 4096 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2cf2", "a-token-written-down-in-the-place-of-its-digest"})
    void what_is_no_digest_is_refused_and_not_shown(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenDigest.parse(text))
                .withMessage("a digest has 64 lowercase hexadecimal digits");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> TokenDigest.parse("2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "a\nb", "a\u202eb", "\u200b", "a\u00a0b", "\u0301"})
    void a_name_shows_as_it_is(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grant.of(name))
                .withMessageContaining("is no name of a grant")
                .withMessageNotContainingAny("\n", "\u202e", "\u200b", "\u00a0");
    }

    @Test
    void a_name_has_a_length() {
        assertThat(Grant.of("x".repeat(128)).name()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> Grant.of("x".repeat(129)));
        assertThatIllegalArgumentException().isThrownBy(() -> Grant.of("")).withMessage("a grant must not be empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Grant("a", "", Map.of(), List.of()))
                .withMessage("a principal must not be empty");
    }

    @Test
    void no_two_grants_of_a_table_have_one_name_and_no_token_stands_twice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GrantTable.of(List.of(Grant.of("a"), Grant.of("a"))))
                .withMessage("there are two grants `a`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GrantSource.of(Grant.of("a", GrantToken.of("t")), Grant.of("b", GrantToken.of("t"))))
                .withMessage("a token of the grant `b` stands for a grant already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GrantSource.of(Grant.of("a", GrantToken.of("t"), GrantToken.of("t"))));
        assertThat(GrantTable.of(List.of(Grant.of("a"), Grant.of("A"))).grant("A"))
                .map(Grant::name)
                .contains("A");
        assertThat(GrantTable.empty().grant("a")).isEmpty();
    }
}
