package dev.mcppolicy.format.reading;

import dev.mcppolicy.operator.Operator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to write in the place of a host, a folder or a domain that is none. */
final class OperandHelp {
    private static final String HTTPS = "https://";

    private OperandHelp() {}

    /** The help for an operand that an operator refuses, or null. */
    static @Nullable String of(Operator operator, Object operand) {
        if (operator.isForRequirementsAlone() && operand instanceof String) {
            return "write a list, also of one";
        }
        String text = operand instanceof List<?> list ? firstRefused(operator, list) : null;
        if (text == null) {
            return null;
        }
        return switch (operator) {
            case HOST_IN -> hostHelp(text);
            case EMAIL_IN -> text.contains("@") ? "write what stands after the `@`" : null;
            case WITHIN -> text.startsWith("/") ? null : "a folder is written from the root on";
            default -> null;
        };
    }

    private static @Nullable String hostHelp(String text) {
        if (text.startsWith(HTTPS)) {
            return "leave out `https://`, which is meant where there is no `http://`";
        }
        if (text.endsWith(":443") || (text.startsWith("http://") && text.endsWith(":80"))) {
            return "leave out the port, which is the scheme's own";
        }
        return text.startsWith("*") || text.startsWith(".")
                ? "write `*.example.com` for what is below `example.com`"
                : null;
    }

    private static @Nullable String firstRefused(Operator operator, List<?> list) {
        for (Object element : list) {
            if (element instanceof String text && isRefused(operator, text)) {
                return text;
            }
        }
        return null;
    }

    private static boolean isRefused(Operator operator, String text) {
        try {
            operator.test(List.of(text));
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
