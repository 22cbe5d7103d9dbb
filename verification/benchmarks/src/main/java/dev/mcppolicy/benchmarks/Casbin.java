package dev.mcppolicy.benchmarks;

import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

/** The common policy in jCasbin: the conditions in the matcher, the tool in the one policy line. */
final class Casbin implements Contender {
    private static final String MODEL = """
            [request_definition]
            r = tool, args
            [policy_definition]
            p = tool
            [policy_effect]
            e = some(where (p.eft == allow))
            [matchers]
            m = r.tool == p.tool && r.args.amount <= 50000 && (r.args.currency == 'usd' || r.args.currency == 'eur') \
            && regexMatch(r.args.branch, '^feat/')
            """;

    private final Enforcer enforcer;

    Casbin() {
        enforcer = new Enforcer(Model.newModelFromString(MODEL));
        enforcer.enableLog(false);
        if (!enforcer.addPolicy("create_charge")) {
            throw new IllegalStateException("the policy line was not taken");
        }
    }

    @Override
    public boolean allows(Call call) {
        return enforcer.enforce(call.tool(), call.arguments());
    }
}
