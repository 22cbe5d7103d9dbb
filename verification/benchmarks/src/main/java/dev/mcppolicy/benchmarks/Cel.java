package dev.mcppolicy.benchmarks;

import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Optional;

/** The common policy in CEL: typed variables, compiled and planned once, the fastest way found to use it. */
final class Cel {
    private Cel() {}

    /** With the branch matched as a pattern. */
    static Contender withPattern() {
        return compiled("branch.matches('" + CommonPolicy.BRANCH + "')");
    }

    /** With the branch compared by its first characters. */
    static Contender withLiteral() {
        return compiled("branch.startsWith('feat/')");
    }

    private static Contender compiled(String branchTest) {
        CelRuntime.Program program =
                program("tool == 'create_charge' && amount <= 50000 && currency in ['usd', 'eur'] && " + branchTest);
        return call -> {
            try {
                return program.eval(name -> find(call, name)) instanceof Boolean allowed && allowed;
            } catch (CelEvaluationException e) {
                return false;
            }
        };
    }

    private static CelRuntime.Program program(String expression) {
        try {
            var cel = CelFactory.plannerCelBuilder()
                    .addVar("tool", SimpleType.STRING)
                    .addVar("amount", SimpleType.INT)
                    .addVar("currency", SimpleType.STRING)
                    .addVar("branch", SimpleType.STRING)
                    .build();
            return cel.createProgram(cel.compile(expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Object> find(Call call, String name) {
        Object value = name.equals("tool") ? call.tool() : call.arguments().get(name);
        return Optional.ofNullable(value instanceof Integer number ? (Object) number.longValue() : value);
    }
}
