package dev.mcppolicy.examples.codeconnections;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What the agent of the demo does: create connections in a loop, try every other tool once, delete two of the
 * connections, and, when the server has been started again, create one more.
 */
final class Script {
    static final String LOOPED = "CreateCodeConnection";
    static final List<String> OTHERS = List.of("ListCodeConnections", "GetCodeConnection", "PurgeCodeConnections");
    static final String DELETING = "DeleteCodeConnection";
    static final int CALLS = 33;
    static final int DELETIONS = 2;

    private Script() {}

    /** Plays the script; the outcomes of the loop, then one for each of the others, then those of the deletions. */
    static List<Outcome> play(BiFunction<String, Map<String, Object>, Outcome> call) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 1; i <= CALLS; i++) {
            outcomes.add(create(i, call));
        }
        for (String tool : OTHERS) {
            outcomes.add(call.apply(tool, tool.equals("GetCodeConnection") ? connection(1) : Map.of()));
        }
        for (int i = 1; i <= DELETIONS; i++) {
            outcomes.add(call.apply(DELETING, connection(i)));
        }
        return outcomes;
    }

    /** What the agent does when the server has been started again; the outcome. */
    static Outcome playAgain(BiFunction<String, Map<String, Object>, Outcome> call) {
        return create(CALLS + 1, call);
    }

    private static Outcome create(int number, BiFunction<String, Map<String, Object>, Outcome> call) {
        return call.apply(LOOPED, Map.of("connection_name", "repository-" + number, "provider_type", "GitHub"));
    }

    private static Map<String, Object> connection(int number) {
        return Map.of("connection_arn", "arn:aws:codeconnections:us-east-1:123456789012:connection/" + number);
    }
}
