package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.ExplainedCall;
import dev.mcppolicy.cli.output.ExplanationJson;
import dev.mcppolicy.cli.output.ExplanationText;
import dev.mcppolicy.cli.output.JsonLayout;

/** How an explanation is written. */
enum ExplanationFormat {
    /** For people. */
    TEXT {
        @Override
        String write(ExplainedCall explained, boolean coloured) {
            return ExplanationText.of(explained, coloured);
        }
    },
    /** For programs. */
    JSON {
        @Override
        String write(ExplainedCall explained, boolean coloured) {
            return JsonLayout.indented(ExplanationJson.of(explained)) + "\n";
        }
    };

    abstract String write(ExplainedCall explained, boolean coloured);
}
