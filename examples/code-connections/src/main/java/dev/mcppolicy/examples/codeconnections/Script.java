package dev.mcppolicy.examples.codeconnections;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** What the agent of the demo does: create connections in a loop, then try every other tool once. */
final class Script {
    static final String LOOPED = "CreateCodeConnection";
    static final List<String> OTHERS = List.of("ListCodeConnections", "GetCodeConnection", "DeleteCodeConnection");
    static final int CALLS = 33;

    private static final String ANY_ARN = "arn:aws:codeconnections:us-east-1:123456789012:connection/any";

    private Script() {}

    /** Plays the script; the outcomes of the loop, then one for each of the others. */
    static List<Outcome> play(BiFunction<String, Map<String, Object>, Outcome> call) {
        List<Outcome> outcomes = new ArrayList<>();
        IntStream.rangeClosed(1, CALLS)
                .forEach(i -> outcomes.add(
                        call.apply(LOOPED, Map.of("connection_name", "repository-" + i, "provider_type", "GitHub"))));
        OTHERS.forEach(tool -> outcomes.add(
                call.apply(tool, tool.equals("ListCodeConnections") ? Map.of() : Map.of("connection_arn", ANY_ARN))));
        return outcomes;
    }
}
