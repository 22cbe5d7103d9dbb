package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.DecisionJson;
import dev.mcppolicy.cli.output.JsonLayout;
import dev.mcppolicy.cli.output.ReplayedLine;
import dev.mcppolicy.testkit.replay.PolicyReplay;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How the answers of a replay are written, a line each. */
enum ReplayFormat {
    /** For people. */
    TEXT {
        @Override
        Answers answers(boolean coloured) {
            ReplayedLine lines = new ReplayedLine(coloured);
            return new Answers() {
                @Override
                public String decided(Instant at, String tool, PolicyReplay.Replayed replayed) {
                    return lines.of(at, tool, replayed);
                }

                @Override
                public String visible(Instant at, List<String> tools) {
                    return lines.of(at, tools);
                }
            };
        }
    },
    /** For programs. */
    JSON {
        @Override
        Answers answers(boolean coloured) {
            return new Answers() {
                @Override
                public String decided(Instant at, String tool, PolicyReplay.Replayed replayed) {
                    return JsonLayout.line(DecisionJson.of(replayed.decision(), replayed.shadow())) + "\n";
                }

                @Override
                public String visible(Instant at, List<String> tools) {
                    return JsonLayout.line(Map.of("visible", tools)) + "\n";
                }
            };
        }
    };

    /** The answers of one replay. */
    interface Answers {
        /** To a call. */
        String decided(Instant at, String tool, PolicyReplay.Replayed replayed);

        /** To a listing. */
        String visible(Instant at, List<String> tools);
    }

    /** What is written where nobody says: text for who reads it as it comes. */
    static ReplayFormat usual(boolean terminal) {
        return terminal ? TEXT : JSON;
    }

    abstract Answers answers(boolean coloured);
}
