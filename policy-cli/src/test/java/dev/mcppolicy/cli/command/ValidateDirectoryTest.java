package dev.mcppolicy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of a directory {@code validate} takes for policies, and what it says of the others. */
class ValidateDirectoryTest {
    private static final String POLICY = "version: '1'\ndefault: deny\ntools: { a: {} }\n";

    @TempDir
    Path folder;

    @BeforeEach
    void makeDirectories() throws IOException {
        for (String name : new String[] {"p/within", "p/.hidden", "p/node_modules", "none"}) {
            Files.createDirectories(folder.resolve(name));
        }
    }

    @Test
    void a_directory_stands_for_the_policies_in_it_and_within_it_by_their_names() {
        CommandRun run = files().with("p/within/z.yml", POLICY)
                .with("p/a.yaml", POLICY)
                .with("p/.hidden/b.json", "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"a\":{}}}")
                .with("p/node_modules/c.yaml", POLICY)
                .with("p/readme.md", "tools: {}\n")
                .run("validate", "p");

        assertThat(run).isEqualTo(new CommandRun(0, """
                        p/.hidden/b.json: valid
                        p/a.yaml: valid
                        p/within/z.yml: valid
                        """, ""));
    }

    @Test
    void what_has_no_key_of_a_policy_is_named_and_passed_over() {
        CommandRun run = files().with("p/a.yaml", POLICY)
                .with("p/a.policytest.yaml", "policy: a.yaml\ntests: []\n")
                .with("p/tools.json", "{\"tools\":[]}")
                .with("p/compose.yaml", "services: { db: { image: x } }\n")
                .with("p/torn.json", "{\"name\": ")
                .run("validate", "p");

        assertThat(run)
                .isEqualTo(new CommandRun(
                        0,
                        "p/a.yaml: valid\n",
                        "passed over, since they have no key of a policy: "
                                + "p/a.policytest.yaml, p/compose.yaml, p/tools.json, p/torn.json\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tools: { a: [\n",
                "{ \"tools\" : {\n",
                "hide: [a]\nhide: [b]\n",
                "default: dney\ndefault: deny\n",
                "version: '1'\ngroups: !x {}\n",
                "tools:\n"
            })
    void what_may_be_meant_as_a_policy_is_never_passed_over(String broken) {
        CommandRun run =
                files().with("p/a.yaml", POLICY).with("p/broken.yaml", broken).run("validate", "p");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("p/a.yaml: valid\n").contains("p/broken.yaml: invalid");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void a_directory_without_a_policy_is_bad_input() {
        assertThat(files().run("validate", "none")).isEqualTo(new CommandRun(2, "", "there is no policy in `none`\n"));
    }

    @Test
    void a_file_that_is_named_is_validated_whatever_it_holds() {
        CommandRun run = files().with("compose.yaml", "services: {}\n").run("validate", "compose.yaml");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("error[bare-tools]");
    }

    private CommandRun.Folder files() {
        return new CommandRun.Folder(folder);
    }
}
