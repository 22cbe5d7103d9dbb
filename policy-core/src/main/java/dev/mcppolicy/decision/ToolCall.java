package dev.mcppolicy.decision;

import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.internal.JsonCheck;
import dev.mcppolicy.json.internal.JsonCopy;
import dev.mcppolicy.tool.ToolDefinition;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of a tool: untrusted in its name, arguments, session and client.
 *
 * <p>A call made by {@link #of} refers to the arguments it is given, which nobody may change while the call is judged;
 * {@link #frozen} makes a call with a private copy.
 */
public final class ToolCall {
    /**
     * The longest name of a tool that is judged, in UTF-16 units: many times what the protocol and every client admit. Patterns
     * of names are put to no longer one.
     */
    public static final int LONGEST_TOOL = 1_024;

    private final String tool;
    private final @Nullable Object arguments;
    private final Caller caller;
    /** The tool as its server offers it, or null where that is not known. */
    private final @Nullable ToolDefinition definition;
    /** What kept the arguments from being copied, or null. */
    private final @Nullable String problem;

    /** The limits that the arguments are known to keep, since they are a private copy made within them, or null. */
    private final @Nullable JsonLimits frozenWithin;

    private ToolCall(
            String tool,
            @Nullable Object arguments,
            Caller caller,
            @Nullable ToolDefinition definition,
            @Nullable String problem,
            @Nullable JsonLimits frozenWithin) {
        this.tool = Objects.requireNonNull(tool, "tool");
        this.arguments = arguments;
        this.caller = Objects.requireNonNull(caller, "caller");
        this.definition = definition;
        this.problem = problem;
        this.frozenWithin = frozenWithin;
    }

    /**
     * A call by the anonymous caller.
     *
     * @param tool the tool's name; any string
     * @param arguments what should be a JSON object; null for none
     * @return the call
     */
    public static ToolCall of(String tool, @Nullable Object arguments) {
        return of(tool, arguments, Caller.anonymous());
    }

    /**
     * A call.
     *
     * @param tool the tool's name; any string
     * @param arguments what should be a JSON object; null for none
     * @param caller who calls
     * @return the call
     */
    public static ToolCall of(String tool, @Nullable Object arguments, Caller caller) {
        return new ToolCall(tool, arguments, caller, null, null, null);
    }

    /**
     * The same call of a tool whose definition is known, as it must be under a lock.
     *
     * @param offered the tool as its server offers it
     * @return the call
     * @throws IllegalArgumentException if it is the definition of a tool of another name
     */
    public ToolCall withDefinition(ToolDefinition offered) {
        if (!offered.name().equals(tool)) {
            throw new IllegalArgumentException("a call of one tool cannot have the definition of another");
        }
        return new ToolCall(tool, arguments, caller, offered, problem, frozenWithin);
    }

    /**
     * The same call with a private, deeply unmodifiable copy of the arguments. Arguments that cannot be copied, because
     * they are not JSON or exceed the limits, are dropped, and the call will be denied as invalid.
     *
     * @param limits how large the arguments may be
     * @return the call to judge
     */
    public ToolCall frozen(JsonLimits limits) {
        if (problem != null || isFrozenWithin(limits)) {
            return this;
        }
        try {
            return new ToolCall(tool, JsonCopy.freeze(arguments, limits), caller, definition, null, limits);
        } catch (Throwable e) {
            // A map that changes while it is copied, or that is no honest map, throws what it likes.
            String reason = e instanceof IllegalArgumentException ? e.getMessage() : "they could not be read";
            return new ToolCall(
                    tool, null, caller, definition, reason == null ? "they could not be read" : reason, null);
        }
    }

    /**
     * The tool's name.
     *
     * @return the name as the client sent it
     */
    public String tool() {
        return tool;
    }

    /**
     * Whether the call came with arguments that {@link #frozen} had to drop.
     *
     * @return true if so; {@link #arguments} then says nothing of what was sent
     */
    public boolean hasDroppedArguments() {
        return problem != null;
    }

    /**
     * The arguments as they came.
     *
     * @return any object, null for none
     */
    public @Nullable Object arguments() {
        return arguments;
    }

    /**
     * The arguments as an object.
     *
     * @return the arguments if they are a map, else an empty map; unmodifiable if this call is frozen
     */
    @SuppressWarnings("unchecked") // that the keys are strings is checked before anything reads them
    public Map<String, @Nullable Object> argumentsAsObject() {
        return arguments instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    /**
     * Who calls.
     *
     * @return the caller
     */
    public Caller caller() {
        return caller;
    }

    /**
     * The tool as its server offers it.
     *
     * @return the definition, or null where it is not known; a lock then accepts no call
     */
    public @Nullable ToolDefinition definition() {
        return definition;
    }

    /**
     * What keeps the arguments from being judged.
     *
     * @param limits how large they may be
     * @return what is wrong, in words that hold no argument's value; null if they are absent or a JSON object within the
     *     limits, and the tool's name has at most 1 024 characters
     */
    public @Nullable String problem(JsonLimits limits) {
        if (tool.length() > LONGEST_TOOL) {
            return "the name of the tool is longer than " + LONGEST_TOOL + " characters";
        }
        if (problem != null || arguments == null) {
            return problem;
        }
        if (!(arguments instanceof Map)) {
            return "they are not an object";
        }
        return isFrozenWithin(limits) ? null : JsonCheck.problem(arguments, limits);
    }

    /** Whether the arguments are a private copy that is known to be JSON within the limits. */
    private boolean isFrozenWithin(JsonLimits limits) {
        return limits.equals(frozenWithin);
    }

    /** Whether the other is a call of the same tool with equal arguments by an equal caller. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ToolCall that
                && tool.equals(that.tool)
                && Objects.equals(arguments, that.arguments)
                && caller.equals(that.caller)
                && Objects.equals(definition, that.definition)
                && Objects.equals(problem, that.problem);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tool, arguments, caller, problem);
    }

    @Override
    public String toString() {
        return "ToolCall[" + tool + " by " + caller + "]";
    }
}
