package dev.mcppolicy.identity;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.text.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A right to call, by a name that limits count by and policies are chosen by, and the tokens that stand for it. Immutable.
 *
 * @param name what the grant is called: 1 to 128 UTF-16 units that a reader sees, told apart exactly, without white space
 *     at an end
 * @param principal whom the grant was given to, not empty; null where that is not known by name
 * @param attributes what else is known of the caller: JSON values by name; copied
 * @param tokens the tokens that stand for the grant, copied; while one is replaced by the next there are two
 */
public record Grant(
        String name, @Nullable String principal, Map<String, @Nullable Object> attributes, List<GrantToken> tokens) {
    private static final int LONGEST_NAME = 128;

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the name is none, the principal is empty, or the attributes are not JSON or
     *     exceed {@link JsonLimits#DEFAULT}
     */
    public Grant {
        String problem = problemOf(name);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        if (principal != null && principal.isEmpty()) {
            throw new IllegalArgumentException("a principal must not be empty");
        }
        attributes = Caller.unidentified().withAttributes(attributes).attributes();
        tokens = List.copyOf(tokens);
    }

    /**
     * A grant to nobody by name.
     *
     * @param name what the grant is called
     * @param tokens the tokens that stand for it
     * @return the grant
     * @throws IllegalArgumentException if the name is none
     */
    public static Grant of(String name, GrantToken... tokens) {
        return new Grant(name, null, Map.of(), List.of(tokens));
    }

    /**
     * Why a text is no name of a grant.
     *
     * @param name any text
     * @return what is wrong, in one sentence; null if the text is a name
     */
    public static @Nullable String problemOf(String name) {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty()) {
            return "a grant must not be empty";
        }
        boolean isName = name.length() <= LONGEST_NAME
                && name.charAt(0) != ' '
                && name.charAt(name.length() - 1) != ' '
                && VisibleText.of(name).equals(name);
        return isName
                ? null
                : "`" + VisibleText.of(name, LONGEST_NAME) + "` is no name of a grant: at most " + LONGEST_NAME
                        + " characters, all of which show, without spaces at an end";
    }

    /**
     * The same grant with other tokens.
     *
     * @param others the tokens, copied
     * @return the changed copy
     */
    public Grant withTokens(List<GrantToken> others) {
        return new Grant(name, principal, attributes, others);
    }

    /**
     * Who calls under this grant.
     *
     * @return the caller, of no session and no client
     */
    public Caller caller() {
        Caller caller = Caller.ofGrant(name);
        if (principal != null) {
            caller = caller.withPrincipal(principal);
        }
        return attributes.isEmpty() ? caller : caller.withAttributes(attributes);
    }
}
