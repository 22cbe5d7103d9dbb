package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A test in the making.
 *
 * @param tool the tool that it calls
 * @param rule the rule that it is about, or a pseudo rule
 * @param title what the test is about, which becomes its name
 * @param start when the first call is made
 * @param steps as a test file has them
 * @param goals what it shows that no test before it does
 * @param noticed the changes of the policy that it notices and no test before it does, by their numbers
 */
record DraftedTest(
        String tool,
        RuleId rule,
        String title,
        Instant start,
        List<Map<String, Object>> steps,
        Set<CoverageGoal> goals,
        Set<Integer> noticed) {

    DraftedTest {
        steps = List.copyOf(steps);
    }

    /** A test of which it is not known yet what it shows. */
    static DraftedTest of(String tool, RuleId rule, String title, Instant start, List<Map<String, Object>> steps) {
        return new DraftedTest(tool, rule, title, start, steps, new LinkedHashSet<>(), new TreeSet<>());
    }

    /** The test as a test file has it. */
    Map<String, Object> written(String name) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("at", start.toString());
        fields.put("steps", new ArrayList<>(steps));
        return fields;
    }
}
