package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.calls;
import static dev.mcppolicy.dsl.Terms.callsAtOnce;
import static dev.mcppolicy.dsl.Terms.optional;

import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Scope;
import java.time.Duration;
import java.util.List;

/** The policies of the conformance corpus for servers as people run them, written in Java. */
final class ServerPolicies {
    private static final List<String> NAMES = List.of("browser-server");

    private ServerPolicies() {}

    static List<String> names() {
        return NAMES;
    }

    static Policy of(String name) {
        return switch (name) {
            case "browser-server" -> browser();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Policy browser() {
        return PolicyBuilder.policy("browser-server")
                .denyByDefault()
                .describedAs("A browser that an agent drives through the shop and its documentation")
                .hide("*_unsafe", "browser_install")
                .tool("browser_navigate", tool -> tool.require(arg("url")
                                .hostIn("shop.example.com", "*.docs.example.com", "http://staging.example.com:8080"))
                        .named("our pages")
                        .orDeny("Open pages of the shop, its documentation or staging.")
                        .limit(calls().atMost(4)
                                .sliding(Duration.ofSeconds(10))
                                .per(Scope.SESSION)
                                .countedAs("pages")
                                .named("pages in ten seconds")
                                .orDeny("Read before you go on.")))
                .tool("browser_snapshot")
                .tool("browser_wait_for", tool -> tool.require(
                                optional(arg("time").atMost(30)))
                        .named("short waits")
                        .orDeny("Wait for at most 30 seconds."))
                .tool("browser_tabs", tool -> tool.require(arg("action").in("list", "select", "close"))
                        .named("no new tabs")
                        .orDeny("Open pages by browser_navigate alone."))
                .tool("browser_click")
                .tool("browser_type", tool -> tool.denyIf(arg("text").containsPattern("\\b[0-9]{13,19}\\b"))
                        .named("no card numbers")
                        .because("No card numbers.")
                        .requireApproval(arg("submit").exists(), arg("submit").isNot(false))
                        .named("sent forms")
                        .because("A form is about to be sent.")
                        .within(Duration.ofMinutes(2))
                        .byClient()
                        .rememberedFor(Duration.ofMinutes(5), 2))
                .tool("browser_evaluate", tool -> tool.require(
                                arg("function").containsPattern("^\\(\\) => [A-Za-z_.]+$"),
                                arg("function").doesNotContainPattern("(?i)cookie|storage"))
                        .named("harmless scripts")
                        .orDeny("A script here names one thing of the page.")
                        .requireApproval()
                        .named("scripts")
                        .because("A script is about to run.")
                        .byClient()
                        .rememberedFor(Duration.ofMinutes(10)))
                .tool("browser_file_upload", tool -> tool.require(
                                arg("paths[*]").isWithin("/srv/browser/outbox"))
                        .named("the outbox")
                        .orDeny("Upload from the outbox alone."))
                .group(
                        "loading",
                        List.of("browser_navigate", "browser_click"),
                        group -> group.concurrent(callsAtOnce(2)
                                .per(Scope.SESSION)
                                .leasedFor(Duration.ofSeconds(120))
                                .named("two loading at once")
                                .orDeny("Two pages are loading already.")))
                .build();
    }
}
