package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.identity.Grant;
import dev.mcppolicy.identity.GrantTable;
import dev.mcppolicy.identity.GrantToken;
import dev.mcppolicy.mcp.transport.AdapterLog;
import io.modelcontextprotocol.common.McpTransportContext;
import java.security.Principal;
import java.time.Instant;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a request is made by, from what its transport has carried along. */
class CallerResolverTest {
    /** A request as a servlet container has it: header names in any case, and as often as they like. */
    private record Request(Map<String, String> headers, Principal principal) {
        Enumeration<String> headers(String name) {
            return Collections.enumeration(headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .toList());
        }
    }

    private static McpTransportContext context(Map<String, String> headers, Principal principal, String... names) {
        return RequestContext.<Request>extractor(Request::headers, Request::principal, names)
                .extract(new Request(headers, principal));
    }

    private static CallOrigin authorized(String header) {
        return new CallOrigin(context(Map.of("Authorization", header), null), "session-1", "client");
    }

    private final CallerResolver bearer = CallerResolver.bearerGrants(Map.of("t-alice", "alice", "t-bob", "bob"));

    @Test
    void a_known_token_stands_for_its_grant() {
        assertThat(bearer.resolve(authorized("Bearer t-alice"))).contains(Caller.ofGrant("alice"));
        assertThat(bearer.resolve(authorized("bearer  t-bob "))).contains(Caller.ofGrant("bob"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer t-mallory",
                "Bearer t-alic",
                "Bearer t-alice2",
                "Bearer T-ALICE",
                "Bearer t-alice,t-bob",
                "Bearer t-alice t-bob",
                "Basic t-alice",
                "t-alice",
                "alice",
                "Bearer alice"
            })
    void any_other_authorization_is_nobodys(String header) {
        assertThat(bearer.resolve(authorized(header))).isEmpty();
    }

    @Test
    void a_session_alone_is_nobodys() {
        CallOrigin origin = new CallOrigin(McpTransportContext.EMPTY, "session-of-alice", "alice");

        assertThat(bearer.resolve(origin)).isEmpty();
        assertThat(CallerResolver.header("X-User").resolve(origin)).isEmpty();
        assertThat(CallerResolver.servletPrincipal().resolve(origin)).isEmpty();
    }

    @Test
    void a_header_that_stands_twice_is_nobodys() {
        Map<String, String> headers = Map.of(
                "Authorization", "Bearer t-alice",
                "authorization", "Bearer t-alice",
                "X-User", "admin",
                "x-user", "alice");
        CallOrigin origin = CallOrigin.of(context(headers, null, "X-User"));

        assertThat(bearer.resolve(origin)).isEmpty();
        assertThat(CallerResolver.header("X-User").resolve(origin)).isEmpty();
    }

    @Test
    void a_request_whose_headers_may_not_be_read_is_nobodys() {
        CallOrigin origin =
                CallOrigin.of(RequestContext.<Request>extractor((request, name) -> null, Request::principal, "X-User")
                        .extract(new Request(Map.of(), null)));

        assertThat(bearer.resolve(origin)).isEmpty();
        assertThat(CallerResolver.header("X-User").resolve(origin)).isEmpty();
    }

    @Test
    void tokens_come_and_go_and_expire_by_the_clock() {
        AtomicReference<GrantTable> grants = new AtomicReference<>(GrantTable.empty());
        Instant noon = Instant.parse("2026-01-15T12:00:00Z");
        AtomicReference<Instant> now = new AtomicReference<>(noon);
        CallerResolver resolver = CallerResolver.bearerGrants(grants::get, now::get);
        CallOrigin origin = authorized("Bearer t");

        assertThat(resolver.resolve(origin)).isEmpty();
        grants.set(GrantTable.of(List.of(Grant.of("alice", GrantToken.of("t").withExpiry(noon.plusSeconds(1))))));
        assertThat(resolver.resolve(origin)).contains(Caller.ofGrant("alice"));
        now.set(noon.plusSeconds(1));
        assertThat(resolver.resolve(origin)).isEmpty();
    }

    @Test
    void tokens_must_be_given() {
        assertThatThrownBy(() -> CallerResolver.bearerGrants(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at least one token is needed");
        assertThatThrownBy(() -> CallerResolver.bearerGrants(Map.of("", "alice")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a token must not be empty");
        assertThatThrownBy(() -> CallerResolver.bearerGrants(Map.of("t", "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_named_header_is_the_principal_where_it_was_taken_along() {
        CallerResolver resolver = CallerResolver.header("X-User");
        Map<String, String> headers = Map.of("x-user", "alice");

        assertThat(resolver.resolve(CallOrigin.of(context(headers, null, "X-USER"))))
                .contains(Caller.ofPrincipal("alice"));
        assertThat(resolver.resolve(CallOrigin.of(context(headers, null)))).isEmpty();
        assertThat(resolver.resolve(CallOrigin.of(context(Map.of("x-user", ""), null, "X-User"))))
                .isEmpty();
    }

    @Test
    void the_containers_principal_is_the_principal() {
        CallerResolver resolver = CallerResolver.servletPrincipal();

        assertThat(resolver.resolve(CallOrigin.of(context(Map.of(), () -> "alice"))))
                .contains(Caller.ofPrincipal("alice"));
        assertThat(resolver.resolve(CallOrigin.of(context(Map.of(), () -> "")))).isEmpty();
        assertThat(resolver.resolve(CallOrigin.of(context(Map.of(), () -> null))))
                .isEmpty();
        assertThat(resolver.resolve(CallOrigin.of(context(Map.of("principal", "alice"), null))))
                .isEmpty();
    }

    @Test
    void session_and_client_are_added_to_whoever_it_is_and_identify_nobody() {
        Caller known = new CallerIdentification(bearer, new AdapterLog())
                .of(authorized("Bearer t-alice"))
                .orElseThrow();
        Caller anonymous = new CallerIdentification(CallerResolver.anonymous(), new AdapterLog())
                .of(authorized("Bearer t-alice"))
                .orElseThrow();

        assertThat(known)
                .isEqualTo(Caller.ofGrant("alice").withSession("session-1").withClient("client"));
        assertThat(anonymous.isAnonymous()).isTrue();
        assertThat(anonymous.session()).isEqualTo("session-1");
    }
}
