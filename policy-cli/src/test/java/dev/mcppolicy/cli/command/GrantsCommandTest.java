package dev.mcppolicy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import dev.mcppolicy.format.grants.GrantDocument;
import dev.mcppolicy.identity.Authentication;
import dev.mcppolicy.identity.BearerAuthenticator;
import dev.mcppolicy.identity.Challenge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grants by command: what is printed lets in, until it does no more. */
class GrantsCommandTest {
    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-15T12:00:00Z");

    private CommandRun run(String... args) {
        List<String> all = new ArrayList<>(List.of("grants"));
        all.addAll(List.of(args));
        all.add("--file=" + folder.resolve("grants.json"));
        return new CommandRun.Folder(folder).run(() -> now, all.toArray(String[]::new));
    }

    private String token(String... args) {
        CommandRun run = run(args);
        assertThat(run.err()).matches("the token of `.*` is shown this once\n");
        assertThat(run.code()).isZero();
        return run.out().strip();
    }

    private Authentication bearing(String token) {
        return BearerAuthenticator.of(
                        () -> GrantDocument.read(folder.resolve("grants.json")).table(), () -> now)
                .authenticate(List.of("Bearer " + token));
    }

    @Test
    void a_token_that_is_printed_lets_in_until_it_expires() throws IOException {
        String token =
                token("add", "support", "--principal", "alice", "--attribute", "team=refunds", "--expires", "90d");

        assertThat(bearing(token).caller()).hasValueSatisfying(caller -> {
            assertThat(caller.grant()).isEqualTo("support");
            assertThat(caller.principal()).isEqualTo("alice");
            assertThat(caller.attributes()).containsEntry("team", "refunds");
        });
        assertThat(Files.readString(folder.resolve("grants.json"))).doesNotContain(token);
        now = now.plus(Duration.ofDays(90));
        assertThat(bearing(token)).isEqualTo(Challenge.INVALID_TOKEN);
    }

    @Test
    void a_rotated_token_lets_in_for_the_overlap_and_the_new_one_from_the_start() {
        String first = token("add", "support");
        String second = token("rotate", "support", "--overlap", "24h");

        assertThat(bearing(first).caller()).isPresent();
        assertThat(bearing(second).caller()).isPresent();
        now = now.plus(Duration.ofHours(24));
        assertThat(bearing(first)).isEqualTo(Challenge.INVALID_TOKEN);
        String third = token("rotate", "support", "--overlap", "0s");
        assertThat(bearing(second)).isEqualTo(Challenge.INVALID_TOKEN);
        assertThat(bearing(third).caller()).isPresent();
    }

    @Test
    void a_revoked_grant_lets_nobody_in() {
        String token = token("add", "support");
        String other = token("add", "other");

        assertThat(run("revoke", "support")).isEqualTo(new CommandRun(0, "support: 1 token revoked, 0 left\n", ""));
        assertThat(bearing(token)).isEqualTo(Challenge.INVALID_TOKEN);
        assertThat(bearing(other).caller()).isPresent();
        assertThat(run("revoke", "support")).isEqualTo(new CommandRun(2, "", "there is no grant `support`\n"));
    }

    @Test
    void one_token_is_revoked_by_the_id_that_the_list_shows() {
        String first = token("add", "support");
        String id = run("list").out().lines().toList().get(1).strip().substring(0, 12);
        String second = token("rotate", "support");

        assertThat(run("revoke", "support", "--token", id).out()).isEqualTo("support: 1 token revoked, 1 left\n");
        assertThat(bearing(first)).isEqualTo(Challenge.INVALID_TOKEN);
        assertThat(bearing(second).caller()).isPresent();
        assertThat(run("revoke", "support", "--token", id))
                .isEqualTo(new CommandRun(2, "", "the grant `support` has no token `" + id + "`\n"));
    }

    @Test
    void the_list_says_what_stands_and_shows_neither_token_nor_digest() {
        String token = token("add", "support", "--principal", "alice", "--expires", "1d");
        String next = token("rotate", "support", "--overlap", "1h");
        now = now.plus(Duration.ofHours(1));
        CommandRun text = run("list");
        CommandRun json = run("list", "--format", "json");

        assertThat(text.out().replaceAll("[0-9a-f]{12}", "ID")).isEqualTo("""
                support for alice: 1 live token
                  ID  made 2026-01-15T12:00:00Z  expired 2026-01-15T13:00:00Z
                  ID  made 2026-01-15T12:00:00Z  stands until it is revoked
                """);
        assertThat(json.out().replaceAll("[0-9a-f]{12}", "ID")).isEqualTo("""
                {
                  "grants": [
                    {
                      "grant": "support",
                      "principal": "alice",
                      "live": 1,
                      "tokens": [
                        {
                          "id": "ID",
                          "created": "2026-01-15T12:00:00Z",
                          "expires": "2026-01-15T13:00:00Z"
                        },
                        {
                          "id": "ID",
                          "created": "2026-01-15T12:00:00Z"
                        }
                      ]
                    }
                  ]
                }
                """);
        assertThat(text.out() + json.out()).doesNotContain(token, next).doesNotContainPattern("[0-9a-f]{13}");
    }

    @Test
    void programs_are_told_a_new_token_as_json() {
        CommandRun run = run("add", "support", "--format", "json", "--expires", "30m");

        assertThat(run.out().replaceAll("[0-9a-f]{64}", "BITS").replaceAll("[0-9a-f]{12}", "ID"))
                .isEqualTo("""
                {
                  "grant": "support",
                  "token": "mcpgrant_BITS",
                  "id": "ID",
                  "created": "2026-01-15T12:00:00Z",
                  "expires": "2026-01-15T12:30:00Z"
                }
                """);
    }

    @Test
    void what_cannot_be_done_changes_nothing_and_is_bad_input() throws IOException {
        token("add", "support");
        String before = Files.readString(folder.resolve("grants.json"));

        assertThat(run("add", "support").err())
                .isEqualTo("there is a grant `support` already; `rotate` makes it a new token\n");
        assertThat(run("add", "").err()).isEqualTo("a grant must not be empty\n");
        assertThat(run("add", "x", "--principal", "").code()).isEqualTo(2);
        assertThat(run("add", "x", "--expires", "36501d").err()).contains("`36501d` is more than 36500d");
        assertThat(run("add", "x", "--expires", "0x1d").err()).contains("is no time such as 90d");
        assertThat(run("rotate", "x").err()).isEqualTo("there is no grant `x`\n");
        assertThat(Files.readString(folder.resolve("grants.json"))).isEqualTo(before);
    }

    @Test
    void a_token_in_the_place_of_a_digest_is_not_repeated() throws IOException {
        token("add", "support");
        Path file = folder.resolve("grants.json");
        Files.writeString(file, Files.readString(file).replaceAll("[0-9a-f]{64}", "mcpgrant_secret"));

        for (String command : List.of("list", "rotate support", "revoke support", "add other")) {
            CommandRun run = run(command.split(" "));
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains("grants.json:6:21: /grants/support/tokens/0/sha256: this is no digest of a token")
                    .doesNotContain("secret");
        }
    }
}
