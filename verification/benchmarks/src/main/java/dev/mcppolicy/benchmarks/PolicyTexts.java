package dev.mcppolicy.benchmarks;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The documents to be read: the policy of a thousand tools with five rules each. They are put together without reader
 * and writer, so that a cold reading is cold.
 */
final class PolicyTexts {
    static final int TOOLS = 1_000;

    private static final String JSON_TOOL = """
                "tool_#": {
                  "require": [
                    {
                      "conditions": [ { "path": "args.amount", "op": "lte", "value": 50000 } ],
                      "on_deny": "Not within the rules for charges"
                    },
                    {
                      "conditions": [ { "path": "args.currency", "op": "in", "value": ["usd", "eur"] } ],
                      "on_deny": "Not within the rules for charges"
                    },
                    {
                      "conditions": [ { "path": "args.branch", "op": "regex", "value": "^feat/" } ],
                      "on_deny": "Not within the rules for charges"
                    },
                    {
                      "conditions": [ { "path": "args.amount", "op": "gt", "value": -1 } ],
                      "on_deny": "Not within the rules for charges"
                    },
                    {
                      "conditions": [ { "path": "args.currency", "op": "neq", "value": "xau" } ],
                      "on_deny": "Not within the rules for charges"
                    }
                  ]
                }""";
    private static final String YAML_TOOL = """
              tool_#:
                rules:
                  - conditions:
                      - { path: args.amount, op: lte, value: 50000 }
                    on_deny: Not within the rules for charges
                  - conditions:
                      - { path: args.currency, op: in, value: [usd, eur] }
                    on_deny: Not within the rules for charges
                  - conditions:
                      - { path: args.branch, op: regex, value: "^feat/" }
                    on_deny: Not within the rules for charges
                  - conditions:
                      - { path: args.amount, op: gt, value: -1 }
                    on_deny: Not within the rules for charges
                  - conditions:
                      - { path: args.currency, op: neq, value: xau }
                    on_deny: Not within the rules for charges
            """;

    private PolicyTexts() {}

    /** The policy as PolicyLayer JSON, laid out as the writer does. */
    static String json() {
        return tools(JSON_TOOL.indent(4), ",", """
                {
                  "version": "1",
                  "default": "deny",
                  "hide": ["delete_charge"],
                  "tools": {
                """, "  }\n}\n");
    }

    /** The policy as Intercept YAML, laid out as the writer does. */
    static String yaml() {
        return tools(YAML_TOOL, "", """
                version: "1"
                default: deny
                hide: [delete_charge]
                tools:
                """, "");
    }

    private static String tools(String tool, String separator, String before, String after) {
        String text = tool.stripTrailing();
        return IntStream.range(0, TOOLS)
                .mapToObj(i -> text.replace("#", Integer.toString(i)))
                .collect(Collectors.joining(separator + "\n", before, "\n" + after));
    }
}
