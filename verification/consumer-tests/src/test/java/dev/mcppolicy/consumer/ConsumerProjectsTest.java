package dev.mcppolicy.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.consumer.ConsumerProject.Wishes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is published works for somebody who has nothing but the README: a project of its own, with Maven's default plugins,
 * the artifacts in a repository where `mvn install` put them, and the README's blocks copied into place.
 */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerProjectsTest {
    /** The last line of Spring Boot 3, which pins older versions of what the library is built with. */
    private static final String SPRING_BOOT = "3.5.7";

    private static final Pattern COUNTS = Pattern.compile("<testsuite [^>]*\\btests=\"(\\d+)\"");

    @TempDir
    private Path project;

    private Path checkout;
    private Maven maven;

    @BeforeAll
    void install_as_the_readme_says(@TempDir Path copy) throws Exception {
        checkout = Checkout.into(copy);
        maven = Maven.withRepository(Path.of("target", "repository").toAbsolutePath());
        Maven.Run run = maven.run(checkout, argumentsOf(Page.of("README.md").block("sh", "mvn install")));

        assertThat(run.output()).contains("BUILD SUCCESS");
    }

    @Test
    void a_module_is_installed_with_its_sources_its_javadoc_and_its_bill_of_materials() throws Exception {
        for (String artifactId : List.of("policy-core", "policy-dsl", "policy-mcp-adapter", "policy-testkit")) {
            Path directory = maven.repository().resolve("dev/mcppolicy").resolve(artifactId);
            try (Stream<Path> files = Files.walk(directory)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .as(artifactId)
                        .anyMatch(name -> name.endsWith("-sources.jar"))
                        .anyMatch(name -> name.endsWith("-javadoc.jar"))
                        .anyMatch(name -> name.endsWith("-cyclonedx.json"));
            }
        }
    }

    @Test
    void the_bill_of_materials_names_what_is_built_into_the_core() throws Exception {
        Path directory = maven.repository().resolve("dev/mcppolicy/policy-core");
        List<Path> bills;
        try (Stream<Path> files = Files.walk(directory)) {
            bills = files.filter(file -> file.toString().contains("-cyclonedx."))
                    .toList();
        }
        assertThat(bills).hasSize(2).allSatisfy(bill -> assertThat(bill)
                .content()
                .contains("pkg:maven/com.google.re2j/re2j@", "pkg:maven/com.github.ben-manes.caffeine/caffeine@"));
    }

    @Test
    void the_server_of_the_readme_is_guarded_and_its_policy_test_runs() throws Exception {
        ConsumerProject.in(project, Wishes.NONE);
        build();

        String classPath = runtimePath();
        assertThat(classPath).doesNotContain("junit", "assertj", "re2j");
        assertGuarded("-cp", "target/classes" + File.pathSeparator + classPath, "connections.Server");
    }

    @Test
    void it_does_so_as_a_module_on_the_module_path() throws Exception {
        ConsumerProject.in(project, Wishes.NONE.withModule());
        build();

        assertGuarded(
                "--module-path",
                "target/classes" + File.pathSeparator + runtimePath(),
                "--module",
                "connections/connections.Server");
    }

    @Test
    void it_does_so_among_the_versions_that_spring_boot_pins() throws Exception {
        ConsumerProject.in(project, Wishes.NONE.withSpringBoot(SPRING_BOOT));
        build();

        String classPath = runtimePath();
        assertThat(classPath).contains("caffeine-3.2.");
        assertGuarded("-cp", "target/classes" + File.pathSeparator + classPath, "connections.Server");
    }

    @Test
    void a_build_that_would_pass_over_the_policy_test_fails_and_says_so() throws Exception {
        ConsumerProject.in(project, Wishes.NONE.withoutVersionOfSurefire());
        Maven.Run run = maven.run(project, "test");

        if (!run.output().contains("maven-surefire-plugin:2.12")) {
            // A newer Maven takes a newer Surefire, which runs the test.
            assertThat(testsRun()).isEqualTo(1);
            return;
        }
        assertThat(run.succeeded()).isFalse();
        assertThat(run.output()).contains("No tests were executed!");
        assertThat(Page.of("docs/testing-policies.md").text()).contains("`No tests were executed!`");
    }

    @Test
    void both_pages_set_up_policy_tests_alike() throws Exception {
        Page readme = Page.of("README.md");
        Page testing = Page.of("docs/testing-policies.md");

        for (String words : List.of("policy-testkit", "maven-surefire-plugin")) {
            assertThat(testing.block("xml", words)).isEqualTo(readme.block("xml", words));
        }
    }

    @Test
    void a_release_is_refused_while_the_owner_is_a_placeholder() throws Exception {
        Maven.Run run = maven.run(checkout, "-Prelease", "--non-recursive", "validate");

        Pattern placeholder = Pattern.compile("<(owner\\.\\w+)>.*\\.invalid</");
        List<String> properties = placeholder
                .matcher(Files.readString(checkout.resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(run.succeeded()).isEqualTo(properties.isEmpty());
        assertThat(properties)
                .allSatisfy(property -> assertThat(run.output()).contains("`" + property + "` in the root POM"));
    }

    private void build() throws Exception {
        Maven.Run run = maven.run(project, "package");

        assertThat(run.output()).contains("BUILD SUCCESS");
        assertThat(testsRun()).isEqualTo(1);
    }

    /** How many tests the report of the policy test counts. */
    private int testsRun() throws IOException {
        String report = Files.readString(
                project.resolve("target/surefire-reports/TEST-connections.CodeConnectionPolicyTest.xml"));
        return COUNTS.matcher(report)
                .results()
                .mapToInt(count -> Integer.parseInt(count.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private String runtimePath() throws Exception {
        Path file = project.resolve("target/runtime-path.txt");
        Maven.Run run = maven.run(
                project,
                "dependency:build-classpath",
                "-DincludeScope=runtime",
                "-Dmdep.includeScope=runtime",
                "-Dmdep.outputFile=" + file);
        assertThat(run.output()).contains("BUILD SUCCESS");
        return Files.readString(file).strip();
    }

    private void assertGuarded(String... java) throws Exception {
        try (ServerProcess server = ServerProcess.start(project, java)) {
            assertThat(server.ask("tools/list", "{}")).contains("CreateCodeConnection", "ListCodeConnections");
            assertThat(server.call("CreateCodeConnection", "{\"provider_type\":\"GitHub\"}"))
                    .contains("created");
            assertThat(server.call("CreateCodeConnection", "{\"provider_type\":\"Bitbucket\"}"))
                    .contains("Only GitHub and GitLab may be connected.", "\"isError\":true")
                    .doesNotContain("created");
        }
    }

    private static String[] argumentsOf(String command) {
        String[] words = command.strip().split(" ", -1);
        assertThat(words[0]).isEqualTo("mvn");
        return Stream.of(words).skip(1).toArray(String[]::new);
    }
}
