package dev.mcppolicy.format;

import static dev.mcppolicy.format.ToolsOfTests.found;
import static dev.mcppolicy.format.ToolsOfTests.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is found in the rules of a policy where they are held against the schemas of tools. */
class ToolFindingsTest {
    private static final ToolDefinition CHARGE = tool(
            "charge",
            "{type: object, required: [amount, card], properties: {amount: {type: integer, minimum: 1, maximum: 500},"
                    + " card: {type: string}, currency: {type: string, enum: [EUR, USD]}, note: {type: string},"
                    + " notify: {type: boolean, default: true}, tags: {type: array, items: {type: string}},"
                    + " price: {type: string}, to: {type: object, required: [city], properties: {city: {type: string},"
                    + " zip: {type: string}}}}}");
    private static final ToolDefinition REFUND = tool(
            "refund",
            "{type: object, additionalProperties: false, properties: {amount: {type: number}, reason: {type: string}}}");

    private static String rule(String rule) {
        return "default: deny\ntools:\n  charge:\n    rules:\n      - " + rule + "\n";
    }

    private static String group(String rule) {
        return "default: deny\ngroups:\n  money:\n    allow: true\n    tools: [charge, refund]\n    rules:\n      - "
                + rule + "\n";
    }

    private static List<String> lines(List<PolicyProblem> problems) {
        return problems.stream()
                .map(problem -> problem.severity().id() + "[" + problem.code() + "] " + problem)
                .map(line -> line.replace("policy.yaml:5:9: /tools/charge/rules/0: ", ""))
                .map(line -> line.replace("policy.yaml:7:9: /groups/money/rules/0: ", ""))
                .toList();
    }

    private static void assertFound(String conditions, String... findings) {
        assertThat(lines(found(rule("conditions: [" + conditions + "]"), CHARGE)))
                .as(conditions)
                .containsExactly(findings);
    }

    @Test
    void an_argument_that_the_tool_does_not_have_is_an_error_wherever_its_name_stands() {
        assertFound(
                "{ path: args.amuont, op: lte, value: 5 }",
                "error[unknown-argument] `charge` has no argument `args.amuont` (did you mean `amount`?)");
        assertFound(
                "{ path: args.to.ctiy, op: eq, value: x }",
                "error[unknown-argument] `charge` has no argument `args.to.ctiy` (did you mean `city`?)");
        assertFound(
                "{ any: [{ not: { path: args.crd, op: eq, value: x } }, { path: args.card, op: eq, value: y }] }",
                "error[unknown-argument] `charge` has no argument `args.crd` (did you mean `card`?)");
        assertFound(
                "{ path: args.card, op: eq, value_from: args.crad }",
                "error[unknown-argument] `charge` has no argument `args.crad` (did you mean `card`?)");
        for (String rule : List.of(
                "{ action: deny, when: [{ path: args.crad, op: exists, value: true }] }",
                "{ action: require_approval, conditions: [{ path: args.crad, op: eq, value: x }] }",
                "{ rate_limit: { max: 1, window: day, key: args.crad } }",
                "{ concurrent: { max: 1, key: args.crad } }",
                "{ when: [{ path: args.crad, op: exists, value: true }], rate_limit: 1/day }",
                "{ state: { counter: c, window: day, increment_from: args.crad } }",
                "{ spend: { daily: 5, amount: args.crad } }")) {
            assertThat(lines(found(rule(rule), CHARGE)))
                    .as(rule)
                    .contains("error[unknown-argument] `charge` has no argument `args.crad` (did you mean `card`?)")
                    .hasSize(1);
        }
    }

    @Test
    void of_a_group_an_argument_that_no_tool_has_is_an_error_and_one_that_some_have_not_a_warning() {
        assertThat(lines(found(group("conditions: [{ path: args.amuont, op: lte, value: 5 }]"), CHARGE, REFUND)))
                .containsExactly("error[unknown-argument] no tool of the group has an argument `args.amuont`"
                        + " (did you mean `amount`?)");
        assertThat(lines(found(group("conditions: [{ path: args.card, op: eq, value: x }]"), CHARGE, REFUND)))
                .containsExactly("warning[unshared-argument] `refund` has no argument `args.card`"
                        + " (there are `amount`, `reason`)");
    }

    @Test
    void of_the_rules_for_every_tool_an_argument_that_no_tool_has_is_an_error() {
        String policy = "default: allow\ntools:\n  charge: {}\n  refund: {}\n  '*':\n    rules:\n      - conditions:"
                + " [{ path: args.%s, op: lte, value: 5, optional: true }]\n";

        assertThat(found(policy.formatted("reason"), CHARGE, REFUND))
                .extracting(PolicyProblem::code)
                .containsExactly("impossible");
        assertThat(found(policy.formatted("raeson"), CHARGE, REFUND))
                .extracting(PolicyProblem::message, PolicyProblem::help)
                .containsExactly(tuple("no tool has an argument `args.raeson`", "did you mean `reason`?"));
    }

    @Test
    void what_the_schema_makes_impossible_is_an_error_that_says_what_it_takes() {
        assertFound(
                "{ path: args.price, op: lte, value: 5, optional: true }",
                "error[impossible] `args.price lte 5` does not fit `charge`: `args.price` is a string by the schema, and it"
                        + " looks at numbers (`as: decimal` takes text for the number that it is)");
        assertFound("{ path: args.price, op: lte, value: 5, as: decimal, optional: true }");
        assertFound(
                "{ path: args.tags, op: regex, value: a, optional: true }",
                "error[impossible] `args.tags regex \"a\"` does not fit `charge`: `args.tags` is a list by the schema, and"
                        + " it looks at text (`args.tags[*]` is each of its elements)");
        assertFound(
                "{ path: args.currency, op: eq, value: EURO, optional: true }",
                "error[impossible] `args.currency eq \"EURO\"` does not fit `charge`: `args.currency` is never that by the"
                        + " schema (did you mean `EUR`?)");
        assertFound(
                "{ path: args.currency, op: not_in, value: [eur], optional: true }",
                "error[impossible] `args.currency not_in [\"eur\"]` does not fit `charge`: `args.currency` is never that by"
                        + " the schema (did you mean `EUR`?)");
        assertFound(
                "{ path: args.currency, op: in, value: [EUR, GBP], optional: true }",
                "warning[impossible-value] `\"GBP\"` in `args.currency in [\"EUR\",\"GBP\"]` does not fit `charge`:"
                        + " `args.currency` is never that by the schema (it is `EUR`, `USD`)");
        assertFound(
                "{ path: args.amount, op: gt, value: 1000 }",
                "error[impossible] `args.amount gt 1000` does not fit `charge`: `args.amount` does not get there by the"
                        + " schema (it has numbers from 1 up to 500)");
        assertFound(
                "{ path: args.card.number, op: eq, value: x }",
                "error[impossible] `args.card.number eq \"x\"` does not fit `charge`: `args.card` is a string by the schema,"
                        + " and `.number` leads into an object");
    }

    @Test
    void an_amount_is_a_number_and_a_key_no_list_and_no_object() {
        assertThat(lines(found(rule("{ state: { counter: c, window: day, increment_from: args.card } }"), CHARGE)))
                .containsExactly(
                        "error[impossible] `args.card` does not fit `charge`: it is a string by the schema, and an"
                                + " amount is a number (`as: decimal` takes text for the number that it is)");
        assertThat(lines(found(rule("{ rate_limit: { max: 1, window: day, key: args.to } }"), CHARGE)))
                .startsWith(
                        "error[impossible] `args.to` does not fit `charge`: it is an object by the schema, and a key is"
                                + " a string, a number or a boolean (name a member of it)");
    }

    @Test
    void of_alternatives_it_is_enough_that_one_fits() {
        assertFound("{ any: [{ path: args.card, op: eq, value: x }, { path: 'args.card[*]', op: eq, value: x }] }");
        assertFound("{ any: [{ path: args.tags, op: exists, value: false }, { path: args.tags, op: eq, value: x },"
                + " { path: 'args.tags[*]', op: eq, value: x }] }");
    }

    @Test
    void a_denial_beyond_what_the_schema_admits_is_a_warning_and_one_at_its_edge_is_not() {
        assertThat(lines(found(rule("{ action: deny, when: [{ path: args.amount, op: gt, value: 1000 }] }"), CHARGE)))
                .containsExactly("warning[impossible-value] `1000` in `args.amount gt 1000` does not fit `charge`:"
                        + " `args.amount` does not get there by the schema (it has numbers from 1 up to 500)");
        assertThat(found(rule("{ action: deny, when: [{ path: args.amount, op: gt, value: 500 }] }"), CHARGE))
                .isEmpty();
    }

    @Test
    void a_requirement_of_what_the_schema_leaves_to_callers_is_a_warning_unless_it_says_so() {
        assertFound(
                "{ path: args.note, op: regex, value: ^a }",
                "warning[optional-required] `args.note` is optional in `charge`, and every call without it is denied"
                        + " (write `optional: true` for such calls to pass, or beside it that the argument `exists`)");
        assertFound("{ path: args.note, op: regex, value: ^a, optional: true }");
        assertFound("{ path: args.note, op: exists, value: true }, { path: args.note, op: regex, value: ^a }");
        assertFound("{ path: args.card, op: regex, value: ^a }");
        assertThat(lines(found(rule("{ rate_limit: { max: 1, window: day, key: args.note } }"), CHARGE)))
                .containsExactly(
                        "warning[optional-required] `args.note` is optional in `charge`, and every call without it is"
                                + " denied, as there is nothing to count by (say in a requirement that the argument `exists`, with"
                                + " words for the agent)");
    }

    @Test
    void a_default_that_does_what_a_rule_forbids_is_an_error() {
        assertFound(
                "{ path: args.notify, op: eq, value: false, optional: true }",
                "error[unsafe-default] `args.notify eq false` is optional in `charge`, and left out, the argument is `true`"
                        + " by the schema, which the rule does not let through (leave out `optional`, so that callers say"
                        + " what they want)");
        assertThat(lines(found(rule("{ action: deny, when: [{ path: args.notify, op: eq, value: true }] }"), CHARGE)))
                .containsExactly(
                        "error[unsafe-default] `args.notify` is optional in `charge`, and left out, the argument is"
                                + " `true` by the schema, which is what the rule is about (require that the argument `exists`)");
        assertThat(found(rule("{ action: deny, when: [{ path: args.notify, op: eq, value: false }] }"), CHARGE))
                .as("left out, it is what the rule lets through")
                .isEmpty();
    }

    @Test
    void a_rule_that_leaving_out_an_argument_avoids_is_a_warning_unless_the_argument_is_demanded() {
        String denial = "{ action: deny, when: [{ path: args.note, op: regex, value: x }] }";
        assertThat(lines(found(rule(denial), CHARGE)))
                .containsExactly(
                        "warning[avoidable] `args.note` is optional in `charge`, and leaving it out avoids the rule"
                                + " (require that the argument `exists`)");
        assertThat(found(rule(denial + "\n      - conditions: [{ path: args.note, op: exists, value: true }]"), CHARGE))
                .isEmpty();
        assertThat(found(rule("{ rate_limit: 1/day, when: [{ path: args.currency, op: eq, value: EUR }] }"), CHARGE))
                .extracting(PolicyProblem::code)
                .containsExactly("avoidable");
        assertThat(found(
                        rule("{ action: require_approval, conditions: [{ path: args.note, op: regex, value: x }] }"),
                        CHARGE))
                .as("a missing argument has the human asked")
                .isEmpty();
        assertThat(found(rule("{ action: deny, when: [{ path: args.card, op: regex, value: x }] }"), CHARGE))
                .as("the schema requires it")
                .isEmpty();
    }

    @Test
    void a_limit_by_all_arguments_of_a_tool_that_takes_others_is_a_warning() {
        assertThat(lines(found(rule("{ rate_limit: { max: 1, window: day, key: args } }"), CHARGE)))
                .containsExactly(
                        "warning[key-of-other-members] the key is all of `args`, and each argument beside those in"
                                + " the schema of `charge` opens a counter of its own (key by arguments that the schema names, or"
                                + " bound the calls by a limit without a key, too)");
        assertThat(found(
                        "default: deny\ntools:\n  refund:\n    rules:\n      - rate_limit: { max: 1, window: day, key: args }",
                        REFUND))
                .isEmpty();
    }

    @Test
    void of_a_tool_without_a_schema_nothing_is_claimed_and_that_is_noted_once() {
        for (String none : new String[] {null, "true", "[]", "{}", "{type: object}", "null"}) {
            ToolDefinition open = none == null || none.equals("null") ? tool("charge", null) : tool("charge", none);
            assertThat(lines(found(rule("conditions: [{ path: 'args.anything.at[0]', op: lte, value: 5 }]"), open)))
                    .as("%s", none)
                    .containsExactly(
                            "note[no-schema] policy.yaml:1:1: nothing is known of the arguments of `charge`, so rules"
                                    + " are not held against them (give the tool an input schema that names its arguments)");
        }
    }

    @Test
    void a_schema_that_leads_back_to_itself_is_followed_as_far_as_a_path_goes() {
        ToolDefinition tree = tool(
                "charge",
                "{type: object, properties: {node: {$ref: '#/$defs/node'}}, $defs: {node: {type: object, properties: {name:"
                        + " {type: string}, next: {$ref: '#/$defs/node'}}}}}");
        String deep = "args.node" + ".next".repeat(30);

        assertThat(found(rule("conditions: [{ path: " + deep + ".name, op: eq, value: x, optional: true }]"), tree))
                .isEmpty();
        assertThat(found(rule("conditions: [{ path: " + deep + ".nmae, op: eq, value: x, optional: true }]"), tree))
                .extracting(PolicyProblem::code, PolicyProblem::help)
                .containsExactly(tuple("unknown-argument", "did you mean `name`?"));
    }

    @Test
    void schemas_that_multiply_without_end_take_no_time() {
        String many = IntStream.range(0, 40)
                .mapToObj(i -> "{$ref: '#'}, {$ref: '#/$defs/a'}")
                .collect(Collectors.joining(", "));
        ToolDefinition bomb = tool(
                "charge",
                "{type: object, anyOf: [" + many + "], properties: {a: {$ref: '#'}}, $defs: {a: {allOf: [" + many
                        + "]}}}");
        String rules = IntStream.range(0, 200)
                .mapToObj(i -> "{ conditions: [{ path: args.a.a.a.a.b" + i + ", op: eq, value: x, optional: true }] }")
                .collect(Collectors.joining("\n      - "));

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertThat(found(rule(rules), bomb))
                .extracting(PolicyProblem::code)
                .containsOnly("no-schema"));
    }

    @Test
    void ten_thousand_tools_and_many_rules_for_all_of_them_end_in_time_and_with_a_word() {
        List<ToolDefinition> tools = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Map<String, Object> schema =
                    Map.of("type", "object", "properties", Map.of("a" + i, Map.of("type", "string")));
            tools.add(ToolDefinition.of(new LinkedHashMap<>(Map.of("name", "tool\u001b_" + i, "inputSchema", schema))));
        }
        String rules = IntStream.range(0, 100)
                .mapToObj(i -> "{ conditions: [{ path: args.a" + i + ", op: eq, value: x, optional: true }] }")
                .collect(Collectors.joining("\n      - "));

        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            List<PolicyProblem> found = found(
                    "default: deny\ngroups:\n  all:\n    allow: true\n    tools: ['tool*']\n    rules:\n      - "
                            + rules,
                    ServerTools.of(tools));
            assertThat(found).extracting(PolicyProblem::code).contains("incomplete-check", "unshared-argument");
            assertThat(found)
                    .allMatch(problem -> problem.message().length() < 2_000
                            && !problem.message().contains("\u001b"));
        });
    }
}
