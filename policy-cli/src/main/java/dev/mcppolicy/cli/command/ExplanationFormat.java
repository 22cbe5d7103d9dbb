package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.ExplainedCall;
import dev.mcppolicy.cli.output.ExplanationJson;
import dev.mcppolicy.cli.output.ExplanationText;
import dev.mcppolicy.cli.output.JsonLayout;
import dev.mcppolicy.cli.output.LoggedDecision;
import dev.mcppolicy.cli.output.LoggedDecisionText;

/** How an explanation is written. */
enum ExplanationFormat {
    /** For people. */
    TEXT {
        @Override
        String write(ExplainedCall explained, boolean coloured) {
            return ExplanationText.of(explained, coloured);
        }

        @Override
        String write(LoggedDecision logged, ExplainedCall explained, boolean coloured) {
            return LoggedDecisionText.of(logged, explained, coloured);
        }
    },
    /** For programs. */
    JSON {
        @Override
        String write(ExplainedCall explained, boolean coloured) {
            return JsonLayout.indented(ExplanationJson.of(explained)) + "\n";
        }

        @Override
        String write(LoggedDecision logged, ExplainedCall explained, boolean coloured) {
            return JsonLayout.indented(ExplanationJson.of(logged, explained)) + "\n";
        }
    };

    abstract String write(ExplainedCall explained, boolean coloured);

    /** A decision of a log, with the conditions of its call judged anew. */
    abstract String write(LoggedDecision logged, ExplainedCall explained, boolean coloured);
}
