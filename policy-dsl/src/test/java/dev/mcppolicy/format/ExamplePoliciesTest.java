package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The two policies that are published for one real tool mean what their pages say. */
class ExamplePoliciesTest {
    private static final BigDecimal THIRTY = BigDecimal.valueOf(30);

    @Test
    void the_published_json_policy_limits_a_grant_to_thirty_calls_a_minute_and_denies_all_else() {
        Policy policy = PolicyReader.read(example("eks-create-code-connection.policy.json"));

        assertThat(policy.format()).isEqualTo(PolicyFormat.POLICYLAYER);
        assertThat(policy.defaultAction()).isEqualTo(DefaultAction.DENY);
        assertThat(policy.tools()).containsOnlyKeys("CreateCodeConnection");
        assertThat(policy.tools().get("CreateCodeConnection").rules())
                .containsExactly(Limit.of(
                        RuleHead.of(new RuleId("/tools/CreateCodeConnection/limits/0")),
                        "createcodeconnection_rate",
                        Window.Calendar.MINUTE,
                        Bound.atMost(THIRTY)));
    }

    @Test
    void the_published_yaml_policy_limits_a_session_to_thirty_calls_in_sixty_seconds() {
        Policy policy = PolicyReader.read(example("healthomics-create-code-connection.policy.yaml"));

        assertThat(policy.format()).isEqualTo(PolicyFormat.INTERCEPT);
        assertThat(policy.defaultAction()).isEqualTo(DefaultAction.ALLOW);
        assertThat(policy.tools().get("CreateCodeConnection").rules())
                .containsExactly(Limit.of(
                                RuleHead.of(new RuleId("/tools/CreateCodeConnection/rules/0"))
                                        .withMessage("Rate limit of 30 per 60 seconds reached. Try again later."),
                                "_rate_60s_session",
                                new Window.Seconds(60),
                                Bound.atMost(THIRTY))
                        .withScope(Scope.SESSION));
    }

    private static Path example(String file) {
        try {
            return Path.of(
                    ExamplePoliciesTest.class.getResource("/examples/" + file).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
