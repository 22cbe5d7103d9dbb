package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.connections;
import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.ForwardingCounterStore;
import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.engine.ToolNotExecutedException;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever fails beside a handler is a denial that tells the client nothing, and the handler is not entered. */
class FaultTest {
    private static final String SECRET = "jdbc:secret";

    private final Recorder recorder = new Recorder();

    private static final class Broken extends ForwardingCounterStore implements PolicySource {
        private boolean working = true;

        Broken() {
            super(new InMemoryCounterStore());
        }

        @Override
        public ReserveResult reserve(ReserveRequest request, long nowMillis) {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public long[] read(List<CounterKey> keys, long nowMillis) {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public Policy current() {
            if (working) {
                return connections(1);
            }
            throw new IllegalStateException(SECRET);
        }

        @Override
        public Subscription subscribe(Consumer<? super Policy> listener) {
            return () -> {};
        }
    }

    private CallToolResult call(Kind kind, PolicyEnforcer enforcer) {
        return kind.wrapped(enforcer, Kind.tool(CREATE), recorder).apply(request(CREATE, Map.of()));
    }

    private void assertOpaquelyDenied(CallToolResult result, DenialCode code, String rule) {
        assertDenied(result, code, rule);
        assertThat(result.toString()).doesNotContain(SECRET);
        assertThat(recorder.requests).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_store_that_fails(Kind kind) {
        PolicyEnforcer enforcer =
                PolicyEnforcer.builder(connections(1)).store(new Broken()).build();

        assertOpaquelyDenied(
                call(kind, enforcer), DenialCode.STORE_UNAVAILABLE, "/tools/CreateCodeConnection/limits/0");
    }

    @ParameterizedTest
    @EnumSource
    void a_policy_source_that_fails(Kind kind) {
        Broken source = new Broken();
        PolicyEnforcer enforcer = PolicyEnforcer.of(source);
        source.working = false;

        assertOpaquelyDenied(call(kind, enforcer), DenialCode.INTERNAL_ERROR, "(engine)");
        assertThat(enforcer.isVisible(null, Kind.tool(CREATE))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void a_required_listener_that_fails(Kind kind) {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(1))
                .requiredListener(event -> {
                    throw new IllegalStateException(SECRET);
                })
                .build();

        assertOpaquelyDenied(call(kind, enforcer), DenialCode.INTERNAL_ERROR, "(engine)");
    }

    @ParameterizedTest
    @EnumSource
    void any_other_listener_that_fails_changes_nothing(Kind kind) {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(1))
                .listener(event -> {
                    throw new IllegalStateException(SECRET);
                })
                .build();

        assertRan(call(kind, enforcer));
    }

    @ParameterizedTest
    @EnumSource
    void a_caller_resolver_that_throws(Kind kind) {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(1))
                .callers(origin -> {
                    throw new IllegalStateException(SECRET);
                })
                .build();

        assertOpaquelyDenied(call(kind, enforcer), DenialCode.UNAUTHENTICATED, "(no policy)");
        assertThat(enforcer.isVisible(null, Kind.tool(CREATE))).isFalse();
    }

    /** A checked exception where none is declared, as code in Kotlin throws it; the result is for the compiler. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the compiler takes it for unchecked
    private static <X extends Throwable> RuntimeException undeclared() throws X {
        throw (X) new IOException(SECRET);
    }

    @ParameterizedTest
    @EnumSource
    void what_a_caller_resolver_or_a_denial_renderer_throws_undeclared(Kind kind) {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(1))
                .callers(origin -> {
                    throw FaultTest.<RuntimeException>undeclared();
                })
                .denialRenderer(denied -> {
                    throw FaultTest.<RuntimeException>undeclared();
                })
                .build();

        assertOpaquelyDenied(call(kind, enforcer), DenialCode.UNAUTHENTICATED, "(no policy)");
        assertThat(enforcer.isVisible(null, Kind.tool(CREATE))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void a_caller_resolver_that_returns_null(Kind kind) {
        PolicyEnforcer enforcer =
                PolicyEnforcer.builder(connections(1)).callers(origin -> null).build();

        assertOpaquelyDenied(call(kind, enforcer), DenialCode.UNAUTHENTICATED, "(no policy)");
    }

    /** It had been judged by the policy, and denied with CALLER_UNKNOWN by the first limit that counts by an identity. */
    @ParameterizedTest
    @EnumSource
    void a_caller_resolver_that_answers_without_an_identity(Kind kind) {
        for (Caller nobody : List.of(
                Caller.unidentified(),
                Caller.unidentified().withSession("s").withClient("c"),
                Caller.unidentified().withAttributes(Map.of("team", "x")))) {
            PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(1))
                    .callers(origin -> Optional.of(nobody))
                    .build();

            assertOpaquelyDenied(call(kind, enforcer), DenialCode.UNAUTHENTICATED, "(no policy)");
            assertThat(enforcer.isVisible(null, Kind.tool(CREATE))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_input_validator_that_throws_releases_the_charge(Kind kind) {
        AtomicInteger calls = new AtomicInteger();
        JsonSchemaValidator failsOnce = (schema, arguments) -> {
            if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException(SECRET);
            }
            return JsonSchemaValidator.ValidationResponse.asValid("");
        };
        PolicyEnforcer enforcer =
                PolicyEnforcer.builder(connections(1)).inputValidator(failsOnce).build();

        assertOpaquelyDenied(call(kind, enforcer), DenialCode.INTERNAL_ERROR, "(engine)");
        assertRan(call(kind, enforcer));
    }

    /** What the store's driver threw took the place of what the handler had thrown, and nobody heard of the outcome. */
    @ParameterizedTest
    @EnumSource
    void a_store_that_breaks_as_it_gives_back_hides_nothing_of_what_the_handler_threw(Kind kind) {
        List<ToolOutcome> outcomes = new ArrayList<>();
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(1))
                .store(new GivesNothingBack())
                .listener(new DecisionListener() {
                    @Override
                    public void decided(DecisionEvent event) {}

                    @Override
                    public void finished(OutcomeEvent event) {
                        outcomes.add(event.outcome());
                    }
                })
                .build();
        var create = kind.wrapped(enforcer, Kind.tool(CREATE), request -> {
            throw new ToolNotExecutedException("no name given");
        });

        assertThatThrownBy(() -> create.apply(request(CREATE, Map.of())))
                .isInstanceOf(ToolNotExecutedException.class)
                .hasMessage("no name given");
        assertThat(outcomes).containsExactly(ToolOutcome.NOT_EXECUTED);
    }

    /** Takes charges, and breaks when it is to give them back. */
    private static final class GivesNothingBack extends ForwardingCounterStore {
        GivesNothingBack() {
            super(new InMemoryCounterStore());
        }

        @Override
        public ReserveResult reserve(ReserveRequest request, long nowMillis) {
            Reservation taken = (Reservation) super.reserve(request, nowMillis);
            return new Reservation(taken.request(), new Receipt() {
                @Override
                public long before(int index) {
                    return taken.before(index);
                }

                @Override
                public CompletionStage<?> replace(long[] units) {
                    throw new LinkageError(SECRET);
                }
            });
        }

        @Override
        public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
            return CompletableFuture.completedFuture(reserve(request, nowMillis));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_denial_renderer_that_fails_or_denies_nothing_is_not_heeded(Kind kind) {
        PolicyEnforcer failing = PolicyEnforcer.builder(connections(1))
                .callers(CallerResolver.servletPrincipal())
                .denialRenderer(denied -> {
                    throw new IllegalStateException(SECRET);
                })
                .build();
        PolicyEnforcer lying = PolicyEnforcer.builder(connections(1))
                .callers(CallerResolver.servletPrincipal())
                .denialRenderer(denied -> Recorder.done())
                .build();

        assertOpaquelyDenied(call(kind, failing), DenialCode.UNAUTHENTICATED, "(no policy)");
        assertOpaquelyDenied(call(kind, lying), DenialCode.UNAUTHENTICATED, "(no policy)");
    }
}
