package dev.mcppolicy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code explain} shows of a call, and what it keeps to itself. */
class ExplainCommandTest {
    private static final String POLICY = """
            default: deny
            tools:
              mail:
                rules:
                  - conditions: [{ path: "args.to[*]", op: regex, value: "@good" }]
                    on_deny: Only to us.
              pay:
                rules:
                  - name: size
                    conditions: [{ path: args.amount, op: lte, value: 500 }]
                    on_deny: Too much.
                  - name: daily spend
                    conditions: [{ path: state.pay.spent, op: lte, value: 1000 }]
                    state: { counter: spent, window: day, increment_from: args.amount }
                  - name: not after spending
                    conditions: [{ path: state.pay.spent, op: lt, value: 900 }, { path: args.memo, op: regex, value: "^ok" }]
                  - name: hourly
                    rate_limit: { max: 1, window: hour, scope: grant }
              ask: { rules: [{ name: a human, action: require_approval, approval_timeout: 90s }] }
              "*": { rules: [{ name: everything, rate_limit: 60/minute }] }
            """;

    @TempDir
    Path folder;

    @Test
    void an_allowed_call_shows_every_rule_and_what_the_counters_become() {
        assertThat(explain(
                        "{\"tool\":\"pay\",\"arguments\":{\"amount\":250.5,\"memo\":\"ok-secret\"}}", "--show-values"))
                .isEqualTo(new CommandRun(0, """
                                pay at 2026-01-01T00:00:00Z by an anonymous caller

                                rules
                                  passes   /tools/pay/rules/0  size
                                           args.amount lte 500: true, found 250.5
                                  passes   /tools/pay/rules/2  not after spending
                                           state.pay.spent lt 900: true, found 0
                                           args.memo regex "^ok": true, found "ok-secret"

                                limits
                                  /tools/pay/rules/1  daily spend
                                           spent, at most 1000 per day, scope global
                                           0 before, 250.5 after
                                  /tools/pay/rules/3  hourly
                                           _rate_hour_grant, at most 1 per hour, scope grant
                                           0 before, 1 after
                                  /tools/*/rules/0  everything
                                           _rate_minute, at most 60 per minute, scope global
                                           0 before, 1 after

                                decision: allow
                                """, ""));
    }

    @Test
    void no_argument_value_is_shown_unless_asked_for() {
        CommandRun run = explain("{\"tool\":\"pay\",\"arguments\":{\"amount\":777.25,\"memo\":\"sk-secret\"}}");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out() + run.err()).doesNotContain("777", "sk-secret");
        assertThat(run.out())
                .contains("  denies   /tools/pay/rules/0  size\n", "  args.amount lte 500: false, found a number\n")
                .contains("args.memo regex \"^ok\": false, found a string\n")
                .endsWith("""
                        decision: deny  DENIED_BY_RULE
                          /tools/pay/rules/0  size
                          Too much.
                        """);
    }

    @Test
    void a_counter_does_not_give_the_argument_away() {
        CommandRun run = explain("{\"tool\":\"pay\",\"arguments\":{\"amount\":123.25,\"memo\":\"ok\"}}");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("scope global\n           0 before, raised by what the argument says\n")
                .doesNotContain("123");
    }

    @Test
    void what_cannot_be_told_denies() {
        CommandRun run = explain("{\"tool\":\"pay\",\"arguments\":{\"amount\":\"5\",\"memo\":\"ok\"}}");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("args.amount lte 500: cannot tell, found a string\n", "and no valid amount to charge\n")
                .contains("decision: deny  CANNOT_EVALUATE\n  /tools/pay/rules/0  size\n");
    }

    @Test
    void what_was_found_and_what_was_expected_is_said_where_a_path_cannot_be_followed() {
        CommandRun run = explain("{\"tool\":\"mail\",\"arguments\":{\"to\":\"sk-secret@evil.test\"}}");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("args.to[*] regex \"@good\": cannot tell, found text where a list was expected\n")
                .doesNotContain("sk-secret")
                .endsWith("""
                        decision: deny  CANNOT_EVALUATE
                          /tools/mail/rules/0
                          Only to us. (`args.to[*]` cannot be told)
                        """);
    }

    @Test
    void an_approval_is_not_a_yes() {
        CommandRun run = explain("{\"tool\":\"ask\"}");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("  asks     /tools/ask/rules/0  a human\n")
                .contains("_rate_minute, at most 60 per minute, scope global\n           0 before, 1 after\n")
                .endsWith(
                        "decision: approval  within 90s\n  /tools/ask/rules/0  a human\n  Requires human approval.\n");
    }

    @Test
    void a_tool_that_is_not_listed_is_denied_without_a_look_at_rules() {
        assertThat(explain("{\"tool\":\"other\"}")).isEqualTo(new CommandRun(1, """
                                other at 2026-01-01T00:00:00Z by an anonymous caller

                                decision: deny  NOT_LISTED
                                  (default deny)
                                  Tool "other" is not permitted by policy
                                """, ""));
    }

    @Test
    void the_command_line_goes_before_the_file() {
        String call = "{\"tool\":\"ask\",\"at\":\"2026-02-02T00:00:00Z\",\"caller\":{\"principal\":\"p\"}}";

        assertThat(explain(call).out()).startsWith("ask at 2026-02-02T00:00:00Z by principal `p`\n");
        assertThat(explain(call, "--at", "2026-03-03T03:00:00+01:00").out())
                .startsWith("ask at 2026-03-03T02:00:00Z by principal `p`\n");
        assertThat(explain(call, "--as", "grant=g,session=s").out())
                .startsWith("ask at 2026-02-02T00:00:00Z by grant `g`, session `s`\n");
        assertThat(explain(call, "--as", "session=s").out())
                .startsWith("ask at 2026-02-02T00:00:00Z by an anonymous caller, session `s`\n");
    }

    @Test
    void a_caller_without_the_identity_of_a_limit_has_no_counter() {
        CommandRun run =
                explain("{\"tool\":\"pay\",\"arguments\":{\"amount\":1,\"memo\":\"ok\"}}", "--as", "principal=p");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("scope grant\n           no counter, since the caller has no grant\n")
                .contains("decision: deny  CALLER_UNKNOWN\n  /tools/pay/rules/3  hourly\n");
    }

    @Test
    void nothing_in_a_call_moves_the_cursor() {
        CommandRun run =
                explain("{\"tool\":\"a\\u001b[2J\\u009b\\u202e\",\"caller\":{\"grant\":\"\\n\"}}", "--show-values");

        assertThat(run.out()).startsWith("a\\u001B[2J\\u009B\\u202E at ").contains("grant `\\u000A`");
        assertThat(run.out().chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    }

    @Test
    void a_call_that_cannot_be_read_is_bad_input_with_its_place() {
        assertThat(explain("{\"tool\":\"pay\",\n \"arguments\":{\"a\":1,\n \"a\":2}}"))
                .isEqualTo(new CommandRun(2, "", "call.json:3:2: duplicate key `a`\n"));
        assertThat(explain("{\"tool\":\"pay\",\"outcome\":\"ok\"}"))
                .isEqualTo(
                        new CommandRun(
                                2,
                                "",
                                "call.json:1: unknown key `outcome` (the keys here are `tool`, `arguments`, `at`, `caller`)\n"));
        assertThat(explain("").err()).isEqualTo("call.json:1: expected a JSON object, not nothing\n");
    }

    private CommandRun explain(String call, String... options) {
        String[] args = new String[4 + options.length];
        System.arraycopy(new String[] {"explain", "policy.yaml", "--call", "call.json"}, 0, args, 0, 4);
        System.arraycopy(options, 0, args, 4, options.length);
        return new CommandRun.Folder(folder)
                .with("policy.yaml", POLICY)
                .with("call.json", call)
                .run(args);
    }
}
