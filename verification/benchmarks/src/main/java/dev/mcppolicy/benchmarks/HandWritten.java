package dev.mcppolicy.benchmarks;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.function.Predicate;

/** The common policy as a programmer writes it who needs no other. */
final class HandWritten {
    private HandWritten() {}

    /** With the branch matched by re2j, the pattern engine of the library. */
    static Contender withPattern() {
        Pattern pattern = Pattern.compile(CommonPolicy.BRANCH);
        return with(branch -> pattern.matcher(branch).find());
    }

    /** With the branch compared by its first characters. */
    static Contender withLiteral() {
        return with(branch -> branch.startsWith("feat/"));
    }

    private static Contender with(Predicate<String> branchTest) {
        return call -> {
            if (!call.tool().equals("create_charge")) {
                return false;
            }
            Map<String, Object> arguments = call.arguments();
            return arguments.get("amount") instanceof Number amount
                    && amount.longValue() <= 50_000
                    && arguments.get("currency") instanceof String currency
                    && (currency.equals("usd") || currency.equals("eur"))
                    && arguments.get("branch") instanceof String branch
                    && branchTest.test(branch);
        };
    }
}
