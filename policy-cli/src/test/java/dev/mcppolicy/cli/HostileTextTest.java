package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.output.TerminalText;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No text of a policy, a call, a test, a log or an argument reaches a terminal or a report with a character that a
 * terminal obeys or a reader does not see: every command, with hostile strings in every place that a string can come from.
 */
class HostileTextTest {
    private static final int[] HOSTILE = {
        0x00, 0x07, 0x08, 0x0C, 0x0D, 0x1B, 0x7F, 0x85, 0x90, 0x9B, 0x9C, 0x9D, 0xA0, 0xAD, 0x0301, 0x034F, 0x061C,
        0x115F, 0x180E, 0x200B, 0x200D, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0x20DD, 0x2800,
        0x3164, 0xD800, 0xDC00, 0xE000, 0xFE0F, 0xFEFF, 0xFFF9, 0xFFFE, 0x1D173, 0xE0001, 0xE0041, 0xE0100, 0xF0000,
        0x10FFFF
    };

    @TempDir
    Path path;

    private final List<String> failures = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothing_unseen_is_written_by_any_command_in_any_format(long seed) throws IOException {
        Random random = new Random(seed);
        runAll(path, random);
        assertThat(failures).isEmpty();
    }

    @Test
    void a_failure_of_the_program_itself_shows_no_more() {
        String shown = TerminalText.of("internal error: \u009b2J\u001b[2J\u001b[31m\n    at x\u202e\n", false);

        assertThat(shown).isEqualTo("internal error: \\u009B2J\\u001B[2J\\u001B[31m\n    at x\\u202E\n");
        assertThat(TerminalText.of("\u001b[31mred\u001b[0m \u001b[2J\u001b]0;x\u0007", true))
                .isEqualTo("\u001b[31mred\u001b[0m \\u001B[2J\\u001B]0;x\\u0007");
    }

    private void runAll(Path folder, Random random) throws IOException {
        CommandRun.Folder files = new CommandRun.Folder(folder);
        String policy = policy(random);
        files.with("a.json", policy)
                .with("b.json", policy(random))
                .with("c.yaml", named(random))
                .with("d.yaml", named(random))
                .with("bad.json", bad(random))
                .with("bad.yaml", "default: deny\ntools:\n  " + quoted(random) + ": { " + quoted(random) + ": 1 }\n")
                .with("torn.yaml", "tools: \"" + raw(random).replace("\"", "").replace("\\", "") + "\n\tx: [")
                .with("calls.jsonl", calls(random))
                .with("badcalls.jsonl", badCall(random))
                .with("t.json", call("\"t\"", random))
                .with("u.json", call("\"u\"", random))
                .with("other.json", call(quoted(random), random))
                .with("t.policytest.yaml", tests("a.json", random))
                .with("p.policytest.yaml", passingTests("a.json", random))
                .with("q.policytest.yaml", passingTests("c.yaml", random))
                .with("named.policytest.yaml", tests("c.yaml", random))
                .with("bad.policytest.yaml", badTests(random))
                .with("g.json", grants(random))
                .with("bad-g.json", badGrants(random))
                .with("past.jsonl", past(policy, random))
                .with("audit.jsonl", "{\"seq\":1,\"prev\":" + quoted(random) + "}\n" + raw(random) + "\n");
        String odd = oddFile(folder, policy, random);
        List<List<String>> commands = new ArrayList<>();
        for (String file : List.of("a.json", "c.yaml", "bad.json", "bad.yaml", "torn.yaml", "calls.jsonl", odd)) {
            for (String format : List.of("text", "json", "sarif")) {
                commands.add(List.of("validate", "--format", format, file));
            }
            commands.add(List.of("convert", "--to", "intercept", file));
            commands.add(List.of("convert", "--to", "policylayer", file));
        }
        List<List<String>> loaded = new ArrayList<>();
        for (String file : List.of("a.json", "c.yaml")) {
            for (String each : List.of("t.json", "u.json", "other.json")) {
                loaded.add(List.of("explain", file, "--call", each));
                loaded.add(List.of("explain", file, "--show-values", "--call", each, "--as", "grant=g"));
            }
            loaded.add(List.of("replay", file, "--calls", "calls.jsonl"));
            loaded.add(List.of("validate", file));
            loaded.add(List.of("convert", "--to", file.equals("a.json") ? "policylayer" : "intercept", file));
        }
        for (String each : List.of("t.json", "u.json")) {
            commands.add(List.of("explain", "a.json", "--call", each, "--audit", "past.jsonl", "--id", "x-1"));
            commands.add(List.of("explain", "a.json", "--call", each, "--audit", "past.jsonl", "--id", raw(random)));
        }
        commands.add(List.of("explain", "a.json", raw(random), raw(random) + "=" + raw(random), "--as", raw(random)));
        commands.add(List.of("explain", "a.json", "t", raw(random) + ":=" + raw(random)));
        commands.add(
                List.of("explain", "a.json", "t", "a=" + raw(random), "--as", "grant=" + raw(random), "--show-values"));
        commands.add(List.of("explain", "a.json", "t", "a=" + raw(random), "--format", "json", "--show-values"));
        commands.add(List.of("replay", "a.json", "--calls", "calls.jsonl", "--format", "text"));
        commands.add(List.of("validate", folder.toString()));
        commands.add(List.of("help", raw(random)));
        commands.add(List.of("explain", "a.json", "--call", "badcalls.jsonl"));
        commands.add(List.of("explain", "a.json", "--call", "t.json", "--at", raw(random)));
        commands.add(List.of("replay", "a.json", "--calls", "badcalls.jsonl"));
        commands.add(List.of("replay", "a.json", "--calls", raw(random)));
        commands.add(List.of("diff", "a.json", "bad.json"));
        String format = random.nextBoolean() ? "text" : "json";
        loaded.add(
                random.nextBoolean()
                        ? List.of("diff", "a.json", "b.json", "--format", format, "--calls", "calls.jsonl")
                        : List.of("diff", "c.yaml", "d.yaml", "--format", format, "--calls", "calls.jsonl"));
        loaded.add(List.of(
                "test",
                "t.policytest.yaml",
                "named.policytest.yaml",
                "--coverage",
                "--junit-xml",
                folder + "/out/j.xml",
                "--coverage-html",
                folder + "/out/c.html",
                "--coverage-json",
                folder + "/out/c.json"));
        loaded.add(List.of("test", "p.policytest.yaml", "q.policytest.yaml", "--coverage", "--mutations"));
        commands.add(List.of("test", "bad.policytest.yaml"));
        commands.add(List.of("test", raw(random)));
        commands.add(List.of("audit", "verify", "audit.jsonl"));
        commands.add(List.of("audit", "verify", "--anchor", raw(random), "audit.jsonl"));
        for (String each : List.of("text", "json")) {
            for (String file : List.of("g.json", "bad-g.json", "a.json", odd)) {
                commands.add(List.of("grants", "list", "--format", each, "--file", file));
                commands.add(List.of("grants", "revoke", raw(random), "--format", each, "--file", file));
            }
            commands.add(List.of("grants", "add", raw(random), "--format", each, "--file=" + folder + "/new.json"));
            commands.add(List.of(
                    "grants",
                    "add",
                    "seen" + random.nextInt(),
                    "--principal",
                    raw(random),
                    "--attribute",
                    raw(random).replace("=", "") + "=" + raw(random),
                    "--format",
                    each,
                    "--file=" + folder + "/new.json"));
            commands.add(List.of("grants", "list", "--format", each, "--file=" + folder + "/new.json"));
            commands.add(List.of("grants", "rotate", "shown", "--format", each, "--file", "g.json"));
            commands.add(List.of("grants", "revoke", "shown", "--token", raw(random), "--file", "g.json"));
        }
        commands.add(List.of("grants", "add", "a", "--expires", raw(random), "--file=" + folder + "/new.json"));
        commands.add(List.of(raw(random)));
        commands.add(List.of("validate", "--" + raw(random), "a.json"));
        commands.add(List.of("validate", "--format", raw(random), "a.json"));
        for (List<String> command : loaded) {
            boolean isColoured = random.nextBoolean();
            CommandRun run = files.run(isColoured, isColoured, command.toArray(String[]::new));
            assertThat(run.code())
                    .as("%s, which is of files that load: %s", command, run.err())
                    .isLessThan(2);
            check(command, run, isColoured);
        }
        for (List<String> command : commands) {
            check(command, files.run(false, false, command.toArray(String[]::new)), false);
            check(command, files.run(true, true, command.toArray(String[]::new)), true);
        }
        for (String report : List.of("out/j.xml", "out/c.html", "out/c.json")) {
            check(List.of(report), Files.readString(folder.resolve(report)));
        }
    }

    private void check(List<String> command, CommandRun run, boolean coloured) {
        String out = coloured ? withoutColours(run.out()) : run.out();
        String err = coloured ? withoutColours(run.err()).replace("\r\u001b[K", "") : run.err();
        check(command, out);
        check(command, err);
        if (run.err().contains("internal error")) {
            failures.add(command + ": " + run.err());
        }
    }

    private void check(List<String> command, String written) {
        written.codePoints()
                .filter(c -> c != '\n' && !VisibleText.shows(c))
                .findFirst()
                .ifPresent(c -> failures.add(VisibleText.of(command.toString()) + " wrote " + VisibleText.escape(c)));
    }

    private static String withoutColours(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    /** A policy that loads, with text of the author wherever PolicyLayer's format has room for it. */
    private static String policy(Random random) {
        return "{\"version\":\"1\",\"default\":\"deny\",\"description\":" + quoted(random) + ",\"hide\":["
                + quoted(random) + "],\"all_tools\":{\"limits\":[{\"counter\":" + quoted(random)
                + ",\"window\":\"hour\",\"max\":50,\"scope\":\"global\",\"on_deny\":" + quoted(random)
                + "}]},\"groups\":{" + quotedName(random) + ":{\"tools\":[\"t\"," + quoted(random)
                + "],\"deny_if\":[{\"conditions\":[" + condition("in", "[" + quoted(random) + "]", random)
                + "],\"on_deny\":" + quoted(random) + "}]}},\"tools\":{\"t\":{\"require\":[{\"on_deny\":"
                + quoted(random) + ",\"conditions\":[{\"path\":\"args.a\",\"op\":\"neq\",\"value\":" + quoted(random)
                + "}," + condition("exists", "false", random) + "]},{\"schema\":" + schema(random)
                + "}],\"limits\":[{\"counter\":" + quoted(random)
                + ",\"window\":\"day\",\"max\":1,\"scope\":\"grant\",\"key\":\"args.a\",\"on_deny\":" + quoted(random)
                + "}]}," + quoted(random) + ":{\"approvals\":[{\"reason\":" + quoted(random)
                + ",\"conditions\":[{\"path\":\"args.a\",\"op\":\"exists\",\"value\":true}]}]},\"u\":{\"approvals\":[{"
                + "\"reason\":" + quoted(random) + ",\"conditions\":[]}]}}}";
    }

    /** A policy that loads, with text of the author wherever Intercept's format has room for it. */
    private static String named(Random random) {
        return "{\"version\":\"1\",\"default\":\"deny\",\"description\":" + quoted(random)
                + ",\"tools\":{\"t\":{\"rules\":["
                + "{\"name\":" + quoted(random)
                + ",\"conditions\":[{\"path\":\"args.a\",\"op\":\"regex\",\"value\":\"^n\"},"
                + condition("exists", "false", random) + "],\"on_deny\":" + quoted(random) + "},{\"name\":"
                + quoted(random) + ",\"state\":{\"counter\":\"c\",\"window\":\"day\"},\"conditions\":["
                + "{\"path\":\"state.t.c\",\"op\":\"lte\",\"value\":1}],\"on_deny\":" + quoted(random) + "},{\"name\":"
                + quoted(random) + ",\"action\":\"deny\",\"when\":[" + condition("eq", quoted(random), random)
                + "],\"mode\":\"shadow\"}]},\"u\":{\"rules\":[{\"name\":" + quoted(random)
                + ",\"action\":\"require_approval\",\"reason\":" + quoted(random) + "}]}," + quoted(random)
                + ":{\"rules\":[{\"name\":" + quoted(random) + ",\"action\":\"deny\",\"reason\":" + quoted(random)
                + "}]}}}";
    }

    private static String condition(String operator, String value, Random random) {
        return "{\"path\":" + CanonicalJson.write("args[\"" + text(random).replaceAll("[\\\\\"]", "") + "\"]")
                + ",\"op\":\"" + operator + "\",\"value\":" + value + "}";
    }

    private static String schema(Random random) {
        return "{\"type\":\"object\",\"title\":" + quoted(random) + ",\"properties\":{" + quoted(random)
                + ":{\"type\":\"string\",\"enum\":[" + quoted(random) + "]}}}";
    }

    /** A name that a group can have. */
    private static String quotedName(Random random) {
        return CanonicalJson.write(text(random).replaceAll("[.\\[\\]*]", ""));
    }

    private static String bad(Random random) {
        return "{\"version\":" + quoted(random) + ",\"default\":" + quoted(random) + "," + quoted(random)
                + ":1,\"tools\":{" + quoted(random) + ":{\"require\":[{\"name\":1," + quoted(random)
                + ":2,\"conditions\":[{\"path\":" + quoted(random) + ",\"op\":" + quoted(random)
                + ",\"value\":null}]}],\"limits\":[{\"counter\":\"c\",\"window\":" + quoted(random)
                + ",\"max\":" + quoted(random) + "}]}}}";
    }

    private static String calls(Random random) {
        StringBuilder calls = new StringBuilder();
        for (String tool : List.of("\"t\"", "\"t\"", "\"u\"", quoted(random))) {
            calls.append(call(tool, random)).append('\n');
        }
        return calls.toString();
    }

    private static String call(String tool, Random random) {
        return "{\"tool\":" + tool + ",\"arguments\":{\"a\":" + quoted(random) + "," + quoted(random) + ":["
                + quoted(random) + "]},\"caller\":{\"grant\":" + quoted(random) + ",\"principal\":" + quoted(random)
                + "}}";
    }

    /** A line of a log that passes for one of a policy, but for its texts. */
    private static String past(String policy, Random random) {
        String revision = random.nextBoolean() ? PolicyReader.parse(policy).revision() : text(random);
        return "{\"seq\":1,\"at\":\"2026-01-15T22:00:00Z\",\"kind\":\"decision\",\"id\":\"x-1\",\"tool\":\"t\","
                + "\"caller\":{\"grant\":" + quoted(random) + "},\"decision\":" + quoted(random) + ",\"code\":"
                + quoted(random) + ",\"rule\":" + quoted(random) + ",\"rule_name\":" + quoted(random)
                + ",\"arguments_sha256\":" + quoted(random) + ",\"revision\":" + CanonicalJson.write(revision)
                + ",\"charges\":[{\"counter\":" + quoted(random) + ",\"tool\":" + quoted(random) + ",\"window\":"
                + quoted(random) + ",\"scope\":" + quoted(random) + ",\"before\":1,\"after\":2}]}\n";
    }

    private static String badCall(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> "{\"tool\":1," + quoted(random) + ":2}\n";
            case 1 -> "{\"tool\":\"t\",\"at\":" + quoted(random) + "}\n";
            case 2 -> "{\"tool\":\"t\",\"outcome\":" + quoted(random) + "}\n";
            case 3 -> "{\"tool\":\"t\",\"arguments\":{" + "\"x\\u009b\":1,\"x\\u009b\":2}}\n";
            default -> raw(random) + "\n";
        };
    }

    private static String tests(String policy, Random random) {
        return "{\"policy\":\"" + policy + "\",\"tests\":[{\"name\":" + quoted(random)
                + ",\"steps\":[{\"call\":\"t\",\"args\":{\"a\":" + quoted(random) + "," + quoted(random)
                + ":1},\"as\":{\"grant\":" + quoted(random) + "},\"expect\":\"allowed\"},{\"call\":" + quoted(random)
                + ",\"expect\":\"allowed\"}]},{\"name\":" + quoted(random) + ",\"steps\":[{\"hides\":["
                + quoted(random) + "]}]},{\"name\":" + quoted(random)
                + ",\"steps\":[{\"call\":\"u\",\"expect\":{\"denied_by\":\"(default deny)\"}}]}]}";
    }

    /** Tests that pass, so that changes of the policy are tried. */
    private static String passingTests(String policy, Random random) {
        return "{\"policy\":\"" + policy + "\",\"tests\":[{\"name\":" + quoted(random)
                + ",\"steps\":[{\"call\":\"none\",\"args\":{" + quoted(random) + ":" + quoted(random)
                + "},\"expect\":{\"denied_by\":\"(default deny)\"}}]}]}";
    }

    private static String badTests(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "policy: " + quoted(random) + "\ntests: []\n";
            case 1 ->
                "policy: a.json\n" + quoted(random) + ": 1\ntests: [ { name: x, steps: [ { call: t, " + quoted(random)
                        + ": 1, expect: " + quoted(random) + " } ] } ]\n";
            case 2 ->
                "policy: a.json\ntests:\n  - name: x\n    steps: [ { call: t, expect: { denied_by: " + quoted(random)
                        + " } }, { at: " + quoted(random) + " } ]\n";
            default -> "policy: bad.json\ntests: []\n";
        };
    }

    private static String grants(Random random) {
        return "{\"version\":\"1\",\"grants\":{\"shown\":{\"principal\":" + quoted(random) + ",\"attributes\":{"
                + quoted(random) + ":" + quoted(random) + "},\"tokens\":[]}}}";
    }

    private static String badGrants(Random random) {
        return "{\"version\":" + quoted(random) + "," + quoted(random) + ":1,\"grants\":{" + quoted(random)
                + ":{\"tokens\":[{\"sha256\":" + quoted(random) + ",\"expires\":" + quoted(random) + ","
                + quoted(random) + ":1}]}}}";
    }

    /** A policy under a name that the file system takes; else the name of none. */
    private static String oddFile(Path folder, String policy, Random random) {
        String name = raw(random) + "x.json";
        try {
            Files.writeString(folder.resolve(name), policy);
        } catch (IOException | InvalidPathException e) {
            return "none.json";
        }
        return name;
    }

    /** A text that arguments and the names and bytes of files can have. */
    private static String raw(Random random) {
        return text(random).replaceAll("[\\x00\\ud800-\\udfff]", "_");
    }

    private static String quoted(Random random) {
        return CanonicalJson.write(text(random));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("n");
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            text.appendCodePoint(HOSTILE[random.nextInt(HOSTILE.length)]);
            text.append(random.nextInt(3) == 0 ? "[2J" : "");
        }
        return text.append(random.nextInt(1_000_000)).toString();
    }
}
