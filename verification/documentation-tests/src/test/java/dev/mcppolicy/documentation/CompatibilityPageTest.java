package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on compatibility names the packages that are exported, and no other. */
class CompatibilityPageTest {
    private static final Pattern PACKAGE = Pattern.compile("`(dev\\.mcppolicy\\.[\\w.]+)`");

    @Test
    void every_exported_package_has_a_face() {
        String table = String.join("\n", Document.of("COMPATIBILITY.md").section("## What is API"));

        assertThat(PACKAGE.matcher(table).results().map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(ExportedPackages.all());
    }
}
