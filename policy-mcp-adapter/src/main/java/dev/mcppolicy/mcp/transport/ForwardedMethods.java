package dev.mcppolicy.mcp.transport;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/** Sees to it that a class that stands for another of the SDK's forwards all that the SDK in use has, of whatever line. */
public final class ForwardedMethods {
    private ForwardedMethods() {}

    /**
     * Checks a class.
     *
     * @throws IllegalStateException if the SDK's class has a public method that the class does not declare
     */
    public static void require(Class<?> forwarding, Class<?> original) {
        List<String> missing = Arrays.stream(original.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !declares(forwarding, method))
                .map(Method::getName)
                .distinct()
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("answers cannot be checked on this line of the MCP SDK, whose "
                    + original.getSimpleName() + " has `" + String.join("`, `", missing) + "`");
        }
    }

    private static boolean declares(Class<?> forwarding, Method method) {
        try {
            return forwarding.getDeclaredMethod(method.getName(), method.getParameterTypes()) != null;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
