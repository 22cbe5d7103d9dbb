package dev.mcppolicy.format.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mcppolicy.identity.Grant;
import dev.mcppolicy.identity.GrantTable;
import dev.mcppolicy.identity.GrantToken;
import dev.mcppolicy.identity.TokenDigest;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grants are added, rotated and revoked in a file of which nobody else can make more, and nothing is lost. */
class GrantFileEditorTest {
    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-15T12:00:00Z");

    private Path file() {
        return folder.resolve("grants.json");
    }

    private GrantFileEditor editor() {
        return new GrantFileEditor(file(), () -> now, found -> {});
    }

    private IssuedToken add(String name) throws IOException {
        return editor().add(name, null, Map.of(), null);
    }

    private GrantTable table() {
        return GrantDocument.read(file()).table();
    }

    private List<GrantToken> tokens(String name) {
        return table().grant(name).orElseThrow().tokens();
    }

    @Test
    void a_grant_is_added_with_a_token_of_which_the_file_keeps_the_digest() throws IOException {
        IssuedToken token = editor().add("support", "alice", Map.of("team", "refunds"), Duration.ofDays(90));

        assertThat(token.text()).matches("mcpgrant_[0-9a-f]{64}");
        assertThat(token.toString()).doesNotContain(token.text());
        assertThat(table().grants())
                .containsExactly(new Grant(
                        "support",
                        "alice",
                        Map.of("team", "refunds"),
                        List.of(new GrantToken(TokenDigest.of(token.text()), now, now.plus(Duration.ofDays(90))))));
        assertThat(Files.readString(file())).doesNotContain(token.text().substring(9));
        assertThat(add("other").text()).isNotEqualTo(token.text());
    }

    @Test
    void a_name_is_added_once() throws IOException {
        add("support");

        assertThatExceptionOfType(GrantEditException.class)
                .isThrownBy(() -> add("support"))
                .withMessage("there is a grant `support` already; `rotate` makes it a new token");
        assertThatExceptionOfType(GrantEditException.class)
                .isThrownBy(() -> add("a\u202e"))
                .withMessageStartingWith("`a\\u202E` is no name of a grant");
        add("Support");
        assertThat(table().grants()).extracting(Grant::name).containsExactly("support", "Support");
    }

    @Test
    void a_rotated_token_ends_after_the_overlap_and_an_ended_one_is_forgotten() throws IOException {
        IssuedToken first = add("support");
        IssuedToken second = editor().rotate("support", Duration.ofHours(24), null);

        assertThat(tokens("support"))
                .containsExactly(first.kept().withExpiry(now.plus(Duration.ofHours(24))), second.kept());
        now = now.plus(Duration.ofHours(24));
        IssuedToken third = editor().rotate("support", Duration.ZERO, Duration.ofDays(1));
        assertThat(tokens("support")).containsExactly(third.kept());
    }

    @Test
    void a_rotation_prolongs_no_token() throws IOException {
        IssuedToken first = editor().add("support", null, Map.of(), Duration.ofHours(1));
        IssuedToken second = editor().rotate("support", Duration.ofHours(24), null);

        assertThat(tokens("support")).containsExactly(first.kept(), second.kept());
    }

    @Test
    void a_grant_goes_whole_or_with_its_last_token() throws IOException {
        IssuedToken first = add("a");
        IssuedToken second = editor().rotate("a", Duration.ofHours(1), null);
        add("b");

        assertThat(editor().revoke("a", first.kept().digest().id())).isOne();
        assertThat(tokens("a")).containsExactly(second.kept());
        assertThatExceptionOfType(GrantEditException.class)
                .isThrownBy(() -> editor().revoke("a", "000000000000"))
                .withMessage("the grant `a` has no token `000000000000`");
        assertThat(editor().revoke("a", second.kept().digest().id())).isZero();
        assertThat(editor().revoke("b")).isOne();
        assertThat(table().grants()).isEmpty();
        assertThatExceptionOfType(GrantEditException.class)
                .isThrownBy(() -> editor().revoke("b"))
                .withMessage("there is no grant `b`");
        assertThatExceptionOfType(GrantEditException.class)
                .isThrownBy(() -> editor().rotate("b", Duration.ZERO, null).text())
                .withMessage("there is no grant `b`");
    }

    @Test
    void a_bad_file_is_left_as_it_is() throws IOException {
        Files.writeString(file(), "{\"version\":\"1\",\"grants\":{\"a\":{}}}");
        owners("rw-------", file());

        assertThatExceptionOfType(GrantEditException.class)
                .isThrownBy(() -> add("b"))
                .withMessage(file() + ":1:30: /grants/a: missing key `tokens`");
        assertThat(file()).hasContent("{\"version\":\"1\",\"grants\":{\"a\":{}}}");
    }

    @Test
    void a_new_file_is_its_owners_alone_and_a_wider_one_stays_as_wide() throws IOException {
        assumePosix();
        add("a");
        for (String name : List.of("grants.json", "grants.json.lock")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
        owners("rw-r-----", file());
        add("b");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-r-----");
        owners("rw-rw----", file());
        assertThatExceptionOfType(GrantEditException.class)
                .isThrownBy(() -> add("c"))
                .withMessageContaining("others than its owner may write the file");
    }

    /** A server of another user, who reads the file by its group, could not read it after a change, and revoked nothing. */
    @Test
    void a_file_stays_its_owners_and_its_groups() throws IOException {
        assumePosix();
        add("a");
        owners("rw-r-----", file());
        try {
            Files.setAttribute(file(), "unix:gid", 4_242);
            Files.setAttribute(file(), "unix:uid", 4_243);
        } catch (FileSystemException e) {
            assumeThat(e).as("only the superuser gives files away").isNull();
        }

        editor().revoke("a");

        assertThat(Files.getAttribute(file(), "unix:gid")).isEqualTo(4_242);
        assertThat(Files.getAttribute(file(), "unix:uid")).isEqualTo(4_243);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-r-----");
    }

    @Test
    void no_link_is_followed() throws IOException {
        assumePosix();
        add("a");
        Path real = Files.move(file(), folder.resolve("real.json"));
        Files.createSymbolicLink(file(), real);
        String before = Files.readString(real);

        assertThatExceptionOfType(GrantEditException.class)
                .isThrownBy(() -> add("b"))
                .withMessageEndingWith("is a symbolic link; name the file that it leads to");
        assertThat(real).hasContent(before);

        Files.delete(file());
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(folder.resolve("grants.json.tmp"), victim);
        add("b");
        assertThat(victim).hasContent("precious");
        assertThat(Files.isSymbolicLink(file())).isFalse();

        Files.delete(folder.resolve("grants.json.lock"));
        Files.createSymbolicLink(folder.resolve("grants.json.lock"), folder.resolve("elsewhere"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> add("c"));
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void what_a_writer_left_that_died_is_in_nobodys_way() throws IOException {
        Files.writeString(folder.resolve("grants.json.tmp"), "half");
        add("a");

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("grants.json", "grants.json.lock");
        }
    }

    @Test
    void of_eight_writers_at_once_none_loses_anything() throws Exception {
        add("rotated");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<IssuedToken>>> written = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int writer = i;
                written.add(threads.submit(() -> {
                    List<IssuedToken> mine = new ArrayList<>();
                    for (int j = 0; j < 5; j++) {
                        mine.add(add("grant " + writer + "." + j));
                        mine.add(editor().rotate("rotated", Duration.ofDays(1), null));
                    }
                    return mine;
                }));
            }
            List<TokenDigest> made = new ArrayList<>();
            for (Future<List<IssuedToken>> each : written) {
                each.get().forEach(token -> made.add(token.kept().digest()));
            }
            assertThat(table().grants().stream().flatMap(grant -> grant.tokens().stream()))
                    .extracting(GrantToken::digest)
                    .containsAll(made)
                    .hasSize(81);
        } finally {
            threads.shutdownNow();
        }
    }

    private void assumePosix() {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
    }

    private static void owners(String mode, Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        }
    }
}
