package dev.mcppolicy.operator;

import dev.mcppolicy.json.Truth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Exactly one mail address, of one of some domains. What is not plainly one address cannot be told. */
final class MailTest implements ValueTest {
    /** What it costs to compare with one of the list, in steps of a pattern. */
    private static final long ENTRY = 16;

    private static final String FORM = "domains such as `example.com` or `*.example.com`";
    private static final int MAX_LENGTH = 254;
    private static final int MAX_LOCAL = 64;

    private final List<HostPattern> domains;

    private MailTest(List<HostPattern> domains) {
        this.domains = domains;
    }

    static ValueTest of(Object operand) {
        return new MailTest(Operands.parsed("email_in", operand, FORM, MailTest::domain));
    }

    private static @Nullable HostPattern domain(String text) {
        HostPattern domain = HostPattern.of(text);
        return domain == null || !HostName.isDotted(domain.name()) ? null : domain;
    }

    @Override
    public long cost(Object value) {
        return value instanceof String text ? Math.min(text.length(), MAX_LENGTH) + ENTRY * domains.size() : 0;
    }

    @Override
    public boolean isMetered() {
        return true;
    }

    @Override
    public Truth test(Object value) {
        if (!(value instanceof String address) || address.length() > MAX_LENGTH) {
            return Truth.CANNOT_TELL;
        }
        int at = address.indexOf('@');
        String domain = at < 0 ? null : HostName.of(address, at + 1, address.length());
        if (domain == null || !HostName.isDotted(domain) || !isLocal(address, at)) {
            return Truth.CANNOT_TELL;
        }
        for (HostPattern listed : domains) {
            if (listed.matches(domain)) {
                return Truth.TRUE;
            }
        }
        return Truth.FALSE;
    }

    private static boolean isLocal(String address, int length) {
        if (length == 0 || length > MAX_LOCAL) {
            return false;
        }
        char before = '.';
        for (int i = 0; i < length; i++) {
            char c = address.charAt(i);
            if (c == '.' ? before == '.' : !isOfName(c)) {
                return false;
            }
            before = c;
        }
        return before != '.';
    }

    private static boolean isOfName(char c) {
        return HostName.isLetter(c) || HostName.isDigit(c) || c == '_' || c == '+' || c == '-';
    }
}
