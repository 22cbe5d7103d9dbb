package dev.mcppolicy.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.architecture.PublishedPom.Dependency;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the POMs that users get. */
class PublishedPomTest {
    private static final String BOM = "policy-bom";

    private static final List<String> TEST_LIBRARIES = List.of(
            "junit",
            "org.junit",
            "org.assertj",
            "net.jqwik",
            "org.hamcrest",
            "org.mockito",
            "org.testng",
            "org.opentest4j",
            "org.apiguardian",
            "com.tngtech.archunit",
            "org.jetbrains.lincheck");

    static Stream<String> modules() {
        return PublishedModule.ALL.stream().map(PublishedModule::artifactId);
    }

    static Stream<String> modulesAndBom() {
        return Stream.concat(modules(), Stream.of(BOM));
    }

    @ParameterizedTest
    @MethodSource("modulesAndBom")
    void a_published_pom_stands_alone(String artifactId) {
        PublishedPom pom = PublishedPom.of(artifactId);

        assertThat(pom.text("groupId")).isEqualTo("dev.mcppolicy");
        assertThat(pom.text("artifactId")).isEqualTo(artifactId);
        assertThat(pom.text("version")).isNotEmpty();
        for (String buildPart : List.of("parent", "build", "properties", "profiles", "repositories", "modules")) {
            assertThat(pom.text(buildPart)).as(buildPart).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("modulesAndBom")
    void a_published_pom_says_what_a_repository_asks_for(String artifactId) {
        PublishedPom pom = PublishedPom.of(artifactId);

        assertThat(pom.text("description")).isNotEqualTo(pom.text("name")).endsWith(".");
        assertThat(pom.text("name")).isEqualTo(artifactId);
        assertThat(pom.text("url")).startsWith("https://");
        assertThat(pom.text("licenses", "license", "name")).isEqualTo("Apache-2.0");
        assertThat(pom.text("developers", "developer", "name")).isNotEmpty();
        assertThat(pom.text("organization", "name")).isNotEmpty();
        assertThat(pom.text("issueManagement", "url")).isEqualTo(pom.text("url") + "/issues");
        assertThat(pom.text("scm", "url")).isEqualTo(pom.text("url"));
        assertThat(pom.text("scm", "connection")).isEqualTo("scm:git:" + pom.text("url") + ".git");
    }

    /** The command line, on which nobody builds, runs test files by assertions that are AssertJ's. */
    @ParameterizedTest
    @MethodSource("modules")
    void nobody_gets_a_test_library_with_a_published_library(String artifactId) {
        assertThat(PublishedPom.of(artifactId).dependencies())
                .filteredOn(Dependency::isHandedOn)
                .filteredOn(dependency -> TEST_LIBRARIES.stream()
                        .anyMatch(library -> (dependency.groupId() + ".").startsWith(library + ".")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void no_published_module_depends_on_what_is_built_into_the_core(String artifactId) {
        assertThat(PublishedPom.of(artifactId).dependencies())
                .extracting(Dependency::groupId)
                .doesNotContain("com.google.re2j");
    }

    @Test
    void what_is_built_into_the_core_is_named_with_its_version_and_comes_with_its_licence() throws Exception {
        Matcher version = Pattern.compile("<re2j.version>([^<]+)<").matcher(Files.readString(Path.of("../../pom.xml")));
        assertThat(version.find()).isTrue();

        assertThat(Files.readString(Path.of("../../NOTICE"))).contains("RE2/J " + version.group(1) + " ");
        for (String name : List.of("NOTICE", "LICENSE", "licenses/LICENSE-re2j.txt")) {
            assertThat(PublishedPomTest.class.getResource("/META-INF/" + name))
                    .as(name)
                    .isNotNull();
        }
    }

    @Test
    void the_bom_names_every_published_module_in_its_own_version_and_nothing_else() {
        PublishedPom bom = PublishedPom.of(BOM);

        assertThat(bom.managedDependencies())
                .extracting(Dependency::artifactId)
                .containsExactlyInAnyOrderElementsOf(modules().toList());
        assertThat(bom.managedDependencies()).allSatisfy(dependency -> {
            assertThat(dependency.groupId()).isEqualTo("dev.mcppolicy");
            assertThat(dependency.version()).isIn(bom.text("version"), "${project.version}");
        });
        assertThat(bom.dependencies()).isEmpty();
    }
}
