package dev.mcppolicy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders, hosts and mail domains against the readers that tools use: Node's two of URLs and that of the JDK, Node's and
 * the JDK's of paths, and a mailer's of addresses. Over a grid of tricks, what any of them takes for another place is not
 * inside.
 */
@Tag("real")
class OtherReadersTest {
    private static final Path NPM = Path.of("..", "npm").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @BeforeAll
    static void node_is_there() throws IOException, InterruptedException {
        String missing = missing();
        if (missing == null) {
            return;
        }
        assertThat(System.getenv("CI")).as("CI must not skip: %s", missing).isNotEqualTo("true");
        Assumptions.abort("the readers of Node are skipped: " + missing);
    }

    private static String missing() throws IOException, InterruptedException {
        try {
            Process install = new ProcessBuilder(NPM.resolve("install").toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(install.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return install.waitFor() == 0 ? null : "npm cannot install them: " + said;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** All texts that take one part of each list. */
    private static List<String> grid(List<List<String>> parts) {
        List<String> texts = List.of("");
        for (List<String> choices : parts) {
            List<String> longer = new ArrayList<>(texts.size() * choices.size());
            texts.forEach(text -> choices.forEach(choice -> longer.add(text + choice)));
            texts = longer;
        }
        return texts;
    }

    /** The texts that are inside by the operator, of which there must be some, and not all. */
    private static List<String> inside(Operator operator, List<Object> operand, List<String> texts) {
        ValueTest test = operator.test(operand);
        List<String> inside =
                texts.stream().filter(text -> test.test(text) == Truth.TRUE).toList();
        assertThat(texts).hasSizeGreaterThan(20_000);
        assertThat(inside).hasSizeGreaterThan(100).hasSizeLessThan(texts.size() / 2);
        return inside;
    }

    /** What Node's readers find in each text, as one line of JSON. */
    private List<String> found(String kind, List<String> texts) throws IOException, InterruptedException {
        Path input = folder.resolve(kind);
        Path output = folder.resolve(kind + ".found");
        Files.write(input, texts.stream().map(text -> kind + " " + quoted(text)).toList());
        Process node = new ProcessBuilder("node", NPM.resolve("readers.mjs").toString())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(node.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(node.exitValue()).isZero();
        List<String> lines = Files.readAllLines(output);
        assertThat(lines).hasSameSizeAs(texts);
        return lines;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append(String.format(Locale.ROOT, "\\u%04x", c)));
        return quoted.append('"').toString();
    }

    /** The strings of a line of JSON that holds a list of strings without escapes but for quotes and backslashes. */
    private static List<String> strings(String line) {
        List<String> strings = new ArrayList<>();
        if (!line.equals("[]")) {
            for (String each : line.substring(2, line.length() - 2).split("\",\"", -1)) {
                strings.add(each);
            }
        }
        return strings;
    }

    @Test
    void what_any_reader_takes_for_another_host_is_not_in() throws Exception {
        List<String> urls = grid(List.of(
                List.of(
                        "https://",
                        "HTTPS://",
                        "https:/",
                        "https:///",
                        "https:",
                        "http://",
                        "//",
                        "http\u017f://",
                        " https://",
                        "https:\\\\"),
                List.of("", "evil.test@", "a:b@", "shop.example.com@", "evil.test%40", "evil.test#", "evil.test\\"),
                List.of(
                        "shop.example.com",
                        "Shop.Example.COM.",
                        "shop.example.com..",
                        "a.cdn.example.com",
                        "evil.test",
                        "evil-shop.example.com",
                        "shop%2eexample.com",
                        "shop.example\u3002com",
                        "sh\u00adop.example.com",
                        "1.2.3.4",
                        "[::1]",
                        "xn--shop-.cdn.example.com",
                        "xn--a.cdn.example.com",
                        "a_b.cdn.example.com",
                        "-.cdn.example.com"),
                List.of("", ":443", ":", ":0443", ":80", ":99999", ":443@evil.test", ":a", ":4\t43"),
                List.of(
                        "",
                        "/",
                        "?",
                        "#",
                        "\\",
                        ";",
                        "@evil.test",
                        "/@evil.test",
                        "?@evil.test",
                        "#@evil.test/",
                        ".evil.test",
                        "%2fevil.test",
                        "\n",
                        "\u2028",
                        "%00.evil.test"),
                List.of("", "x", "//evil.test", "/..//evil.test")));
        List<Object> hosts = List.of("shop.example.com", "*.cdn.example.com");
        List<String> inside = inside(Operator.HOST_IN, hosts, urls);
        List<String> found = found("url", inside);

        for (int i = 0; i < inside.size(); i++) {
            String url = inside.get(i);
            assertThat(strings(found.get(i))).as(url).allMatch(OtherReadersTest::isListed);
            assertThat(ofJdk(url)).as(url).matches(OtherReadersTest::isListed);
        }
    }

    private static String ofJdk(String url) {
        try {
            URI uri = new URI(url);
            return uri.getScheme() + ": " + uri.getHost() + " " + (uri.getPort() < 0 ? "" : uri.getPort());
        } catch (java.net.URISyntaxException e) {
            return "https: shop.example.com ";
        }
    }

    /** Whether a reader found scheme, host and port of an entry, or no host at all, so that nothing is fetched. */
    private static boolean isListed(String place) {
        String[] parts = place.split(" ", -1);
        String host = parts[1].toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        boolean listed = host.equals("shop.example.com") || host.endsWith(".cdn.example.com") || host.equals("null");
        return parts[0].equalsIgnoreCase("https:")
                && listed
                && List.of("", "443").contains(parts[2].replaceFirst("^0+", ""));
    }

    @Test
    void what_any_reader_takes_for_another_folder_is_not_within() throws Exception {
        List<String> steps = List.of(
                "",
                "/",
                "/a",
                "/.",
                "/..",
                "/...",
                "/%2e%2e",
                "/%2E./",
                "/..%2f",
                "/%252e%252e/",
                "/\\..\\..",
                "/a/../..",
                "/ ..",
                "/.. ",
                "/\u202e..",
                "/\uff0e\uff0e",
                "/..;/",
                "/%00",
                "/~",
                "/a%20b");
        List<String> paths = grid(List.of(
                List.of("", "/srv", "//srv", "/./srv", "srv", "/SRV", "/srv/../srv", "file:///srv", "/x"),
                List.of("", "/data", "/data/", "//data", "/data-2", "/./data", "/dat", "\\data"),
                steps,
                steps));
        List<String> inside = inside(Operator.WITHIN, List.of("/srv/data"), paths);
        List<String> found = found("path", inside);
        Predicate<String> isWithin = path -> (path + "/").replaceAll("/+", "/").startsWith("/srv/data/");

        for (int i = 0; i < inside.size(); i++) {
            String path = inside.get(i);
            assertThat(strings(found.get(i))).as(path).hasSizeGreaterThan(1).allMatch(isWithin);
            assertThat(Path.of(path).normalize().toString()).as(path).matches(isWithin);
        }
    }

    @Test
    void what_a_mailer_takes_for_another_recipient_is_not_in() throws Exception {
        List<String> odd = List.of(
                "",
                "a",
                ".",
                "..",
                "@",
                "\"",
                "<",
                ">",
                "(",
                ")",
                ",",
                ";",
                ":",
                " ",
                "\t",
                "\n",
                "\r\nBcc: b@evil.test",
                "b@evil.test",
                "%",
                "!",
                "\\",
                "\u00e4",
                "\u200b",
                "+",
                "_",
                "-",
                "evil.test!",
                "b@evil.test,",
                "<b@evil.test>",
                ",b@evil.test");
        List<String> mails = grid(List.of(
                odd,
                List.of("a", "a.b", "A+b"),
                odd,
                List.of("@"),
                List.of("", "mail."),
                List.of("example.com", "EXAMPLE.com", "evil.test", "example"),
                odd));
        List<String> inside = inside(Operator.EMAIL_IN, List.of("example.com", "*.example.com"), mails);
        List<String> found = found("mail", inside);

        for (int i = 0; i < inside.size(); i++) {
            String mail = inside.get(i);
            assertThat(strings(found.get(i))).as(mail).containsExactly(mail);
        }
    }
}
