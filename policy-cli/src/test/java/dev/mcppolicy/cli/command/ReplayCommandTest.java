package dev.mcppolicy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code replay} answers, line by line. */
class ReplayCommandTest {
    private static final String POLICY = """
            default: deny
            hide: [drop_table]
            tools:
              pay:
                rules:
                  - name: single payment
                    conditions: [{ path: args.amount, op: lte, value: 0.3 }]
                  - name: hourly spend
                    conditions: [{ path: state.pay.spent, op: lte, value: 0.4 }]
                    state: { counter: spent, window: hour, increment_from: args.amount }
              once:
                rules: [{ name: once an hour, rate_limit: 1/hour }]
              mine:
                rules: [{ name: once each, rate_limit: { max: 1, window: hour, scope: grant } }]
              ask:
                rules:
                  - name: one held
                    rate_limit: 1/hour
                  - name: a human
                    action: require_approval
                    approval_timeout: 10m
              exact:
                rules:
                  - name: exact
                    conditions: [{ path: args.n, op: in, value: [9007199254740993, 0.1, 123456789012345678901234567890] }]
              any: {}
            """;
    /** The same with a limit that the reader warns of. */
    private static final String SESSIONS = POLICY
            + "  session:\n    rules: [{ name: once a session, rate_limit: { max: 1, window: hour, scope: session } }]\n";

    private static final String ALLOW = "{\"decision\":\"allow\"}\n";
    private static final String VISIBLE_ALL = "{\"visible\":[]}\n";

    @TempDir
    Path folder;

    @Test
    void a_listing_is_answered_with_the_visible_names_in_their_order() {
        assertThat(replay("{\"list\":[\"pay\",\"drop_table\",\"any\",\"unknown\"]}\n")
                        .out())
                .isEqualTo("{\"visible\":[\"pay\",\"any\"]}\n");
        assertThat(replay("{\"list\":[]}\n").out()).isEqualTo(VISIBLE_ALL);
    }

    @Test
    void a_denial_has_code_rule_name_message_and_the_wait() {
        CommandRun run = replay("""
                {"tool":"pay","arguments":{"amount":0.31}}
                {"tool":"pay","arguments":{"amount":0.3}}
                {"tool":"pay","arguments":{"amount":0.2},"at":"2026-01-01T00:59:58.500Z"}
                {"tool":"nowhere"}
                {"tool":"any"}
                """);

        assertThat(run.out()).isEqualTo("""
                        {"decision":"deny","code":"DENIED_BY_RULE","rule":"/tools/pay/rules/0","ruleName":"single payment","message":"Denied by rule \\"single payment\\""}
                        {"decision":"allow"}
                        {"decision":"deny","code":"LIMIT_EXCEEDED","rule":"/tools/pay/rules/1","ruleName":"hourly spend","message":"Rate limit exceeded for hourly spend","retryAfterSeconds":2}
                        {"decision":"deny","code":"NOT_LISTED","rule":"(default deny)","ruleName":"(default deny)","message":"Tool \\"nowhere\\" is not permitted by policy"}
                        {"decision":"allow"}
                        """);
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEqualTo("""
                        5 calls from 2026-01-01T00:00:00Z to 2026-01-01T00:59:58.500Z: 2 allowed, 3 denied
                          1 by /tools/pay/rules/0 single payment: DENIED_BY_RULE
                          1 by /tools/pay/rules/1 hourly spend: LIMIT_EXCEEDED
                          1 by (default deny): NOT_LISTED
                        """);
    }

    @Test
    void the_time_is_that_of_the_line_before_and_the_first_is_the_start_of_2026() {
        CommandRun run = replay("""
                {"tool":"once"}
                {"tool":"once","at":"2026-01-01T00:30:00Z"}
                {"tool":"once"}
                {"list":[],"at":"2026-01-01T01:00:00Z"}
                {"tool":"once"}
                """);

        assertThat(kinds(run)).isEqualTo("allow LIMIT_EXCEEDED@1800 LIMIT_EXCEEDED@1800 - allow");
    }

    @Test
    void a_clock_that_steps_back_opens_no_window() {
        assertThat(kinds(replay("""
                        {"tool":"once","at":"2026-01-01T05:00:00Z"}
                        {"tool":"once","at":"2026-01-01T04:00:00Z"}
                        """))).startsWith("allow LIMIT_EXCEEDED");
    }

    @ParameterizedTest
    @CsvSource({
        "ok, '', LIMIT_EXCEEDED@3600",
        "tool_error, '', LIMIT_EXCEEDED@3600",
        "exception, '', LIMIT_EXCEEDED@3600",
        "not_executed, '', allow",
        "ok, --release-on-exception, LIMIT_EXCEEDED@3600",
        "tool_error, --release-on-exception, LIMIT_EXCEEDED@3600",
        "exception, --release-on-exception, allow",
        "not_executed, --release-on-exception, allow"
    })
    void the_outcome_says_whether_the_charge_stays(String outcome, String option, String next) {
        String calls = "{\"tool\":\"once\",\"outcome\":\"" + outcome + "\"}\n{\"tool\":\"once\"}\n";

        assertThat(kinds(option.isEmpty() ? replay(calls) : replay(calls, option)))
                .isEqualTo("allow " + next);
    }

    @Test
    void a_settlement_puts_the_real_amount_in_the_place_of_the_charge() {
        assertThat(kinds(replay("""
                        {"tool":"pay","arguments":{"amount":0.3},"settle":{"spent":0.1}}
                        {"tool":"pay","arguments":{"amount":0.3}}
                        {"tool":"pay","arguments":{"amount":0.000001}}
                        """))).isEqualTo("allow allow LIMIT_EXCEEDED@3600");
    }

    @Test
    void a_settlement_may_exceed_the_limit_and_goes_before_the_outcome() {
        assertThat(kinds(replay("""
                        {"tool":"pay","arguments":{"amount":0.1},"settle":{"spent":7},"outcome":"not_executed"}
                        {"tool":"pay","arguments":{"amount":0.1}}
                        """))).isEqualTo("allow LIMIT_EXCEEDED@3600");
    }

    @Test
    void a_call_that_runs_holds_its_place_until_a_line_is_at_its_end() {
        CommandRun run = new CommandRun.Folder(folder)
                .with("policy.yaml", """
                        default: deny
                        tools: { run: { rules: [{ concurrent: { max: 1, lease: 30 } }] } }
                        """)
                .with("calls.jsonl", """
                        {"tool":"run","runs":300}
                        {"tool":"run","at":"2026-01-01T00:04:59Z"}
                        {"tool":"run","at":"2026-01-01T00:05:00Z","outcome":"lost"}
                        {"tool":"run","at":"2026-01-01T00:05:29Z"}
                        {"tool":"run","at":"2026-01-01T00:05:30Z"}
                        """)
                .run("replay", "policy.yaml", "--calls", "calls.jsonl");

        assertThat(kinds(run)).isEqualTo("allow CONCURRENCY_EXCEEDED allow CONCURRENCY_EXCEEDED allow");
    }

    @Test
    void a_settlement_of_a_denied_call_changes_nothing() {
        assertThat(kinds(replay("""
                        {"tool":"pay","arguments":{"amount":9},"settle":{"spent":9}}
                        {"tool":"pay","arguments":{"amount":0.3}}
                        """))).isEqualTo("DENIED_BY_RULE allow");
    }

    @Test
    void an_answer_decides_an_approval() {
        assertThat(kinds(replay("""
                        {"tool":"ask","approve":false}
                        {"tool":"ask","arguments":{"n":1},"approve":true}
                        {"tool":"ask","arguments":{"n":2},"approve":true}
                        """))).isEqualTo("APPROVAL_DECLINED allow LIMIT_EXCEEDED@3600");
    }

    @Test
    void a_no_answers_the_same_call_again_for_the_time_of_its_question() {
        assertThat(kinds(replay("""
                        {"tool":"ask","approve":false}
                        {"tool":"ask","approve":true,"at":"2026-01-01T00:09:59Z"}
                        {"tool":"ask","approve":true,"at":"2026-01-01T00:10:00Z"}
                        """))).isEqualTo("APPROVAL_DECLINED APPROVAL_DECLINED allow");
    }

    @Test
    void an_approval_nobody_answers_holds_its_charge_until_its_time_is_over() {
        CommandRun run = replay("""
                {"tool":"ask"}
                {"tool":"ask","at":"2026-01-01T00:09:59.999Z"}
                {"tool":"ask","at":"2026-01-01T00:10:00Z"}
                """);

        assertThat(run.out()).isEqualTo("""
                        {"decision":"approval","rule":"/tools/ask/rules/1","ruleName":"a human","message":"Requires human approval."}
                        {"decision":"deny","code":"LIMIT_EXCEEDED","rule":"/tools/ask/rules/0","ruleName":"one held","message":"Rate limit of 1 per hour reached. Try again later.","retryAfterSeconds":3001}
                        {"decision":"approval","rule":"/tools/ask/rules/1","ruleName":"a human","message":"Requires human approval."}
                        """);
        assertThat(run.err())
                .startsWith("3 calls from 2026-01-01T00:00:00Z to 2026-01-01T00:10:00Z: "
                        + "0 allowed, 1 denied, 2 left to a human (1 timed out)\n");
    }

    @Test
    void an_answer_where_nobody_asks_changes_nothing() {
        assertThat(kinds(replay("{\"tool\":\"nowhere\",\"approve\":true}\n{\"tool\":\"any\",\"approve\":false}\n")))
                .isEqualTo("NOT_LISTED allow");
    }

    @Test
    void callers_are_told_apart_by_what_the_line_says() {
        assertThat(kinds(replayBy(SESSIONS, """
                        {"tool":"mine","caller":{"grant":"a"}}
                        {"tool":"mine","caller":{"grant":"b","session":"s"}}
                        {"tool":"mine","caller":{"grant":"a","session":"t"}}
                        {"tool":"mine","caller":{"principal":"p"}}
                        {"tool":"mine"}
                        {"tool":"mine","caller":{}}
                        {"tool":"mine","caller":{"session":"s"}}
                        {"tool":"session","caller":{"session":"s"}}
                        {"tool":"session","caller":{"session":"t"}}
                        {"tool":"session","caller":{"session":"s"}}
                        """)))
                .isEqualTo("allow allow LIMIT_EXCEEDED@3600 CALLER_UNKNOWN allow LIMIT_EXCEEDED@3600 "
                        + "LIMIT_EXCEEDED@3600 allow allow LIMIT_EXCEEDED@3600");
    }

    @Test
    void rules_see_what_a_line_says_of_the_caller() {
        assertThat(kinds(replayBy(
                        "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"t\": {\"require\":"
                                + " [{\"conditions\": [{\"path\": \"caller.attributes.l[*].n\", \"op\": \"gte\", \"value\": 2},"
                                + " {\"path\": \"caller.client\", \"op\": \"eq\", \"value\": \"c\"}]}]}}}",
                        """
                        {"tool":"t","caller":{"client":"c","attributes":{"l":[{"n":2},{"n":3}]}}}
                        {"tool":"t","caller":{"client":"c","attributes":{"l":[{"n":2},{"n":1}]}}}
                        {"tool":"t","caller":{"client":"c","attributes":{"l":{"n":2}}}}
                        {"tool":"t","caller":{"grant":"g","attributes":{"l":[{"n":2}]}}}
                        {"tool":"t"}
                        """)))
                .isEqualTo("allow DENIED_BY_RULE CANNOT_EVALUATE DENIED_BY_RULE DENIED_BY_RULE");
    }

    @Test
    void numbers_stay_exact() {
        assertThat(kinds(replay("""
                        {"tool":"exact","arguments":{"n":9007199254740993}}
                        {"tool":"exact","arguments":{"n":9007199254740992}}
                        {"tool":"exact","arguments":{"n":0.1}}
                        {"tool":"exact","arguments":{"n":0.1000000000000000055511151231257827}}
                        {"tool":"exact","arguments":{"n":123456789012345678901234567890}}
                        {"tool":"exact","arguments":{"n":123456789012345678901234567891}}
                        {"tool":"exact","arguments":{"n":1e20000000}}
                        """)))
                .isEqualTo("allow DENIED_BY_RULE allow DENIED_BY_RULE allow DENIED_BY_RULE CANNOT_EVALUATE");
    }

    @Test
    void arguments_that_are_no_object_or_too_deep_are_judged_not_refused() {
        String deep = "[".repeat(200) + "]".repeat(200);

        assertThat(kinds(replay("{\"tool\":\"any\",\"arguments\":[1]}\n{\"tool\":\"any\",\"arguments\":{\"a\":" + deep
                        + "}}\n{\"tool\":\"any\",\"arguments\":null}\n")))
                .isEqualTo("INVALID_ARGUMENTS INVALID_ARGUMENTS allow");
    }

    @Test
    void blank_lines_line_breaks_of_windows_and_a_byte_order_mark_are_no_calls() {
        assertThat(kinds(replay("\uFEFF{\"tool\":\"any\"}\r\n\r\n  \n{\"tool\":\"any\"}")))
                .isEqualTo("allow allow");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"tool\":\"any\"                    | calls.jsonl:3:14: not valid JSON: unexpected end-of-input: expected close marker for Object",
                "{\"tool\":\"any\"} {}                | calls.jsonl:3:16: something follows the end of the value",
                "{\"tool\":\"any\",\"tool\":\"pay\"}  | calls.jsonl:3:15: duplicate key `tool`",
                "{\"tool\":\"any\",\"arguments\":{\"a\":{\"b\":1,\"b\":2}}} | calls.jsonl:3:39: duplicate key `b`",
                "{\"tool\":\"any\",\"arguments\":{\"a\":NaN}} | calls.jsonl:3:35: not valid JSON: non-standard token 'NaN'",
                "{\"tool\":\"any\",\"arguments\":{\"a\":1e99999999999}} | calls.jsonl:3:32: number `1e99999999999` has too large an exponent",
                "[]                                   | calls.jsonl:3: expected an object, not a list",
                "{}                                   | calls.jsonl:3: missing key `tool`",
                "{\"tool\":5}                         | calls.jsonl:3: `tool`: expected a string, not a number",
                "{\"tools\":\"any\"}                  | calls.jsonl:3: unknown key `tools` (the keys here are `tool`, `arguments`, `at`, `caller`, `outcome`, `runs`, `settle`, `approve`)",
                "{\"tool\":\"any\",\"at\":\"tomorrow\"} | calls.jsonl:3: `tomorrow` is no instant such as `2026-01-15T22:00:00Z`",
                "{\"tool\":\"any\",\"at\":\"+99999-01-01T00:00:00Z\"} | calls.jsonl:3: `+99999-01-01T00:00:00Z` is no instant such as `2026-01-15T22:00:00Z`",
                "{\"tool\":\"any\",\"caller\":{\"user\":\"u\"}} | calls.jsonl:3: unknown key `caller.user` (the keys here are `grant`, `session`, `principal`, `client`, `attributes`)",
                "{\"tool\":\"any\",\"caller\":{\"grant\":\"\"}} | calls.jsonl:3: `caller.grant` must not be empty",
                "{\"tool\":\"any\",\"caller\":{\"grant\":null}} | calls.jsonl:3: `caller.grant`: expected a string, not null",
                "{\"tool\":\"any\",\"outcome\":\"OK\"}   | calls.jsonl:3: unknown outcome `OK` (one of `ok`, `tool_error`, `exception`, `not_executed`, `lost`)",
                "{\"tool\":\"any\",\"runs\":0}           | calls.jsonl:3: `runs` must be whole seconds from 1 to 86400",
                "{\"tool\":\"any\",\"runs\":1.5}         | calls.jsonl:3: `runs` must be whole seconds from 1 to 86400",
                "{\"tool\":\"any\",\"runs\":\"1\"}       | calls.jsonl:3: `runs` must be whole seconds from 1 to 86400",
                "{\"tool\":\"any\",\"runs\":86401}       | calls.jsonl:3: `runs` must be whole seconds from 1 to 86400",
                "{\"tool\":\"any\",\"approve\":\"yes\"}  | calls.jsonl:3: `approve`: expected true or false, not a string",
                "{\"tool\":\"any\",\"settle\":{\"spent\":\"5\"}} | calls.jsonl:3: `settle.spent`: expected a number, not a string",
                "{\"tool\":\"any\",\"settle\":{\"spent\":-0.5}} | calls.jsonl:3: `settle.spent` must be zero or more, not `-0.5`",
                "{\"tool\":\"any\",\"settle\":{\"spent\":1}} | calls.jsonl:3: no charge of this call has the counter `spent`",
                "{\"list\":[\"a\",1]}                    | calls.jsonl:3: `list[1]`: expected a string, not a number",
                "{\"list\":[],\"tool\":\"any\"}          | calls.jsonl:3: unknown key `tool` (the keys here are `list`, `at`)"
            })
    void a_bad_line_ends_the_replay_with_its_place(String line, String problem) {
        CommandRun run = replay("{\"tool\":\"any\"}\n\n" + line + "\n{\"tool\":\"any\"}\n");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEqualTo(ALLOW);
        assertThat(run.err())
                .isEqualTo("1 call from 2026-01-01T00:00:00Z to 2026-01-01T00:00:00Z: 1 allowed, 0 denied\n" + problem
                        + "\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 100_000})
    void what_is_nested_without_measure_ends_the_replay_and_nothing_else(int depth) {
        CommandRun run = replay("{\"tool\":\"any\",\"arguments\":" + "[".repeat(depth) + "]".repeat(depth) + "}\n");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("calls.jsonl:1:").endsWith(": too deep, or a number too long, to be read\n");
    }

    @Test
    void rules_in_shadow_mode_say_beside_the_decision_what_it_would_have_been() {
        CommandRun run = new CommandRun.Folder(folder)
                .with("policy.yaml", """
                        tools:
                          pay:
                            rules:
                              - { name: tried, mode: shadow, rate_limit: 1/hour }
                              - { name: asked, mode: shadow, action: require_approval, conditions: [{ path: args.a, op: gt, value: 5 }] }
                              - { name: large, conditions: [{ path: args.a, op: lte, value: 9 }] }
                        """)
                .with("calls.jsonl", """
                        {"tool":"pay","arguments":{"a":1},"at":"2026-01-01T00:59:00Z"}
                        {"tool":"pay","arguments":{"a":1}}
                        {"tool":"pay","arguments":{"a":10}}
                        {"tool":"pay","arguments":{"a":6},"at":"2026-01-01T01:00:00Z"}
                        """)
                .run("replay", "policy.yaml", "--calls", "calls.jsonl");

        assertThat(run.out()).isEqualTo("""
                        {"decision":"allow","shadow":{"decision":"allow"}}
                        {"decision":"allow","shadow":{"decision":"deny","code":"LIMIT_EXCEEDED","rule":"/tools/pay/rules/0","ruleName":"tried","message":"Rate limit of 1 per hour reached. Try again later.","retryAfterSeconds":60}}
                        {"decision":"deny","code":"DENIED_BY_RULE","rule":"/tools/pay/rules/2","ruleName":"large","message":"Denied by rule \\"large\\"","shadow":{"decision":"deny","code":"DENIED_BY_RULE","rule":"/tools/pay/rules/2","ruleName":"large","message":"Denied by rule \\"large\\""}}
                        {"decision":"allow","shadow":{"decision":"approval","rule":"/tools/pay/rules/1","ruleName":"asked"}}
                        """);
        assertThat(run.err())
                .startsWith("4 calls from 2026-01-01T00:59:00Z to 2026-01-01T01:00:00Z: 3 allowed, 1 denied, "
                        + "2 otherwise but for shadow mode\n");
    }

    @Test
    void on_a_terminal_an_answer_is_a_line_in_columns() {
        CommandRun.Folder files =
                new CommandRun.Folder(folder).with("policy.yaml", POLICY).with("calls.jsonl", """
                {"list":["pay","drop_table","any"]}
                {"tool":"any"}
                {"tool":"pay","arguments":{"amount":0.31}}
                {"tool":"once","at":"2026-01-01T00:30:00Z"}
                {"tool":"once"}
                {"tool":"ask"}
                {"list":[]}
                """);

        CommandRun run = files.run(true, true, "replay", "policy.yaml", "--calls", "calls.jsonl");

        assertThat(run.out().replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo("""
                        2026-01-01T00:00:00Z  visible   pay, any
                        2026-01-01T00:00:00Z  allow     any
                        2026-01-01T00:00:00Z  deny      pay  single payment: DENIED_BY_RULE
                        2026-01-01T00:30:00Z  allow     once
                        2026-01-01T00:30:00Z  deny      once  once an hour: LIMIT_EXCEEDED, retry after 30m
                        2026-01-01T00:30:00Z  approval  ask   a human
                        2026-01-01T00:30:00Z  visible   no tool
                        """);
        assertThat(run.out()).contains("\u001b[1;31mdeny\u001b[0m      pay");
        assertThat(files.run("replay", "policy.yaml", "--calls", "calls.jsonl", "--format", "text")
                        .out())
                .isEqualTo(run.out().replaceAll("\u001b\\[[0-9;]*m", ""));
        assertThat(files.run(true, true, "replay", "policy.yaml", "--calls", "calls.jsonl", "--format", "json")
                        .out())
                .startsWith("{\"visible\":[\"pay\",\"any\"]}\n" + ALLOW);
    }

    @Test
    void a_policy_with_errors_judges_nothing() {
        CommandRun run = new CommandRun.Folder(folder)
                .with("policy.yaml", "tools: { a: }\n")
                .with("calls.jsonl", "{\"tool\":\"a\"}\n")
                .run("replay", "policy.yaml", "--calls", "calls.jsonl");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("error[empty-tool]: tool `a` has no value\n  --> policy.yaml:1:");
    }

    @Test
    void calls_that_cannot_be_read_are_bad_input() {
        CommandRun run = new CommandRun.Folder(folder)
                .with("policy.yaml", POLICY)
                .run("replay", "policy.yaml", "--calls", "nowhere.jsonl");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("nowhere.jsonl: the file cannot be read: there is none\n");
    }

    private CommandRun replay(String calls, String... options) {
        return replayBy(POLICY, calls, options);
    }

    private CommandRun replayBy(String policy, String calls, String... options) {
        String[] args = new String[4 + options.length];
        System.arraycopy(new String[] {"replay", "policy.yaml", "--calls", "calls.jsonl"}, 0, args, 0, 4);
        System.arraycopy(options, 0, args, 4, options.length);
        return new CommandRun.Folder(folder)
                .with("policy.yaml", policy)
                .with("calls.jsonl", calls)
                .run(args);
    }

    @Test
    void what_the_policy_is_warned_of_goes_to_standard_error_and_leaves_the_answers_alone() {
        CommandRun run = replayBy(SESSIONS, "{\"tool\":\"any\"}\n");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo(ALLOW);
        assertThat(run.err()).startsWith("warning[session-scope]: clients open sessions at will");
    }

    /** The answers in short: the kind or the denial's code, and the wait after an at sign. */
    private static String kinds(CommandRun run) {
        assertThat(run.code()).as(run.err()).isZero();
        return String.join(" ", run.out().lines().map(ReplayCommandTest::kind).toList());
    }

    private static String kind(String answer) {
        String code = member(answer, "\"code\":\"", "\"");
        String wait = member(answer, "\"retryAfterSeconds\":", "}");
        String decision = member(answer, "\"decision\":\"", "\"");
        return decision.isEmpty() ? "-" : (code.isEmpty() ? decision : code) + (wait.isEmpty() ? "" : "@" + wait);
    }

    private static String member(String answer, String start, String end) {
        int from = answer.indexOf(start) + start.length();
        return from < start.length() ? "" : answer.substring(from, answer.indexOf(end, from));
    }
}
