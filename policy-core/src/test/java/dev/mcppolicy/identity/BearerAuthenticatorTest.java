package dev.mcppolicy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a request is made by, from its `Authorization` headers. */
class BearerAuthenticatorTest {
    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
    private static final GrantTable GRANTS = GrantTable.of(List.of(
            Grant.of("alice", GrantToken.of("t-alice"), GrantToken.of("t-alice-next==")),
            new Grant("desk", "bob", Map.of("team", "refunds"), List.of(GrantToken.of("t-bob")))));
    /** The form as one expression, to hold the code to. */
    private static final Pattern FORM = Pattern.compile("[ \\t]*(?i:bearer) +([A-Za-z0-9._~+/-]+=*)[ \\t]*");

    private Instant now = NOON;
    private final AtomicReference<GrantTable> grants = new AtomicReference<>(GRANTS);
    private final InstantSource clock = () -> now;
    private final BearerAuthenticator bearer = BearerAuthenticator.of(grants::get, clock);

    private Authentication authenticate(String... headers) {
        return bearer.authenticate(List.of(headers));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer t-alice",
                "bearer t-alice",
                "BEARER   t-alice",
                "Bearer t-alice \t",
                "\tBearer t-alice",
                "Bearer t-alice-next=="
            })
    void a_known_token_stands_for_its_grant(String header) {
        assertThat(authenticate(header)).isEqualTo(new Authentication.Identified(Caller.ofGrant("alice")));
    }

    @Test
    void a_grant_says_to_whom_it_was_given_and_what_else_is_known() {
        assertThat(authenticate("Bearer t-bob").caller())
                .contains(Caller.ofGrant("desk").withPrincipal("bob").withAttributes(Map.of("team", "refunds")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Basic t-alice", "t-alice", "alice", "Bearert-alice", "Bearer2 t-alice", "Bear"})
    void a_request_without_bearer_token_is_asked_for_one(String header) {
        assertThat(authenticate(header)).isEqualTo(Challenge.NO_CREDENTIALS);
        assertThat(authenticate()).isEqualTo(Challenge.NO_CREDENTIALS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer t-mallory",
                "Bearer t-alic",
                "Bearer t-alice2",
                "Bearer T-ALICE",
                "Bearer t-alice=",
                "Bearer alice",
                "Bearer t-alice-next="
            })
    void an_unknown_token_is_nobodys(String header) {
        assertThat(authenticate(header)).isEqualTo(Challenge.INVALID_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer\tt-alice",
                "Bearer\u00a0t-alice",
                "Bearer \u2003t-alice",
                "Bearer t-alice,t-bob",
                "Bearer t-alice, Bearer t-bob",
                "Bearer t-alice t-bob",
                "Bearer t-alice\r\nX: y",
                "Bearer t-alice\u0000",
                "Bearer t-alic\u00e9",
                "Bearer \"t-alice\"",
                "Bearer =",
                "Bearer ==t-alice"
            })
    void a_header_that_bears_no_single_token_is_refused(String header) {
        assertThat(authenticate(header)).isEqualTo(Challenge.INVALID_REQUEST);
    }

    @Test
    void several_headers_are_refused_though_each_would_do() {
        assertThat(authenticate("Bearer t-alice", "Bearer t-alice")).isEqualTo(Challenge.INVALID_REQUEST);
        assertThat(authenticate("Bearer t-alice", "")).isEqualTo(Challenge.INVALID_REQUEST);
        assertThat(authenticate("", "Bearer t-alice")).isEqualTo(Challenge.INVALID_REQUEST);
    }

    @Test
    void a_header_has_a_length_and_the_longest_token_fits_in_it() {
        String longest = "x".repeat(4096);
        grants.set(GrantTable.of(List.of(Grant.of("long", GrantToken.of(longest)))));

        assertThat(authenticate("Bearer " + longest).caller()).contains(Caller.ofGrant("long"));
        assertThat(authenticate("Bearer " + longest + "x")).isEqualTo(Challenge.INVALID_REQUEST);
        assertThat(authenticate("Bearer " + longest + " ".repeat(100))).isEqualTo(Challenge.INVALID_REQUEST);
        assertThat(authenticate(" ".repeat(50_000_000))).isEqualTo(Challenge.INVALID_REQUEST);
    }

    @Test
    void a_token_stands_until_the_instant_of_its_expiry() {
        grants.set(GrantTable.of(
                List.of(Grant.of("alice", GrantToken.of("t").withExpiry(NOON.plusMillis(1)), GrantToken.of("next")))));

        assertThat(authenticate("Bearer t").caller()).isPresent();
        now = NOON.plusMillis(1);
        assertThat(authenticate("Bearer t")).isEqualTo(Challenge.INVALID_TOKEN);
        assertThat(authenticate("Bearer next").caller()).contains(Caller.ofGrant("alice"));
    }

    @Test
    void an_expired_token_does_not_come_alive_when_the_clock_steps_back() {
        grants.set(GrantTable.of(List.of(Grant.of("alice", GrantToken.of("t").withExpiry(NOON)))));
        assertThat(authenticate("Bearer t")).isEqualTo(Challenge.INVALID_TOKEN);

        now = NOON.minusSeconds(3600);

        assertThat(authenticate("Bearer t")).isEqualTo(Challenge.INVALID_TOKEN);
    }

    @Test
    void grants_come_and_go_between_two_requests() {
        assertThat(authenticate("Bearer t-alice").caller()).isPresent();
        grants.set(GrantTable.empty());
        assertThat(authenticate("Bearer t-alice")).isEqualTo(Challenge.INVALID_TOKEN);
        grants.set(GrantTable.of(List.of(Grant.of("other", GrantToken.of("t-alice")))));
        assertThat(authenticate("Bearer t-alice").caller()).contains(Caller.ofGrant("other"));
    }

    @Test
    void each_of_many_tokens_stands_for_its_own_grant() {
        grants.set(GrantTable.of(IntStream.range(0, 1_000)
                .mapToObj(i -> Grant.of("grant " + i, GrantToken.of("a" + i), GrantToken.of("b" + i)))
                .toList()));

        for (int i = 0; i < 1_000; i++) {
            assertThat(authenticate("Bearer a" + i).caller()).contains(Caller.ofGrant("grant " + i));
            assertThat(authenticate("Bearer b" + i).caller()).contains(Caller.ofGrant("grant " + i));
            assertThat(authenticate("Bearer c" + i)).isEqualTo(Challenge.INVALID_TOKEN);
        }
    }

    @Test
    void a_grant_and_a_principal_of_one_name_are_two_identities() {
        Caller grant = Grant.of("bob").caller();
        Caller principal = new Grant("desk", "bob", Map.of(), List.of()).caller();

        assertThat(grant.identity()).isEqualTo("grant:bob");
        assertThat(principal.identity()).isEqualTo("principal:bob");
    }

    @Test
    void a_challenge_is_what_a_server_answers() {
        assertThat(Challenge.NO_CREDENTIALS.status()).isEqualTo(401);
        assertThat(Challenge.NO_CREDENTIALS.wwwAuthenticate()).isEqualTo("Bearer");
        assertThat(Challenge.INVALID_TOKEN.status()).isEqualTo(401);
        assertThat(Challenge.INVALID_TOKEN.wwwAuthenticate()).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(Challenge.INVALID_REQUEST.status()).isEqualTo(400);
        assertThat(Challenge.INVALID_REQUEST.wwwAuthenticate()).isEqualTo("Bearer error=\"invalid_request\"");
        assertThat(Challenge.values())
                .allSatisfy(challenge -> assertThat(challenge.caller()).isEmpty());
    }

    @Provide
    Arbitrary<String> headers() {
        Arbitrary<String> parts = Arbitraries.of(
                "Bearer",
                "bearer",
                "BeArEr",
                "Basic",
                " ",
                "  ",
                "\t",
                "t-alice",
                "t-bob",
                "t-alice-next==",
                "=",
                ",",
                "\r\n",
                "\u0000",
                "\u00a0",
                "\u212a",
                "\u017f",
                "\"",
                ":",
                "a",
                "");
        return parts.list().ofMaxSize(6).map(list -> String.join("", list));
    }

    @Property(tries = 20_000)
    void a_header_identifies_by_the_one_form_or_not_at_all(@ForAll("headers") String header) {
        Matcher form = FORM.matcher(header);
        String token = form.matches() ? form.group(1) : "";

        assertThat(authenticate(header).caller().map(Caller::grant).orElse("nobody"))
                .isEqualTo(
                        switch (token) {
                            case "t-alice", "t-alice-next==" -> "alice";
                            case "t-bob" -> "desk";
                            default -> "nobody";
                        });
    }
}
