package dev.mcppolicy.benchmarks;

import com.cedarpolicy.AuthorizationEngine;
import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import java.util.HashMap;
import java.util.Map;

/** The common policy in Cedar, the policy set cached on the native side. Cedar has no patterns but wildcards. */
final class Cedar implements Contender {
    private static final String POLICY = """
            permit (principal, action == Action::"create_charge", resource)
            when {
              context.amount <= 50000 && ["usd", "eur"].contains(context.currency) && context.branch like "feat/*"
            };
            """;

    private final AuthorizationEngine engine = new BasicAuthorizationEngine();
    private final Entities entities = new Entities();
    private final EntityUID caller = entity("Caller::\"agent\"");
    private final EntityUID server = entity("Server::\"payments\"");
    private final EntityUID createCharge = entity("Action::\"create_charge\"");
    private final PolicySet policies;

    Cedar() {
        try {
            policies = PolicySet.parsePolicies(POLICY);
            policies.cache();
        } catch (AuthException | CacheException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean allows(Call call) {
        EntityUID action =
                call.tool().equals("create_charge") ? createCharge : new EntityUID(createCharge.getType(), call.tool());
        var request = new AuthorizationRequest(caller, action, server, context(call));
        try {
            return engine.isAuthorized(request, policies, entities)
                    .success
                    .orElseThrow()
                    .isAllowed();
        } catch (AuthException e) {
            return false;
        }
    }

    private static Map<String, Value> context(Call call) {
        Map<String, Value> context = new HashMap<>();
        call.arguments()
                .forEach((name, value) -> context.put(
                        name,
                        value instanceof Number number
                                ? new PrimLong(number.longValue())
                                : new PrimString((String) value)));
        return context;
    }

    private static EntityUID entity(String text) {
        return EntityUID.parse(text).orElseThrow();
    }
}
