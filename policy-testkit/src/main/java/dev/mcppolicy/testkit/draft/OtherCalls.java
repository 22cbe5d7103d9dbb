package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.testkit.internal.Arguments;
import dev.mcppolicy.testkit.internal.KnownCaller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Calls beside one that is counted: by others, and of other keys, as the scope and the key of a rule tell them apart. */
final class OtherCalls {
    private static final String ONE = "one";
    private static final String ANOTHER = "another";

    private final Scope scope;
    private final @Nullable LimitKey key;

    OtherCalls(Scope scope, @Nullable LimitKey key) {
        this.scope = scope;
        this.key = key;
    }

    /** Who makes the calls that are counted: nobody in particular where all count together. */
    Caller caller() {
        return scope == Scope.GLOBAL
                ? Caller.anonymous()
                : Caller.ofPrincipal(ONE).withGrant(ONE).withSession(ONE);
    }

    /** The same call by a caller who counts apart, if any does, and by one who is another and counts together. */
    List<ToolCall> byOthers(ToolCall call) {
        Caller caller = call.caller();
        Caller all = caller.withGrant(ANOTHER).withPrincipal(ANOTHER).withSession(ANOTHER);
        List<Caller> others =
                switch (scope) {
                    case GLOBAL -> List.of(all);
                    case GRANT ->
                        List.of(
                                caller.withGrant(ANOTHER),
                                caller.withPrincipal(ANOTHER).withSession(ANOTHER));
                    case PRINCIPAL ->
                        List.of(
                                caller.withPrincipal(ANOTHER),
                                caller.withGrant(ANOTHER).withSession(ANOTHER));
                    case SESSION ->
                        List.of(
                                caller.withSession(ANOTHER),
                                caller.withGrant(ANOTHER).withPrincipal(ANOTHER));
                };
        return others.stream()
                .map(other -> ToolCall.of(call.tool(), call.arguments(), other))
                .toList();
    }

    /** The same call with another value for each part of the key, and one with other arguments of the same key. */
    List<ToolCall> ofOtherKeys(ToolCall call, ToolCalls calls, Predicate<ToolCall> passes) {
        if (key == null) {
            return List.of();
        }
        List<ToolCall> alike = calls.withOtherArguments(call);
        if (!(key instanceof LimitKey.Paths some)) {
            return alike.stream().filter(passes).limit(1).toList();
        }
        List<ToolCall> others = new ArrayList<>();
        for (CallPath path : some.paths()) {
            List<Object> values = new ArrayList<>(List.of(ANOTHER));
            if (path instanceof ArgumentPath place && Arguments.at(call, place) instanceof String text) {
                values.addAll(List.of("x" + text, text + "x"));
            }
            values.addAll(calls.choices().at(path));
            values.stream()
                    .filter(String.class::isInstance)
                    .map(value -> with(call, path, value))
                    .filter(other -> !other.equals(call) && passes.test(other))
                    .findFirst()
                    .or(() -> calls.single().stream()
                            .map(ToolCalls.Timed::call)
                            .map(other -> other.caller().equals(Caller.anonymous())
                                    ? ToolCall.of(call.tool(), other.arguments(), call.caller())
                                    : other)
                            .filter(other -> !isSame(call, other, path) && passes.test(other))
                            .findFirst())
                    .ifPresent(others::add);
        }
        alike.stream()
                .filter(other -> some.paths().stream().allMatch(path -> isSame(call, other, path)))
                .filter(passes)
                .findFirst()
                .ifPresent(others::add);
        return others;
    }

    private static boolean isSame(ToolCall one, ToolCall other, CallPath path) {
        return !(path instanceof ArgumentPath place)
                || String.valueOf(Arguments.at(one, place)).equals(String.valueOf(Arguments.at(other, place)));
    }

    /** The same call with another value at a place. */
    static ToolCall with(ToolCall call, CallPath path, Object value) {
        if (path instanceof CallerPath place) {
            return ToolCall.of(call.tool(), call.arguments(), KnownCaller.with(call.caller(), place, value));
        }
        Map<String, @Nullable Object> arguments = Arguments.withIfPossible(call.argumentsAsObject(), path, value);
        return ToolCall.of(call.tool(), arguments, call.caller());
    }

    /** The same call by one caller of many who count together. */
    ToolCall byOneOfMany(ToolCall call, int number) {
        String name = "other-" + number;
        Caller caller = call.caller();
        Caller other =
                switch (scope) {
                    case GLOBAL -> caller.withGrant(name).withPrincipal(name).withSession(name);
                    case GRANT -> caller.withPrincipal(name).withSession(name);
                    case PRINCIPAL -> caller.withGrant(name).withSession(name);
                    case SESSION -> caller.withGrant(name).withPrincipal(name);
                };
        return ToolCall.of(call.tool(), call.arguments(), other);
    }
}
